package io.deskwire.jdbc;

import io.deskwire.delivery.Delivery;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** The recipients of one outbound message, changed in memory and written back. */
final class Recipients {

    private static final String SELECT = "SELECT message_id, n, kind, value, name, status, reason, code, at"
            + " FROM deskwire_recipient WHERE tenant_id = ? AND message_id IN (?";

    private final Handle handle;
    private final String tenantId;
    private final String messageId;
    private final List<Delivery> deliveries;
    private boolean changed;

    private Recipients(Handle handle, String tenantId, String messageId, List<Delivery> deliveries) {
        this.handle = handle;
        this.tenantId = tenantId;
        this.messageId = messageId;
        this.deliveries = new ArrayList<>(deliveries);
    }

    static Recipients of(Handle handle, Dialect dialect, String tenantId, String messageId) {
        return new Recipients(
                handle,
                tenantId,
                messageId,
                deliveries(handle, dialect, tenantId, List.of(messageId)).getOrDefault(messageId, List.of()));
    }

    /** Where each copy stands, in the messages' order of recipients. */
    static Map<String, List<Delivery>> deliveries(
            Handle handle, Dialect dialect, String tenantId, Collection<String> messageIds) {
        List<Object> arguments = new ArrayList<>();
        arguments.add(tenantId);
        arguments.addAll(messageIds);
        Map<String, List<Delivery>> found = new LinkedHashMap<>();
        handle.select(SELECT + ", ?".repeat(messageIds.size() - 1) + ") ORDER BY message_id, n", arguments.toArray())
                .map((row, context) -> Map.entry(row.getString("message_id"), delivery(row, dialect)))
                .forEach(entry -> found.computeIfAbsent(entry.getKey(), id -> new ArrayList<>())
                        .add(entry.getValue()));
        return found;
    }

    static Delivery delivery(ResultSet row, Dialect dialect) throws SQLException {
        return new Delivery(
                new Address(
                        Address.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                        row.getString("value"),
                        row.getString("name")),
                DeliveryStatus.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                row.getString("code"),
                dialect.requiredTime(row, "at"));
    }

    static void add(Handle handle, String tenantId, String messageId, List<Address> recipients, Instant now) {
        for (int n = 0; n < recipients.size(); n++) {
            Address address = recipients.get(n);
            handle.execute(
                    "INSERT INTO deskwire_recipient (tenant_id, message_id, n, address_key, kind, value, name, status,"
                            + " at) VALUES (?, ?, ?, ?, ?, ?, ?, 'queued', ?)",
                    tenantId,
                    messageId,
                    n,
                    Keys.bounded(address.key()),
                    address.kind().name().toLowerCase(Locale.ROOT),
                    address.value(),
                    address.name(),
                    now);
        }
    }

    /** Those who may still get it. */
    List<Address> open() {
        return deliveries.stream()
                .filter(delivery -> !delivery.status().isSettled())
                .map(Delivery::recipient)
                .toList();
    }

    boolean isChanged() {
        return changed;
    }

    /** Gives all open recipients a status. */
    void setOpen(DeliveryStatus status, @Nullable String reason, @Nullable String code, Instant now) {
        for (int n = 0; n < deliveries.size(); n++) {
            if (!deliveries.get(n).status().isSettled()) {
                set(n, status, reason, code, now);
            }
        }
    }

    /** Applies news, forward only; news about strangers is ignored. */
    void apply(List<Delivery> news) {
        for (Delivery one : news) {
            String key = one.recipient().key();
            for (int n = 0; n < deliveries.size(); n++) {
                Delivery before = deliveries.get(n);
                if (before.recipient().key().equals(key) && before.status().mayBecome(one.status())) {
                    set(n, one.status(), one.reason(), one.code(), one.at());
                }
            }
        }
    }

    private void set(int n, DeliveryStatus status, @Nullable String reason, @Nullable String code, Instant at) {
        changed = true;
        deliveries.set(n, new Delivery(deliveries.get(n).recipient(), status, reason, code, at));
        String stage = stage(status);
        List<@Nullable Object> arguments = new ArrayList<>();
        arguments.add(status.name().toLowerCase(Locale.ROOT));
        arguments.add(reason);
        arguments.add(code);
        arguments.add(at);
        if (stage != null) {
            arguments.add(at);
        }
        arguments.add(tenantId);
        arguments.add(messageId);
        arguments.add(n);
        handle.execute(
                "UPDATE deskwire_recipient SET status = ?, reason = ?, code = ?, at = ?"
                        + (stage == null ? "" : ", " + stage + " = COALESCE(" + stage + ", ?)")
                        + " WHERE tenant_id = ? AND message_id = ? AND n = ?",
                arguments.toArray());
    }

    /** The column that keeps when a copy first got so far, or null; its status moves on. */
    private static @Nullable String stage(DeliveryStatus status) {
        return switch (status) {
            case SENT -> "sent_at";
            case DELIVERED -> "delivered_at";
            case READ, PLAYED -> "read_at";
            default -> null;
        };
    }
}
