package io.deskwire.jdbc;

import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.rules.TicketFields;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Rows of {@code deskwire_ticket}. */
final class TicketRows {

    static final String SELECT =
            "SELECT tenant_id, id, number, subject, state, requester_kind, requester, requester_name,"
                    + " channel_id, conversation_id, fields, created_at, updated_at FROM deskwire_ticket WHERE tenant_id = ?";

    private TicketRows() {}

    static Optional<Ticket> find(Handle handle, Dialect dialect, String lock, String tenantId, String id) {
        return handle.select(SELECT + " AND id = ? " + lock, tenantId, id)
                .map((row, context) -> read(row, dialect))
                .findOne();
    }

    static Optional<Ticket> byNumber(Handle handle, Dialect dialect, String tenantId, long number) {
        return handle.select(SELECT + " AND number = ?", tenantId, number)
                .map((row, context) -> read(row, dialect))
                .findOne();
    }

    static Ticket read(ResultSet row, Dialect dialect) throws SQLException {
        String requester = row.getString("requester");
        String kind = row.getString("requester_kind");
        return new Ticket(
                row.getString("id"),
                row.getString("tenant_id"),
                row.getLong("number"),
                row.getString("subject"),
                TicketState.of(row.getString("state")),
                requester == null || kind == null
                        ? null
                        : new Address(
                                Address.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                                requester,
                                row.getString("requester_name")),
                row.getString("channel_id"),
                row.getString("conversation_id"),
                fields(row.getString("fields")),
                dialect.requiredTime(row, "created_at"),
                dialect.requiredTime(row, "updated_at"));
    }

    private static TicketFields fields(@Nullable String document) {
        return document == null
                ? TicketFields.none()
                : DomainJson.ticketFields(Json.lenient().parseObject(document));
    }

    /** The column's value; null where rules wanted nothing. */
    static @Nullable String document(TicketFields fields) {
        return fields.isEmpty() ? null : Json.write(DomainJson.toTree(fields));
    }

    /** What {@link TicketStore#list} looks for its query in. SQLite lower-cases ASCII alone, so this is done here. */
    static String search(long number, String subject, @Nullable Address requester) {
        String who =
                requester == null ? "" : requester.value() + "\n" + (requester.name() == null ? "" : requester.name());
        return ("#" + number + "\n" + subject + "\n" + who).toLowerCase(Locale.ROOT);
    }
}
