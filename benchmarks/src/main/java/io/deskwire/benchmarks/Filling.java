package io.deskwire.benchmarks;

import io.deskwire.jdbc.DatabaseSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Fills a database in bulk: the rows that one real message of a tenant left in every table are copied under new ids, keys,
 * addresses and times. Two messages a ticket, over the last 29 days, so that nothing is old enough to be removed.
 */
final class Filling {

    private static final int AT_ONCE = 10_000;
    private static final int PER_TICKET = 2;
    private static final long MICROS = Duration.ofDays(29).toNanos() / 1000;

    private final boolean sqlite;
    private final DatabaseSettings settings;

    Filling(DatabaseSettings settings) {
        this.settings = settings;
        this.sqlite = settings.url().startsWith("jdbc:sqlite:");
    }

    /**
     * What it took.
     *
     * @param bytes size of the database afterwards
     */
    record Filled(double seconds, long bytes) {}

    /** One message of every tenant has to be there; no server may run. */
    Filled run(int tenants, int messages) throws SQLException, IOException {
        long began = System.nanoTime();
        try (Connection connection = TicketWatch.connect(settings);
                Statement statement = connection.createStatement()) {
            if (sqlite) {
                // A fill that breaks off is begun again from nothing, so there is nothing to be written twice.
                statement.execute("PRAGMA journal_mode = OFF");
                statement.execute("PRAGMA synchronous = OFF");
                statement.execute("PRAGMA cache_size = -1000000");
            } else {
                statement.execute("SET synchronous_commit = off");
            }
            int each = messages / tenants;
            for (int from = 1; from <= each; from += AT_ONCE) {
                int to = Math.min(each, from + AT_ONCE - 1);
                connection.setAutoCommit(false);
                for (int tenant = 0; tenant < tenants; tenant++) {
                    copy(statement, IntakeMessages.tenant(tenant), from, to, each);
                }
                connection.commit();
                connection.setAutoCommit(true);
            }
            for (int tenant = 0; tenant < tenants; tenant++) {
                statement.execute("UPDATE deskwire_counter SET value = value + " + (each / PER_TICKET + 1)
                        + " WHERE name = 'ticket' AND tenant_id = '" + IntakeMessages.tenant(tenant) + "'");
            }
            // What the database would have done by itself in the meantime.
            statement.execute(sqlite ? "PRAGMA journal_mode = WAL" : "VACUUM (ANALYZE)");
            if (!sqlite) {
                statement.execute("CHECKPOINT");
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            return new Filled(seconds, size(statement));
        }
    }

    private long size(Statement statement) throws SQLException, IOException {
        if (sqlite) {
            return Files.size(Path.of(settings.url().substring("jdbc:sqlite:".length())));
        }
        try (ResultSet row = statement.executeQuery("SELECT pg_database_size(current_database())")) {
            row.next();
            return row.getLong(1);
        }
    }

    private void copy(Statement statement, String tenant, int from, int to, int each) throws SQLException {
        // What is filled in sorts before it.
        String message = one(statement, "SELECT max(id) FROM deskwire_message WHERE tenant_id = '" + tenant + "'");
        String conversation = one(
                statement,
                "SELECT conversation_id FROM deskwire_message WHERE tenant_id = '" + tenant + "' AND id = '" + message
                        + "'");
        String ticketed = "n / " + PER_TICKET;
        String rawId = id("r", "n");
        String messageId = id("m", "n");
        String conversationId = id("c", ticketed);
        String ticketId = id("t", ticketed);
        String age = "CAST(" + each + " - n AS BIGINT) * " + MICROS / Math.max(1, each);
        Map<String, String> ids = Map.of(
                "raw_id", rawId, "message_id", messageId, "conversation_id", conversationId, "ticket_id", ticketId);
        String series = series(from, to);
        String ofMessage = "message_id = '" + message + "'";
        copy(
                statement,
                "raw",
                "id = (SELECT raw_id FROM deskwire_message WHERE tenant_id = '" + tenant + "' AND id = '" + message
                        + "')",
                tenant,
                series,
                ids,
                Map.of("id", rawId, "source_key", "KEY", "stored_at", age, "received_at", age));
        copy(statement, "raw_outcome", ofMessage, tenant, series, ids, Map.of("at", age));
        copy(
                statement,
                "message",
                "id = '" + message + "'",
                tenant,
                series,
                ids,
                Map.of("id", messageId, "dedupe_key", "KEY", "ticket", ticketId, "stored_at", age, "received_at", age));
        copy(statement, "document", ofMessage, tenant, series, ids, Map.of());
        copy(statement, "wire_id", ofMessage, tenant, series, ids, Map.of("wire_id", "KEY"));
        copy(statement, "ticket_message", ofMessage, tenant, series, ids, Map.of());
        // What is counted is kept for three days.
        String counted = series(Math.max(from, each - each / 10), to);
        copy(
                statement,
                "tally",
                "name LIKE 'in:%' AND name NOT LIKE '%#%'",
                tenant,
                counted,
                ids,
                Map.of("name", "KEY"));
        String tickets = series((from + 1) / PER_TICKET, to / PER_TICKET);
        String start = "CAST(" + each + " - n * " + PER_TICKET + " AS BIGINT) * " + MICROS / Math.max(1, each);
        Map<String, String> ofTicket = Map.of("conversation_id", id("c", "n"));
        copy(
                statement,
                "conversation",
                "id = '" + conversation + "'",
                tenant,
                tickets,
                Map.of(),
                Map.of("id", id("c", "n"), "ticket", id("t", "n"), "created_at", start, "last_message_at", start));
        copy(
                statement,
                "participant",
                "conversation_id = '" + conversation + "'",
                tenant,
                tickets,
                ofTicket,
                Map.of("address_key", "KEY"));
        copy(
                statement,
                "ticket",
                "conversation_id = '" + conversation + "'",
                tenant,
                tickets,
                ofTicket,
                Map.of(
                        "id",
                        id("t", "n"),
                        "number",
                        "t.number + n + 1",
                        "requester",
                        "KEY",
                        "search",
                        "KEY",
                        "created_at",
                        start,
                        "updated_at",
                        start));
    }

    /** Copies one row, or the few that the condition finds, once for every number of the series. */
    private void copy(
            Statement statement,
            String table,
            String where,
            String tenant,
            String series,
            Map<String, String> ids,
            Map<String, String> changes)
            throws SQLException {
        List<String> columns = new ArrayList<>();
        List<String> values = new ArrayList<>();
        try (ResultSet none = statement.executeQuery("SELECT * FROM deskwire_" + table + " WHERE 1 = 0")) {
            ResultSetMetaData meta = none.getMetaData();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                String column = meta.getColumnName(i);
                if (!column.equals("seq")) {
                    columns.add(column);
                    values.add(value(column, ids, changes));
                }
            }
        }
        String rows = sqlite ? "WITH RECURSIVE " + series + " " : "";
        String from = sqlite ? "s" : series;
        // Looked for once, while the table is small: some of these conditions go along no index.
        String seed = "seed_" + table + "_" + tenant;
        statement.execute("CREATE TEMPORARY TABLE IF NOT EXISTS " + seed + " AS SELECT * FROM deskwire_" + table
                + " WHERE tenant_id = '" + tenant + "' AND " + where);
        statement.execute("INSERT INTO deskwire_" + table + " (" + String.join(", ", columns) + ") " + rows + "SELECT "
                + String.join(", ", values) + " FROM " + from + " CROSS JOIN " + seed + " AS t ORDER BY n");
    }

    private String value(String column, Map<String, String> ids, Map<String, String> changes) {
        String change = changes.getOrDefault(column, ids.get(column));
        if (change == null) {
            return "t." + column;
        }
        if (change.equals("KEY")) {
            // Keys come in no order; what stands behind the sign is like the real one.
            return (sqlite ? "lower(hex(randomblob(6)))" : "substr(md5(n::text || random()::text), 1, 12)")
                    + " || '#' || t." + column;
        }
        if (column.endsWith("_at") || column.equals("at")) {
            return sqlite
                    ? "t." + column + " - " + change
                    : "t." + column + " - " + change + " * interval '1 microsecond'";
        }
        return change;
    }

    private String series(int from, int to) {
        return sqlite
                ? "s(n) AS (SELECT " + from + " WHERE " + from + " <= " + to
                        + " UNION ALL SELECT n + 1 FROM s WHERE n < " + to + ")"
                : "generate_series(" + from + ", " + to + ") AS s(n)";
    }

    /** Sorts before every id that is made now. */
    private String id(String kind, String number) {
        return sqlite
                ? "'00" + kind + "' || printf('%023d', " + number + ")"
                : "'00" + kind + "' || lpad((" + number + ")::text, 23, '0')";
    }

    private static String one(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return Objects.requireNonNull(row.getString(1), "no message to be copied");
        }
    }
}
