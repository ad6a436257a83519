package io.deskwire.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands in the database, read beside the servers by somebody who trusts none of their code. */
final class Books {

    /**
     * One message of a customer.
     *
     * @param sourceKey what its source calls the bytes
     * @param place {@code ticket}, {@code filtered}, {@code dead letter}, or what it waits for
     */
    record Entry(
            int number,
            String tenant,
            String id,
            String channel,
            @Nullable String rawId,
            @Nullable String sourceKey,
            String place) {}

    /**
     * One answer.
     *
     * @param state of the outbox
     * @param status of its recipient
     */
    record Sent(String tenant, String id, String key, String state, String status) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, List<Integer>> tickets = new LinkedHashMap<>();
    private final Map<String, Sent> sent = new HashMap<>();
    private final Map<String, Integer> outcomes = new LinkedHashMap<>();

    private Books() {}

    static Books read(Connection connection) throws SQLException {
        Books books = new Books();
        try (Statement statement = connection.createStatement()) {
            books.readMessages(statement);
            books.readDeadLetters(statement);
            books.readTickets(statement);
            books.readSent(statement);
            try (ResultSet rows = statement.executeQuery(
                    "SELECT outcome, count(*) FROM deskwire_raw_outcome GROUP BY outcome ORDER BY outcome")) {
                while (rows.next()) {
                    books.outcomes.put(rows.getString(1), rows.getInt(2));
                }
            }
        }
        return books;
    }

    /**
     * What is not settled yet, in one line; empty when everything is.
     *
     * @param expected so many numbers have to be there
     */
    static String open(Connection connection, int expected) throws SQLException {
        Map<String, Long> open = new LinkedHashMap<>();
        try (Statement statement = connection.createStatement()) {
            open.put(
                    "items without outcome",
                    count(
                            statement,
                            "SELECT count(*) FROM deskwire_raw r LEFT JOIN deskwire_raw_outcome o"
                                    + " ON o.tenant_id = r.tenant_id AND o.raw_id = r.id WHERE o.raw_id IS NULL"));
            open.put(
                    "messages on their way to the helpdesk",
                    count(statement, "SELECT count(*) FROM deskwire_message WHERE state = 'pending'"));
            open.put(
                    "answers on their way",
                    count(
                            statement,
                            "SELECT count(*) FROM deskwire_outbound WHERE state NOT IN ('done', 'uncertain')"));
            open.put(
                    "files to be fetched",
                    count(statement, "SELECT count(*) FROM deskwire_media WHERE state = 'pending'"));
            long arrived = count(
                            statement,
                            "SELECT count(*) FROM deskwire_message m JOIN deskwire_raw_outcome o ON o.tenant_id ="
                                    + " m.tenant_id AND o.message_id = m.id AND o.outcome IN ('filed', 'filtered',"
                                    + " 'dead_letter') AND o.raw_id = m.raw_id WHERE m.state IS NOT NULL")
                    + 0;
            open.put("not arrived", Math.max(0, expected - arrived));
        }
        open.values().removeIf(count -> count == 0);
        return open.isEmpty() ? "" : open.toString();
    }

    private static long count(Statement statement, String query) throws SQLException {
        try (ResultSet count = statement.executeQuery(query)) {
            return count.next() ? count.getLong(1) : 0;
        }
    }

    private void readMessages(Statement statement) throws SQLException {
        Set<String> inTickets = new HashSet<>();
        try (ResultSet rows = statement.executeQuery("SELECT tenant_id, message_id FROM deskwire_ticket_message")) {
            while (rows.next()) {
                inTickets.add(rows.getString(1) + "/" + rows.getString(2));
            }
        }
        Set<String> dead = new HashSet<>();
        try (ResultSet rows = statement.executeQuery(
                "SELECT tenant_id, message_id FROM deskwire_dead_letter WHERE message_id IS NOT NULL")) {
            while (rows.next()) {
                dead.add(rows.getString(1) + "/" + rows.getString(2));
            }
        }
        try (ResultSet rows = statement.executeQuery(
                "SELECT m.tenant_id, m.id, m.channel_id, m.raw_id, m.state, d.document, r.source_key"
                        + " FROM deskwire_message m"
                        + " JOIN deskwire_document d ON d.tenant_id = m.tenant_id AND d.message_id = m.id"
                        + " LEFT JOIN deskwire_raw r ON r.tenant_id = m.tenant_id AND r.id = m.raw_id"
                        + " WHERE m.raw_id IS NOT NULL")) {
            while (rows.next()) {
                int number = Letter.numberIn(rows.getString(6));
                if (number == 0) {
                    // Events, such as what became of an answer.
                    continue;
                }
                String key = rows.getString(1) + "/" + rows.getString(2);
                List<String> places = new ArrayList<>();
                if (inTickets.contains(key)) {
                    places.add("ticket");
                }
                if ("filtered".equals(rows.getString(5))) {
                    places.add("filtered");
                }
                if (dead.contains(key)) {
                    places.add("dead letter");
                }
                if (places.isEmpty()) {
                    places.add("nowhere: " + rows.getString(5));
                }
                for (String place : places) {
                    entries.add(new Entry(
                            number,
                            rows.getString(1),
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(7),
                            place));
                }
            }
        }
    }

    /** Those that could not even be decoded: the number stands in their bytes. */
    private void readDeadLetters(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT l.tenant_id, l.id, l.channel_id, r.body, l.raw_id, r.source_key FROM deskwire_dead_letter l JOIN deskwire_raw r"
                        + " ON r.tenant_id = l.tenant_id AND r.id = l.raw_id WHERE l.message_id IS NULL")) {
            while (rows.next()) {
                byte[] body = rows.getBytes(4);
                int number = body == null ? 0 : Letter.numberIn(new String(body, StandardCharsets.ISO_8859_1));
                entries.add(new Entry(
                        number,
                        rows.getString(1),
                        rows.getString(2),
                        rows.getString(3),
                        rows.getString(5),
                        rows.getString(6),
                        "dead letter"));
            }
        }
    }

    private void readTickets(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT t.tenant_id, t.ticket_id, d.document FROM deskwire_ticket_message t JOIN deskwire_document d"
                        + " ON d.tenant_id = t.tenant_id AND d.message_id = t.message_id ORDER BY t.seq")) {
            while (rows.next()) {
                int number = Letter.numberIn(rows.getString(3));
                if (number > 0) {
                    tickets.computeIfAbsent(rows.getString(1) + "/" + rows.getString(2), t -> new ArrayList<>())
                            .add(number);
                }
            }
        }
    }

    private void readSent(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT o.tenant_id, o.message_id, o.idempotency_key, o.state, r.status FROM deskwire_outbound o"
                        + " JOIN deskwire_recipient r ON r.tenant_id = o.tenant_id AND r.message_id = o.message_id"
                        + " WHERE o.idempotency_key IS NOT NULL")) {
            while (rows.next()) {
                Sent one = new Sent(
                        rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4), rows.getString(5));
                sent.put(one.key(), one);
            }
        }
    }

    List<Entry> entries() {
        return entries;
    }

    /** Numbers by ticket, in the order in which they stand there. */
    Map<String, List<Integer>> tickets() {
        return tickets;
    }

    @Nullable Sent sent(String key) {
        return sent.get(key);
    }

    /** What stored items became. */
    Map<String, Integer> outcomes() {
        return outcomes;
    }
}
