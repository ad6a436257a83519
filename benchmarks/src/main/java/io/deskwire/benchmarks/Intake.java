package io.deskwire.benchmarks;

import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.testkit.mail.DovecotServer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * From the provider to the ticket, through the whole server in processes of its own: a mail posted by a Mailgun route, a
 * WhatsApp message, a mail appended to a mailbox on Dovecot. On both databases, and with two nodes on one PostgreSQL. Beside
 * them what a database does that is given three transactions a message and nothing to think about.
 */
final class Intake {

    private static final int CONNECTIONS = 32;
    private static final int APPENDERS = 16;

    private final Map<String, Figures> saturated = new LinkedHashMap<>();
    private final Map<String, Figures> half = new LinkedHashMap<>();
    private final Duration time;
    private final int tenants;
    private final int underWay;

    private final Databases databases;

    private Intake(Arguments arguments, Databases databases) {
        this.databases = databases;
        this.time = Duration.ofMillis(arguments.number("millis", 5000));
        this.tenants = arguments.number("tenants", 4);
        this.underWay = arguments.number("under-way", 256);
    }

    /** One line of a table, round by round. */
    private static final class Figures {
        private final Samples perSecond = new Samples();
        private final List<Samples> percentiles = new ArrayList<>();
        private final Samples serverMillis = new Samples();
        private final Samples databaseMillis = new Samples();

        /** Processor time of so many messages. */
        void cpu(int messages, Duration servers, Duration database) {
            serverMillis.add(servers.toNanos() / 1e6 / Math.max(1, messages));
            databaseMillis.add(database.toNanos() / 1e6 / Math.max(1, messages));
        }

        void add(double rate, Latencies... latencies) {
            perSecond.add(rate);
            for (int i = 0; i < latencies.length * 3; i++) {
                if (percentiles.size() <= i) {
                    percentiles.add(new Samples());
                }
                percentiles.get(i).add(latencies[i / 3].percentile(new double[] {50, 95, 99}[i % 3]));
            }
        }

        String[] row(String name) {
            List<String> cells = new ArrayList<>(List.of(name.split(" \\| ", -1)));
            cells.add(perSecond.text(0));
            percentiles.forEach(samples -> cells.add(samples.text(samples.median() < 10 ? 1 : 0)));
            if (!serverMillis.isEmpty()) {
                cells.add(serverMillis.text(2));
                cells.add(databaseMillis.text(2));
            }
            return cells.toArray(String[]::new);
        }
    }

    static void run(PrintStream out, Arguments arguments) throws Exception {
        Path folder = Files.createTempDirectory("deskwire-intake");
        Optional<String> noDovecot = DovecotServer.missing();
        List<String> channels = new ArrayList<>(
                List.of(arguments.text("channels", "mailgun,whatsapp,imap").split(",", -1)));
        if (channels.contains("imap") && noDovecot.isPresent()) {
            out.println("imap is not measured: " + noDovecot.get());
            channels.remove("imap");
        }
        Map<String, Desk> desks = new LinkedHashMap<>();
        DovecotServer mail = channels.contains("imap") ? DovecotServer.start() : null;
        try (Databases databases = new Databases();
                PlainTables sqlite = PlainTables.open(databases.sqlite(), 1, "BLOB");
                PlainTables postgresql = PlainTables.open(databases.postgresql(), 16, "BYTEA")) {
            Intake intake = new Intake(arguments, databases);
            try {
                Path one = Files.createDirectory(folder.resolve("one"));
                desks.put("SQLite | 1", intake.desk("s", DatabaseSettings.embedded(one), one, 1));
                Path two = Files.createDirectory(folder.resolve("two"));
                desks.put("PostgreSQL | 1", intake.desk("p", databases.postgresql(), two, 1));
                if (arguments.number("nodes", 2) > 1) {
                    Path three = Files.createDirectory(folder.resolve("three"));
                    desks.put("PostgreSQL | 2", intake.desk("q", databases.postgresql(), three, 2));
                }
                if (mail != null) {
                    for (Desk desk : desks.values()) {
                        desk.mailboxes(mail);
                    }
                }
                int rounds = arguments.number("rounds", 3);
                for (int round = arguments.yes("warm-up") ? -1 : 0; round < rounds; round++) {
                    for (String channel : channels) {
                        for (Map.Entry<String, Desk> desk : desks.entrySet()) {
                            intake.measure(channel, desk.getKey(), desk.getValue(), round >= 0);
                        }
                    }
                    intake.bare("SQLite", sqlite, round >= 0);
                    intake.bare("PostgreSQL", postgresql, round >= 0);
                }
                intake.print(out, rounds);
            } finally {
                for (Desk desk : desks.values()) {
                    desk.close();
                }
            }
        } finally {
            if (mail != null) {
                mail.close();
            }
            Databases.delete(folder);
        }
    }

    private Desk desk(String name, DatabaseSettings database, Path folder, int nodes) throws Exception {
        return new Desk(name, database, folder, nodes, tenants, Map.of());
    }

    private void measure(String channel, String where, Desk desk, boolean counts) throws Exception {
        List<IntakeSender> senders = desk.senders(channel, channel.equals("imap") ? APPENDERS : CONNECTIONS);
        try {
            Duration servers = desk.cpu();
            Duration database = databases.postgresqlCpu();
            IntakeLoad.Result most = desk.load().saturate(senders, underWay, time);
            Duration serversUsed = desk.cpu().minus(servers);
            Duration databaseUsed = databases.postgresqlCpu().minus(database);
            IntakeLoad.Result less = desk.load().steady(senders, Math.max(1, most.perSecond() / 2), time);
            if (counts) {
                String name = channel + " | " + where;
                Figures figures = saturated.computeIfAbsent(name, n -> new Figures());
                figures.add(most.perSecond(), most.sinceTaken());
                figures.cpu(most.tickets(), serversUsed, databaseUsed);
                half.computeIfAbsent(name, n -> new Figures())
                        .add(less.perSecond(), less.sinceTaken(), less.sincePlanned());
            }
        } finally {
            Desk.close(senders);
        }
    }

    /** As many transactions as a message takes that commits when it is stored, when it is filed, and when it is a ticket. */
    private void bare(String where, PlainTables tables, boolean counts) throws Exception {
        byte[] body = IntakeMessages.mail("tenant", "none", IntakeMessages.LINES);
        long end = System.nanoTime() + time.toNanos();
        List<List<Long>> times = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        long series = System.nanoTime();
        for (int i = 0; i < CONNECTIONS; i++) {
            String key = series + "-" + i + "-";
            List<Long> mine = new ArrayList<>();
            times.add(mine);
            Thread thread = new Thread(() -> {
                try {
                    for (int n = 0; System.nanoTime() < end; n++) {
                        long began = System.nanoTime();
                        for (String step : List.of("stored", "filed", "ticket")) {
                            tables.insert(key + n + step, body, true);
                        }
                        mine.add(System.nanoTime() - began);
                    }
                } catch (SQLException e) {
                    throw new IllegalStateException(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long[] all =
                times.stream().flatMap(List::stream).mapToLong(Long::longValue).toArray();
        if (counts) {
            saturated
                    .computeIfAbsent("three bare transactions a message | " + where + " | -", n -> new Figures())
                    .add(all.length * 1e9 / time.toNanos(), new Latencies(all));
        }
    }

    private void print(PrintStream out, int rounds) {
        out.println("Saturated: " + underWay + " messages under way, " + tenants + " tenants; from 2xx or OK to the"
                + " ticket; median of " + rounds + " rounds of " + time.toMillis() + " ms [range]");
        Table table = new Table(
                "channel",
                "database",
                "nodes",
                "messages/s",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "server CPU ms each",
                "PostgreSQL CPU ms each");
        saturated.forEach((name, figures) -> table.row(figures.row(name)));
        table.print(out);
        out.println("At half of that, open loop: from 2xx or OK, and from the planned time of sending, to the ticket");
        Table other = new Table(
                "channel",
                "database",
                "nodes",
                "messages/s",
                "p50 ms",
                "p95 ms",
                "p99 ms",
                "planned p50 ms",
                "p95 ms",
                "p99 ms");
        half.forEach(
                (name, figures) -> other.row(Objects.requireNonNull(figures).row(name)));
        other.print(out);
    }
}
