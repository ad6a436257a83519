package io.deskwire.examples;

import io.deskwire.Deskwire;
import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.testkit.mail.GreenMailServer;
import jakarta.mail.internet.MimeMessage;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Deskwire inside a helpdesk that has tickets and mailbox settings of its own: a {@link ToyHelpdesk} takes the messages, a
 * {@link ToyConfigStore} names the mailboxes, Deskwire keeps what it needs in an SQLite file.
 */
public final class EmbedInYourHelpdesk {

    private static final String SUPPORT = "support@shop.example";

    /** Signs Message-IDs, so that answers find their ticket after months: keep yours with your other secrets. */
    private static final Secret THREAD_KEY = Secret.of("an example's key, not a secret");

    private EmbedInYourHelpdesk() {}

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
        ToyHelpdesk helpdesk = new ToyHelpdesk();
        ToyConfigStore mailboxes = new ToyConfigStore();
        Sent sent = new Sent();
        // snippet: build
        try (GreenMailServer mail = GreenMailServer.start();
                Database database = Database.open(DatabaseSettings.embedded(folder));
                Deskwire deskwire = Deskwire.builder(database.stores(), mailboxes, helpdesk, THREAD_KEY)
                        .channelType(new ImapChannelType())
                        // The example's mail server is on this machine; without this only public addresses are allowed.
                        .egress(EgressPolicy.privateAllowed())
                        .listener(sent)
                        .build()) {
            mail.createMailbox(SUPPORT, "secret");
            mailboxes.save(new ToyConfigStore.Mailbox(
                    "shop", SUPPORT, "secret", mail.imapPort(), mail.smtpPort().orElseThrow()));
            deskwire.start();
            // end

            CustomersMailProgram ann = new CustomersMailProgram(mail, "ann@customer.example");
            ann.write(SUPPORT, "Where is my order?", "I ordered a lamp two weeks ago.");
            ToyHelpdesk.Ticket ticket = helpdesk.awaitMessage();
            out.println("ticket " + ticket.number + " \"" + ticket.subject + "\" was opened");

            // snippet: answer
            // An agent answers. Durable when this returns; a second call with the same key would send nothing.
            deskwire.replies()
                    .reply("shop", ticket.conversation, ReplyDraft.text("It left us yesterday."), "comment-17");
            // end
            sent.await();
            MimeMessage answer = ann.newest();
            out.println("the customer received \"" + answer.getSubject() + "\": "
                    + answer.getContent().toString().strip());

            ann.answer(answer, "Thank you, it has come.");
            ToyHelpdesk.Ticket same = helpdesk.awaitMessage();
            out.println("ticket " + same.number + " now has these messages from the customer:");
            same.comments.forEach(comment -> out.println("  " + comment));
        }
        out.println("Deskwire's own records are in " + folder);
        return helpdesk;
    }
}
