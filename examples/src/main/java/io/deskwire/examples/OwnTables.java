package io.deskwire.examples;

import io.deskwire.Deskwire;
import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.testkit.mail.GreenMailServer;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;

/** Mailboxes stand in the helpdesk's own table ({@link MailboxTable}); a row that is added while it runs is read. */
public final class OwnTables {

    private OwnTables() {}

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
        String helpdesksOwn = "jdbc:sqlite:" + folder.resolve("helpdesk.db");
        ToyHelpdesk helpdesk = new ToyHelpdesk();
        execute(helpdesksOwn, MailboxTable.CREATE);
        try (GreenMailServer mail = GreenMailServer.start();
                Database database = Database.open(DatabaseSettings.embedded(folder));
                // snippet: build
                Deskwire deskwire = Deskwire.builder(
                                database.stores(),
                                new MailboxTable(helpdesksOwn),
                                helpdesk,
                                Secret.of("an example's key, not a secret"))
                        .channelType(new ImapChannelType())
                        .egress(EgressPolicy.privateAllowed())
                        .build()) {
            // end
            deskwire.start();

            mail.createMailbox("hello@lamps.example", "secret");
            execute(
                    helpdesksOwn,
                    "INSERT INTO mailbox VALUES ('lamps', 'hello@lamps.example', " + mail.imapPort() + ", "
                            + mail.smtpPort().orElseThrow() + ", 'secret', TRUE)");
            CustomersMailProgram ann = new CustomersMailProgram(mail, "ann@customer.example");
            ann.write("hello@lamps.example", "A lamp", "Do you have green ones?");
            ToyHelpdesk.Ticket ticket = helpdesk.awaitMessage();
            out.println("ticket " + ticket.number + " \"" + ticket.subject + "\": " + ticket.comments);
        }
        return helpdesk;
    }

    private static void execute(String url, String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
