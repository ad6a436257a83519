import io.deskwire.Deskwire;
import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.Secret;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.testkit.InMemoryConfigStore;
import io.deskwire.testkit.mail.GreenMailServer;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketRef;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** Receives its first mail, and needs no mail server: it brings one. */
public class FirstMail {

    public static void main(String[] args) throws Exception {
        GreenMailServer mail = GreenMailServer.start();
        mail.createMailbox("support@shop.example", "secret");

        InMemoryConfigStore mailboxes = new InMemoryConfigStore();
        mailboxes.put(ChannelConfig.of(
                "shop", // the tenant
                "support", // the channel
                "imap",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        mail.imapPort(),
                        "username",
                        "support@shop.example",
                        "password",
                        "secret",
                        "use_ssl",
                        false,
                        "use_tls",
                        false),
                "support@shop.example"));

        CountDownLatch received = new CountDownLatch(1);
        Path folder = Files.createTempDirectory("deskwire");
        try (Database database = Database.open(DatabaseSettings.embedded(folder));
                Deskwire deskwire = Deskwire.builder(
                                database.stores(),
                                mailboxes,
                                event -> { // your TicketSink
                                    System.out.println(
                                            "ticket: " + event.message().subject());
                                    System.out.println(event.message().replyText());
                                    received.countDown();
                                    return new SinkResult.Created(new TicketRef(event.conversationId()));
                                },
                                Secret.of("signs Message-IDs; at least 16 bytes"))
                        .channelType(new ImapChannelType())
                        .egress(EgressPolicy.privateAllowed()) // the mail server is on this machine
                        .build()) {
            deskwire.start();
            mail.deliver(
                    "support@shop.example",
                    "From: ann@customer.example\r\nTo: support@shop.example\r\nSubject: Hello\r\n\r\nIt works.\r\n"
                            .getBytes(StandardCharsets.UTF_8));
            received.await();
            mail.close();
        }
    }
}
