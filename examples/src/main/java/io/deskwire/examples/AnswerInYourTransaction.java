package io.deskwire.examples;

import io.deskwire.Deskwire;
import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.testkit.mail.GreenMailServer;
import jakarta.mail.internet.MimeMessage;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The agent's comment in the helpdesk's table and the answer to the customer are one transaction: both come to be or neither.
 * For that the helpdesk's tables and Deskwire's stand in one database.
 */
public final class AnswerInYourTransaction {

    private static final String SUPPORT = "support@shop.example";

    private AnswerInYourTransaction() {}

    /**
     * Runs the example.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        run(System.out);
    }

    static ToyHelpdesk run(PrintStream out) throws Exception {
        Path folder = Files.createTempDirectory("deskwire-example");
        DatabaseSettings settings = DatabaseSettings.embedded(folder);
        ToyHelpdesk helpdesk = new ToyHelpdesk();
        ToyConfigStore mailboxes = new ToyConfigStore();
        Sent sent = new Sent();
        try (GreenMailServer mail = GreenMailServer.start();
                Database database = Database.open(settings);
                Deskwire deskwire = Deskwire.builder(
                                database.stores(), mailboxes, helpdesk, Secret.of("an example's key, not a secret"))
                        .channelType(new ImapChannelType())
                        .egress(EgressPolicy.privateAllowed())
                        .listener(sent)
                        .build()) {
            mail.createMailbox(SUPPORT, "secret");
            mailboxes.save(new ToyConfigStore.Mailbox(
                    "shop", SUPPORT, "secret", mail.imapPort(), mail.smtpPort().orElseThrow()));
            createTable(settings.url());
            deskwire.start();
            CustomersMailProgram ann = new CustomersMailProgram(mail, "ann@customer.example");
            ann.write(SUPPORT, "Where is my order?", "I ordered a lamp two weeks ago.");
            ToyHelpdesk.Ticket ticket = helpdesk.awaitMessage();

            try (Connection connection = DriverManager.getConnection(settings.url())) {
                connection.setAutoCommit(false);
                answer(connection, database, deskwire, ticket, 16, "It is lost.");
                connection.rollback();
                out.println("rolled back: no comment, and nothing leaves");
                answer(connection, database, deskwire, ticket, 17, "It left us yesterday.");
                connection.commit();
            }
            sent.await();
            MimeMessage answer = ann.newest();
            out.println("committed: the customer received \""
                    + answer.getContent().toString().strip() + "\"");
            out.println("mails in the customer's mailbox: "
                    + mail.messages("ann@customer.example").size());
        }
        return helpdesk;
    }

    // snippet: answer
    /** On the helpdesk's own connection, whose transaction the caller ends. */
    static void answer(
            Connection connection,
            Database database,
            Deskwire deskwire,
            ToyHelpdesk.Ticket ticket,
            int comment,
            String text)
            throws SQLException, ReplyRefusedException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO comment (id, text) VALUES (?, ?)")) {
            insert.setInt(1, comment);
            insert.setString(2, text);
            insert.executeUpdate();
        }
        deskwire.replies()
                .through(database.staging(connection))
                .reply("shop", ticket.conversation, ReplyDraft.text(text), "comment-" + comment);
    }
    // end

    private static void createTable(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE comment (id INTEGER PRIMARY KEY, text VARCHAR(1000) NOT NULL)");
        }
    }
}
