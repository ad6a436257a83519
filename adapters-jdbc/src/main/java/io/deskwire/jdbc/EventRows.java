package io.deskwire.jdbc;

import io.deskwire.config.Secret;
import io.deskwire.config.SecretCipher;
import io.deskwire.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** Rows of subscriptions, events and deliveries. */
final class EventRows {

    static final String SUBSCRIPTION = "SELECT * FROM deskwire_subscription";
    static final String DELIVERY = "SELECT e.*, d.state, d.attempts, d.tried_at, d.status, d.problem"
            + " FROM deskwire_event_delivery AS d JOIN deskwire_event AS e ON e.seq = d.seq"
            + " WHERE d.tenant_id = ? AND d.subscription_id = ?";

    private final Dialect dialect;
    private final SecretCipher cipher;

    EventRows(Dialect dialect, SecretCipher cipher) {
        this.dialect = dialect;
        this.cipher = cipher;
    }

    String encrypted(String tenantId, String id, List<Secret> secrets) {
        String all = Json.write(secrets.stream().map(Secret::reveal).toList());
        return cipher.encrypt(Secret.of(all), context(tenantId, id));
    }

    static String context(String tenantId, String id) {
        return "subscription " + tenantId.length() + ":" + tenantId + id;
    }

    List<Secret> secrets(String tenantId, String id, String stored) {
        String all = cipher.decrypt(stored, context(tenantId, id)).reveal();
        return ((List<?>) Objects.requireNonNull(Json.strict().parse(all)))
                .stream().map(secret -> Secret.of(String.valueOf(secret))).toList();
    }

    Subscription subscription(ResultSet row) throws SQLException {
        return new Subscription(
                row.getString("tenant_id"),
                row.getString("id"),
                row.getString("url"),
                Arrays.stream(row.getString("types").strip().split(" ")).collect(Collectors.toSet()),
                row.getBoolean("is_active"),
                dialect.requiredTime(row, "created_at"),
                dialect.requiredTime(row, "updated_at"),
                new Subscription.Condition(
                        row.getString("disabled_reason"),
                        row.getInt("failures"),
                        dialect.time(row, "retry_at"),
                        row.getString("problem"),
                        dialect.time(row, "last_delivered_at"),
                        row.getLong("expired")));
    }

    EventDelivery delivery(ResultSet row) throws SQLException {
        int status = row.getInt("status");
        Integer answered = row.wasNull() ? null : status;
        Map<String, Object> data = Numbers.usual(Json.strict().parseObject(row.getString("data")));
        return new EventDelivery(
                new StoredEvent(
                        row.getLong("seq"),
                        row.getString("tenant_id"),
                        row.getString("id"),
                        row.getString("type"),
                        row.getString("lane"),
                        row.getString("channel_id"),
                        row.getString("subject"),
                        data,
                        dialect.requiredTime(row, "noted_at")),
                EventDelivery.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                dialect.time(row, "tried_at"),
                answered,
                row.getString("problem"));
    }
}
