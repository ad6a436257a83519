package io.deskwire.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.Secret;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.message.Envelope;
import io.deskwire.work.Ids;
import java.io.IOException;
import java.io.PrintStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Durable accept: how many items a second are on disk, through the inbox (grouped commits) and, interleaved with it in the
 * same run, with one plain JDBC transaction for each. The plain one writes the stored row alone; the inbox also writes the
 * work that follows from it. Then how fast one mailbox can be stored in batches.
 */
final class AcceptBenchmark {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final int SMALL = 4 << 10;
    private static final int MAIL = 20_000;
    private static final int MAILBOX_BATCH = 200;
    private static final int BATCHES_UNDER_WAY = 2;

    private final AtomicLong keys = new AtomicLong();
    private final int rounds;
    private final int seconds;
    private final int callers;

    private AcceptBenchmark(int rounds, int seconds, int callers) {
        this.rounds = rounds;
        this.seconds = seconds;
        this.callers = callers;
    }

    static void run(PrintStream out, Arguments arguments) throws IOException, SQLException {
        AcceptBenchmark benchmark = new AcceptBenchmark(
                arguments.number("rounds", 5), arguments.number("seconds", 2), arguments.number("callers", 32));
        Table accept = new Table(
                "database",
                "callers",
                "grouped rows/s",
                "p50 ms",
                "p99 ms",
                "one each rows/s",
                "p50 ms",
                "p99 ms",
                "rows",
                "p99");
        Table mailbox = new Table("database", "mails/s in batches of " + MAILBOX_BATCH + " of " + MAIL + " bytes");
        try (Databases databases = new Databases()) {
            benchmark.measure("SQLite", databases.sqlite(), 1, accept, mailbox);
            benchmark.measure("PostgreSQL", databases.postgresql(), 16, accept, mailbox);
        }
        accept.print(out);
        mailbox.print(out);
    }

    private void measure(String name, DatabaseSettings settings, int plainPool, Table accept, Table mails) {
        try (Database database = Database.open(settings);
                HikariDataSource plain = plainPool(settings, plainPool)) {
            Inbox inbox = database.stores().inbox();
            run(Accepting.grouped(inbox, this), callers, 1);
            run(Accepting.plain(plain, this), callers, 1);
            for (int threads : new int[] {1, callers}) {
                List<Figures> grouped = new ArrayList<>();
                List<Figures> each = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    each.add(run(Accepting.plain(plain, this), threads, seconds));
                    grouped.add(run(Accepting.grouped(inbox, this), threads, seconds));
                }
                report(accept, name, threads, Figures.median(grouped), Figures.median(each));
            }
            List<Figures> mailbox = new ArrayList<>();
            for (int round = 0; round < rounds; round++) {
                mailbox.add(mailbox(inbox));
            }
            mails.row(name, String.format("%.0f", Figures.median(mailbox).perSecond()));
        }
    }

    private static void report(Table table, String name, int threads, Figures grouped, Figures each) {
        table.row(
                name,
                Integer.toString(threads),
                String.format("%.0f", grouped.perSecond()),
                String.format("%.2f", grouped.p50()),
                String.format("%.2f", grouped.p99()),
                String.format("%.0f", each.perSecond()),
                String.format("%.2f", each.p50()),
                String.format("%.2f", each.p99()),
                String.format("%.2fx", grouped.perSecond() / each.perSecond()),
                String.format("%.2fx", grouped.p99() / each.p99()));
    }

    private static HikariDataSource plainPool(DatabaseSettings settings, int size) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setMaximumPoolSize(size);
        Secret password = settings.password();
        if (password != null) {
            config.setUsername(settings.user());
            config.setPassword(password.reveal());
        } else {
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", "FULL");
            config.addDataSourceProperty("busy_timeout", "30000");
        }
        return new HikariDataSource(config);
    }

    private RawItem item(int length) {
        byte[] body = new byte[length];
        ThreadLocalRandom.current().nextBytes(body);
        return new RawItem(
                "key " + keys.incrementAndGet(), "rfc822", Envelope.unknown(), null, Map.of(), RawBody.of(body));
    }

    private static Figures run(Accepting accepting, int threads, int seconds) {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<Thread> workers = new ArrayList<>();
        List<List<Long>> latencies = new ArrayList<>();
        long started = System.nanoTime();
        for (int i = 0; i < threads; i++) {
            List<Long> mine = new ArrayList<>();
            latencies.add(mine);
            Thread worker = new Thread(() -> {
                while (System.nanoTime() < end) {
                    long before = System.nanoTime();
                    accepting.one();
                    mine.add(System.nanoTime() - before);
                }
            });
            worker.start();
            workers.add(worker);
        }
        workers.forEach(AcceptBenchmark::join);
        return Figures.of(latencies, System.nanoTime() - started);
    }

    /** One mailbox: the next batch is prepared while the one before is being written. */
    private Figures mailbox(Inbox inbox) {
        Deque<CompletableFuture<?>> underWay = new ArrayDeque<>();
        long started = System.nanoTime();
        long end = started + seconds * 1_000_000_000L;
        long mails = 0;
        while (System.nanoTime() < end) {
            List<RawItem> items =
                    IntStream.range(0, MAILBOX_BATCH).mapToObj(i -> item(MAIL)).toList();
            underWay.add(inbox.record(new IntakeBatch("acme", "mailbox", items, null, null, NOW))
                    .toCompletableFuture());
            if (underWay.size() >= BATCHES_UNDER_WAY) {
                underWay.remove().join();
            }
            mails += items.size();
        }
        underWay.forEach(CompletableFuture::join);
        return new Figures(mails * 1e9 / (System.nanoTime() - started), 0, 0);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** One way of accepting an item. */
    private interface Accepting {
        void one();

        static Accepting grouped(Inbox inbox, AcceptBenchmark benchmark) {
            return () -> inbox.record(
                            new IntakeBatch("acme", "webhook", List.of(benchmark.item(SMALL)), null, null, NOW))
                    .toCompletableFuture()
                    .join();
        }

        static Accepting plain(HikariDataSource pool, AcceptBenchmark benchmark) {
            return () -> {
                RawItem item = benchmark.item(SMALL);
                byte[] body = ((RawBody.InMemory) item.body()).bytes();
                String sha256 = sha256(body);
                try (Connection connection = pool.getConnection();
                        PreparedStatement insert = connection.prepareStatement(
                                "INSERT INTO deskwire_raw (tenant_id, id, channel_id, source_key, format, stored_at,"
                                        + " length, sha256, body) VALUES ('plain', ?, 'webhook', ?, 'rfc822', "
                                        + now(connection) + ", ?, ?, ?) ON CONFLICT DO NOTHING")) {
                    insert.setString(1, Ids.next(NOW));
                    insert.setString(2, item.sourceKey());
                    insert.setLong(3, body.length);
                    insert.setString(4, sha256);
                    insert.setBytes(5, body);
                    insert.executeUpdate();
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            };
        }

        private static String now(Connection connection) throws SQLException {
            return connection.getMetaData().getURL().startsWith("jdbc:sqlite") ? "0" : "'2026-01-02T03:04:05Z'";
        }

        private static String sha256(byte[] bytes) {
            try {
                return HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** Throughput and latencies in milliseconds of one round. */
    private record Figures(double perSecond, double p50, double p99) {

        static Figures of(List<List<Long>> latencies, long nanos) {
            long[] all = latencies.stream()
                    .flatMap(List::stream)
                    .mapToLong(Long::longValue)
                    .sorted()
                    .toArray();
            return new Figures(
                    all.length * 1e9 / nanos, all[all.length / 2] / 1e6, all[(int) (all.length * 0.99)] / 1e6);
        }

        static Figures median(List<Figures> rounds) {
            List<Figures> sorted = new ArrayList<>(rounds);
            sorted.sort((a, b) -> Double.compare(a.perSecond, b.perSecond));
            return sorted.get(sorted.size() / 2);
        }
    }
}
