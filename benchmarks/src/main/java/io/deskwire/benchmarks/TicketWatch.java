package io.deskwire.benchmarks;

import io.deskwire.config.Secret;
import io.deskwire.jdbc.DatabaseSettings;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Looks into the database every two milliseconds for messages that stand in a ticket, as anybody outside would see them. */
final class TicketWatch implements AutoCloseable {

    private static final long PAUSE_NANOS = 2_000_000;
    /** A number that stays out so long was taken by a transaction that did not end well. */
    private static final long GAP_NANOS = 1_000_000_000;

    private static final String NEWER = "SELECT t.seq, m.dedupe_key FROM deskwire_ticket_message AS t"
            + " JOIN deskwire_message AS m ON m.tenant_id = t.tenant_id AND m.id = t.message_id"
            + " WHERE t.seq > ? ORDER BY t.seq LIMIT 5000";

    private final Connection connection;
    private final Thread thread = new Thread(this::run, "ticket-watch");
    /** Everything up to here was seen; two nodes commit their numbers in any order. */
    private long floor;

    private final Set<Long> seen = new HashSet<>();
    private long gapSince;
    private volatile @Nullable Marks marks;
    private volatile boolean closed;
    private volatile @Nullable Exception failure;

    TicketWatch(DatabaseSettings settings) throws SQLException {
        connection = connect(settings);
        try (Statement statement = connection.createStatement()) {
            if (!settings.url().startsWith("jdbc:sqlite:")) {
                // The few new rows are looked up by their keys, however many others there are.
                statement.execute("SET enable_hashjoin = off");
                statement.execute("SET enable_mergejoin = off");
                statement.execute("SET enable_seqscan = off");
            }
            try (ResultSet row = statement.executeQuery("SELECT COALESCE(max(seq), 0) FROM deskwire_ticket_message")) {
                row.next();
                floor = row.getLong(1);
            }
        }
        thread.setDaemon(true);
        thread.start();
    }

    static Connection connect(DatabaseSettings settings) throws SQLException {
        Secret password = settings.password();
        return password == null
                ? DriverManager.getConnection(settings.url())
                : DriverManager.getConnection(settings.url(), settings.user(), password.reveal());
    }

    /** From now on this series is watched, or none. */
    void watch(@Nullable Marks series) {
        Exception broken = failure;
        if (broken != null) {
            throw new IllegalStateException("the database could not be looked into", broken);
        }
        marks = series;
    }

    private void run() {
        try (PreparedStatement newer = connection.prepareStatement(NEWER)) {
            while (!closed) {
                look(newer);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        } catch (SQLException | RuntimeException e) {
            failure = e;
        }
    }

    private void look(PreparedStatement newer) throws SQLException {
        newer.setLong(1, floor);
        try (ResultSet rows = newer.executeQuery()) {
            while (rows.next()) {
                Marks current = marks;
                if (seen.add(rows.getLong(1)) && current != null) {
                    current.ticketed(rows.getString(2), System.nanoTime());
                }
            }
        }
        while (seen.remove(floor + 1)) {
            floor++;
            gapSince = 0;
        }
        if (!seen.isEmpty()) {
            long now = System.nanoTime();
            gapSince = gapSince == 0 ? now : gapSince;
            if (now - gapSince > GAP_NANOS) {
                floor = seen.stream().mapToLong(Long::longValue).min().orElse(floor + 1) - 1;
                gapSince = 0;
            }
        }
    }

    @Override
    public void close() throws SQLException, InterruptedException {
        closed = true;
        thread.join();
        connection.close();
    }
}
