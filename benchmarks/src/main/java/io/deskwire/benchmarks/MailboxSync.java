package io.deskwire.benchmarks;

import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.Intake;
import io.deskwire.config.ChannelConfig;
import io.deskwire.failure.ChannelException;
import io.deskwire.intake.Inbox;
import io.deskwire.jdbc.Database;
import io.deskwire.testkit.mail.DovecotServer;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A first synchronisation of a mailbox on a real Dovecot, from connecting until everything is durable in a fresh database,
 * beside clients that read the same mailbox and store nothing: on loopback, and through a proxy that adds a round trip.
 */
final class MailboxSync {

    private static final String USER = "support";
    private static final String PASSWORD = "benchmark";
    private static final String ANGUS = "Angus, message by message, stores nothing";
    private static final String SQLITE = "Deskwire, durable on SQLite";

    private final DovecotServer server;
    private final Databases databases;
    private final int messages;

    private MailboxSync(DovecotServer server, Databases databases, int messages) {
        this.server = server;
        this.databases = databases;
        this.messages = messages;
    }

    static void run(PrintStream out, Arguments arguments) throws Exception {
        Optional<String> missing = DovecotServer.missing();
        if (missing.isPresent()) {
            out.println("not measured: " + missing.get());
            return;
        }
        int messages = arguments.number("messages", 2000);
        int size = arguments.number("size", 20_000);
        try (DovecotServer server = DovecotServer.start();
                Databases databases = new Databases()) {
            server.createMailbox(USER, PASSWORD);
            server.deliverAll(USER, SampleMail.many(messages, size));
            MailboxSync sync = new MailboxSync(server, databases, messages);
            sync.loopback(out, arguments);
            sync.roundTrip(out, arguments);
        }
    }

    private void loopback(PrintStream out, Arguments arguments) throws Exception {
        int rounds = arguments.number("rounds", 7);
        int port = server.imapPort();
        Variants variants = new Variants();
        variants.add(ANGUS, () -> AngusLoop.messagesPerSecond(port, USER, PASSWORD, messages));
        Optional<Imapflow> imapflow = arguments.yes("imapflow")
                ? Imapflow.install(Path.of(arguments.text("node", "benchmarks/target/node"))
                        .toAbsolutePath())
                : Optional.empty();
        imapflow.ifPresentOrElse(
                peer -> {
                    variants.add(
                            "imapflow, warm, stores nothing", () -> peer.readAll(port, USER, PASSWORD, messages, true));
                    variants.add(
                            "imapflow, a new process, stores nothing",
                            () -> peer.readAll(port, USER, PASSWORD, messages, false));
                },
                () -> out.println(
                        "imapflow is not measured: it was switched off, or node or npm is missing (apt-get install"
                                + " nodejs npm)"));
        variants.add("Deskwire, stores nothing", () -> fetchOnly(port));
        variants.add(SQLITE, () -> durable(port, true));
        variants.add("Deskwire, durable on PostgreSQL", () -> durable(port, false));
        out.println(messages + " messages, loopback; messages/s, median of " + rounds + " rounds [range]");
        print(out, variants.run(rounds, arguments.yes("warm-up")));
    }

    private void roundTrip(PrintStream out, Arguments arguments) throws Exception {
        int rounds = arguments.number("slow-rounds", 3);
        int few = Math.min(messages, arguments.number("slow-messages", 100));
        Duration roundTrip = Duration.ofMillis(arguments.number("round-trip", 20));
        try (DelayProxy proxy = new DelayProxy("127.0.0.1", server.imapPort(), roundTrip.dividedBy(2))) {
            Variants variants = new Variants();
            variants.add(ANGUS, () -> AngusLoop.messagesPerSecond(proxy.port(), USER, PASSWORD, few));
            variants.add("Deskwire, stores nothing", () -> fetchOnly(proxy.port()));
            variants.add(SQLITE, () -> durable(proxy.port(), true));
            variants.add("Deskwire, durable on PostgreSQL", () -> durable(proxy.port(), false));
            out.println(messages + " messages (Angus: " + few + "), round trip " + roundTrip.toMillis()
                    + " ms; messages/s, median of " + rounds + " rounds [range]");
            print(out, variants.run(rounds, false));
        }
    }

    private static void print(PrintStream out, Map<String, Samples> all) {
        Table table = new Table("client", "messages/s", "of Angus");
        double angus = Objects.requireNonNull(all.get(ANGUS)).median();
        all.forEach((name, samples) ->
                table.row(name, samples.text(0), Samples.number(samples.median() / angus, 2) + "x"));
        table.print(out);
    }

    private double fetchOnly(int port) throws ChannelException {
        long began = System.nanoTime();
        fetch(port, new DroppingIntake());
        return messages / ((System.nanoTime() - began) / 1e9);
    }

    private double durable(int port, boolean sqlite) throws Exception {
        try (Database database = databases.open(sqlite)) {
            Inbox inbox = database.stores().inbox();
            long began = System.nanoTime();
            fetch(port, new RecordingIntake(inbox, "tenant", "support"));
            double seconds = (System.nanoTime() - began) / 1e9;
            if (inbox.backlog("tenant") != messages) {
                throw new IllegalStateException("stored " + inbox.backlog("tenant") + " messages");
            }
            return messages / seconds;
        }
    }

    private void fetch(int port, Intake intake) throws ChannelException {
        ChannelConfig config = ChannelConfig.of(
                "tenant",
                "support",
                "imap",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        port,
                        "username",
                        USER,
                        "password",
                        PASSWORD,
                        "use_ssl",
                        false,
                        "use_tls",
                        false,
                        "folder",
                        "INBOX"),
                null);
        ChannelContext context = new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none());
        try (Channel channel = new ImapChannelType().open(config, context)) {
            FetchResult result = channel.inbound().orElseThrow().fetch(null, intake, Instant.now());
            if (result.stored() != messages) {
                throw new IllegalStateException("fetched " + result + " instead of " + messages + " messages");
            }
        }
    }
}
