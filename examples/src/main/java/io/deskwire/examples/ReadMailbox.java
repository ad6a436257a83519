package io.deskwire.examples;

import io.deskwire.Deskwire;
import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.Secret;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.message.InboundMessage;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.mail.GreenMailServer;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a mailbox once and prints what would become tickets. Changes nothing in the mailbox: no flag, no deletion.
 *
 * <pre>{@code ReadMailbox [HOST PORT USER PASSWORD [--ssl]]}</pre>
 *
 * With {@code --ssl} the connection is encrypted from the first byte (usually port 993), without it by STARTTLS (usually
 * port 143). Without arguments it reads a mailbox of its own with three mails.
 */
public final class ReadMailbox {

    private ReadMailbox() {}

    /**
     * Runs the example.
     *
     * @param args see the class
     */
    public static void main(String[] args) throws Exception {
        System.exit(run(System.out, args));
    }

    /** Answers the exit status. */
    static int run(PrintStream out, String... args) throws Exception {
        if (args.length == 0) {
            return readOwn(out);
        }
        boolean ssl = args.length == 5 && args[4].equals("--ssl");
        if ((args.length != 4 && !ssl) || !args[1].matches("[0-9]{1,5}")) {
            out.println("usage: ReadMailbox [HOST PORT USER PASSWORD [--ssl]]");
            return 2;
        }
        return read(out, document(args[0], Integer.parseInt(args[1]), args[2], args[3], ssl, !ssl));
    }

    private static int readOwn(PrintStream out) throws Exception {
        try (GreenMailServer mail = GreenMailServer.start()) {
            mail.createMailbox("support@shop.example", "secret");
            CustomersMailProgram ann = new CustomersMailProgram(mail, "ann@customer.example");
            ann.write("support@shop.example", "Where is my order?", "I ordered a lamp two weeks ago.");
            ann.write("support@shop.example", "An invoice, please", "My number is 4711.");
            CustomersMailProgram bob = new CustomersMailProgram(mail, "bob@customer.example");
            bob.write("support@shop.example", "Your shop", "I like it.");
            return read(out, document(mail.host(), mail.imapPort(), "support@shop.example", "secret", false, false));
        }
    }

    private static Map<String, Object> document(
            String host, int port, String user, String password, boolean ssl, boolean startTls) {
        Map<String, Object> document = new HashMap<>();
        document.put("host", host);
        document.put("port", port);
        document.put("username", user);
        document.put("password", password);
        document.put("use_ssl", ssl);
        document.put("use_tls", startTls);
        document.put("folder", "INBOX");
        return document;
    }

    private static int read(PrintStream out, Map<String, Object> document) throws Exception {
        ChannelConfig channel = ChannelConfig.of("me", "mailbox", "imap", document, null);
        List<ConfigProblem> problems = new ImapChannelType().check(channel);
        if (!problems.isEmpty()) {
            problems.forEach(out::println);
            return 2;
        }
        InMemoryConfigStore config = new InMemoryConfigStore();
        config.put(channel);
        Path folder = Files.createTempDirectory("deskwire-example");
        try (Database database = Database.open(DatabaseSettings.embedded(folder));
                Deskwire deskwire = Deskwire.builder(
                                database.stores(),
                                config,
                                event -> print(out, event),
                                Secret.of("an example's key, not a secret"))
                        .channelType(new ImapChannelType())
                        .egress(EgressPolicy.privateAllowed())
                        .build()) {
            while (!deskwire.runOnce().isIdle()) {
                // Reads, files and delivers in turns until nothing is due.
            }
            ChannelState.Side inbound = deskwire.channels()
                    .find("me", "mailbox")
                    .orElseThrow()
                    .state()
                    .inbound();
            if (inbound.status() != ChannelState.Status.CONNECTED) {
                out.println("the mailbox cannot be read: " + inbound.reason());
                return 1;
            }
            return 0;
        }
    }

    private static SinkResult print(PrintStream out, TicketEvent event) {
        InboundMessage message = event.message();
        String author = message.from() == null ? "somebody" : message.from().value();
        out.println((event.knownTicket() == null ? "new ticket" : "follow-up") + " from " + author + ": "
                + message.subject());
        message.replyText().lines().limit(3).forEach(line -> out.println("    " + line));
        message.attachments().forEach(file -> out.println("    [" + file.fileName() + "]"));
        return event.knownTicket() == null
                ? new SinkResult.Created(new TicketRef(event.conversationId()))
                : new SinkResult.Appended(event.knownTicket());
    }
}
