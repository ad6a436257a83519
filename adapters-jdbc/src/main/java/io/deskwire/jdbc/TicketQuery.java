package io.deskwire.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A part of a tenant's list of tickets, in SQL. */
final class TicketQuery {

    private final Dialect dialect;
    private final StringBuilder sql = new StringBuilder(TicketRows.SELECT);
    private final List<Object> arguments = new ArrayList<>();

    TicketQuery(Dialect dialect, String tenantId, TicketFilter filter, @Nullable String cursor, int limit) {
        this.dialect = dialect;
        arguments.add(tenantId);
        if (filter.state() != null) {
            and("state = ?", filter.state().word());
        }
        if (filter.channelId() != null) {
            and("channel_id = ?", filter.channelId());
        }
        String query = filter.query();
        if (query != null && !query.isBlank()) {
            and("search LIKE ? ESCAPE '!'", "%" + escaped(query.strip().toLowerCase(Locale.ROOT)) + "%");
        }
        field("queue", filter.queue());
        field("priority", filter.priority());
        field("type", filter.type());
        field("assignee", filter.assignee());
        if (filter.tag() != null) {
            and(dialect.hasTag, filter.tag());
        }
        if (cursor != null) {
            PageCursor position = PageCursor.parse(cursor);
            sql.append(" AND (updated_at < ? OR (updated_at = ? AND id < ?))");
            arguments.addAll(List.of(position.at(), position.at(), position.id()));
        }
        sql.append(" ORDER BY updated_at DESC, id DESC LIMIT ?");
        arguments.add(limit + 1);
    }

    private void field(String name, @Nullable String value) {
        if (value == null) {
            return;
        }
        String column = String.format(Locale.ROOT, dialect.ticketField, name);
        if (value.isEmpty()) {
            sql.append(" AND ").append(column).append(" IS NULL");
        } else {
            and(column + " = ?", value);
        }
    }

    private void and(String condition, Object argument) {
        sql.append(" AND ").append(condition);
        arguments.add(argument);
    }

    private static String escaped(String query) {
        return query.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    String sql() {
        return sql.toString();
    }

    Object[] arguments() {
        return arguments.toArray();
    }
}
