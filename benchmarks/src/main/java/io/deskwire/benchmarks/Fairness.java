package io.deskwire.benchmarks;

import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.testkit.mail.DovecotServer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * One tenant's steady trickle, from arrival to ticket, while nothing else happens and while another tenant is in trouble, turn
 * by turn: ten thousand messages queued, a helpdesk that takes half a minute, mailboxes that hang. What the others may cost is
 * twice the idle 95th percentile.
 */
final class Fairness {

    private static final String QUEUED = "tenant-queued";
    private static final String SLOW = "tenant-slow";
    private static final String HUNG = "tenant-hung";
    private static final int AT_ONCE = 1000;
    private static final int SLOW_MESSAGES = 300;

    private final Arguments arguments;
    private final Duration time;
    private final double rate;
    private final Table table = new Table(
            "database",
            "trouble",
            "trickle",
            "idle p50 ms",
            "idle p95 ms",
            "meanwhile p50 ms",
            "meanwhile p95 ms",
            "p95 of idle",
            "what the trouble was");

    private Fairness(Arguments arguments) {
        this.arguments = arguments;
        this.time = Duration.ofMillis(arguments.number("millis", 8000));
        this.rate = arguments.number("rate", 20);
    }

    static void run(PrintStream out, Arguments arguments) throws Exception {
        Fairness fairness = new Fairness(arguments);
        for (String kind : arguments.text("databases", "sqlite,postgresql").split(",", -1)) {
            Path folder = Files.createTempDirectory("deskwire-fairness");
            try (Databases databases = new Databases()) {
                for (String trouble :
                        arguments.text("troubles", "queued,slow,hung,hung-many").split(",", -1)) {
                    Path data = Files.createDirectory(folder.resolve(trouble));
                    DatabaseSettings database =
                            kind.equals("sqlite") ? DatabaseSettings.embedded(data) : databases.postgresql();
                    fairness.measure(out, kind, trouble, database, data);
                }
            } finally {
                Databases.delete(folder);
            }
        }
        out.println("A trickle of " + fairness.rate
                + " messages a second of one tenant, from 2xx or OK to the ticket; all of "
                + arguments.number("rounds", 2) + " rounds of " + fairness.time.toMillis() + " ms together");
        fairness.table.print(out);
    }

    /** Begins the trouble and says, once it is over, what it was. */
    private interface Trouble extends AutoCloseable {
        void begin() throws Exception;

        /** Ends it as far as the idle rounds need it. */
        String end() throws Exception;

        @Override
        default void close() throws IOException {}
    }

    private void measure(PrintStream out, String kind, String name, DatabaseSettings database, Path data)
            throws Exception {
        boolean mailboxes = name.startsWith("hung");
        Optional<String> missing = mailboxes ? DovecotServer.missing() : Optional.empty();
        if (missing.isPresent()) {
            out.println(name + " is not measured: " + missing.get());
            return;
        }
        SlowHelpdesk helpdesk = name.equals("slow") ? new SlowHelpdesk(SLOW) : null;
        Map<String, String> environment = helpdesk == null
                ? Map.of()
                : Map.of("DESKWIRE_SINK_URL", helpdesk.url(), "DESKWIRE_SINK_SECRET", "whsec_YmVuY2htYXJr");
        DovecotServer mail = mailboxes ? DovecotServer.start() : null;
        try (Desk desk = new Desk("f", database, data, 1, 1, environment)) {
            if (mail != null) {
                desk.mailboxes(mail);
            }
            List<IntakeSender> senders = desk.senders(mailboxes ? "imap" : "mailgun", 8);
            try (Trouble trouble = helpdesk != null
                    ? slow(desk, helpdesk)
                    : mailboxes ? hung(desk, name.equals("hung-many")) : queued(desk)) {
                rounds(kind, name, desk, senders, trouble);
            } finally {
                Desk.close(senders);
            }
        } finally {
            if (helpdesk != null) {
                helpdesk.close();
            }
            if (mail != null) {
                mail.close();
            }
        }
    }

    private void rounds(String kind, String name, Desk desk, List<IntakeSender> senders, Trouble trouble)
            throws Exception {
        // Warm: what is compiled in the middle of a trickle would stand in its percentiles.
        desk.load().saturate(senders, 16, time);
        List<Latencies> idle = new ArrayList<>();
        List<Latencies> meanwhile = new ArrayList<>();
        String what = "";
        for (int round = 0; round < arguments.number("rounds", 2); round++) {
            idle.add(desk.load().steady(senders, rate, time).sinceTaken());
            trouble.begin();
            meanwhile.add(desk.load().steady(senders, rate, time).sinceTaken());
            what = trouble.end();
        }
        Latencies quiet = Latencies.all(idle);
        Latencies loud = Latencies.all(meanwhile);
        table.row(
                kind,
                name,
                name.startsWith("hung") ? "imap" : "mailgun",
                Samples.number(quiet.percentile(50), 1),
                Samples.number(quiet.percentile(95), 1),
                Samples.number(loud.percentile(50), 1),
                Samples.number(loud.percentile(95), 1),
                Samples.number(loud.percentile(95) / quiet.percentile(95), 2) + "x",
                what);
    }

    /** As many messages as it takes stand in the other tenant's queue from one moment to the next. */
    private Trouble queued(Desk desk) throws Exception {
        int messages = arguments.number("queued", 10_000);
        desk.first().put(QUEUED, "whatsapp", "whatsapp", IntakeMessages.whatsappConfig(QUEUED));
        return new Trouble() {
            @Override
            public void begin() throws Exception {
                post(desk, QUEUED, messages);
            }

            @Override
            public String end() throws Exception {
                long left = desk.waiting(QUEUED);
                desk.awaitIdle();
                return Samples.number(messages, 0) + " queued, " + Samples.number(left, 0) + " left at the end";
            }
        };
    }

    private Trouble slow(Desk desk, SlowHelpdesk helpdesk) throws Exception {
        desk.first().put(SLOW, "whatsapp", "whatsapp", IntakeMessages.whatsappConfig(SLOW));
        return new Trouble() {
            @Override
            public void begin() throws Exception {
                int before = helpdesk.held();
                helpdesk.slow(true);
                post(desk, SLOW, SLOW_MESSAGES);
                // The helpdesk is the trouble, not the messages on their way to it.
                await(() -> helpdesk.held() > before && desk.unfiled(SLOW) == 0);
            }

            @Override
            public String end() throws Exception {
                helpdesk.slow(false);
                desk.awaitIdle();
                return SLOW_MESSAGES + " messages, " + helpdesk.held() + " requests held for 30 s";
            }
        };
    }

    /** Twenty mailboxes of one tenant, or one each of forty tenants, on a server that says nothing. */
    private Trouble hung(Desk desk, boolean many) throws Exception {
        SilentServer server = new SilentServer();
        int count = many ? arguments.number("hung-tenants", 40) : 20;
        List<String> tenants =
                IntStream.range(0, count).mapToObj(i -> many ? HUNG + i : HUNG).toList();
        return new Trouble() {
            @Override
            public void begin() throws Exception {
                int before = server.taken();
                for (int i = 0; i < count; i++) {
                    desk.first().put(tenants.get(i), "mail" + i, "imap", Desk.mailbox(server.port(), "nobody"));
                }
                await(() -> server.taken() > before);
            }

            @Override
            public String end() throws Exception {
                for (int i = 0; i < count; i++) {
                    desk.first().delete(tenants.get(i), "mail" + i);
                }
                return count + " mailboxes, " + server.taken() + " connections that hang";
            }

            @Override
            public void close() throws IOException {
                server.close();
            }
        };
    }

    private static void post(Desk desk, String tenant, int messages) throws IOException {
        IntakeMessages chats = new IntakeMessages(IntakeMessages.LINES);
        Marks ids = new Marks(messages, 0);
        try (KeepAlive connection = new KeepAlive(desk.first().port())) {
            for (int from = 0; from < messages; from += AT_ONCE) {
                List<String> some = IntStream.range(from, Math.min(messages, from + AT_ONCE))
                        .mapToObj(ids::id)
                        .toList();
                SignedPosts.Post post = chats.whatsapp(tenant, from, some);
                int status = connection.send(KeepAlive.post(
                        "/webhooks/whatsapp/" + tenant + "/whatsapp", post.contentType(), post.header(), post.body()));
                if (status != 200) {
                    throw new IOException("the webhook was answered " + status);
                }
            }
        }
    }

    /** Something that becomes true. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + Duration.ofMinutes(3).toNanos();
        while (!Objects.requireNonNull(condition).holds()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("what was waited for did not come");
            }
            LockSupport.parkNanos(20_000_000);
        }
    }
}
