package io.deskwire.examples;

import io.deskwire.Deskwire;
import io.deskwire.adapter.imap.ImapChannelType;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
import io.deskwire.engine.Engine.RunReport;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.testkit.mail.GreenMailServer;
import io.deskwire.work.StoreUnavailableException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * For hosts that start no threads but their own: instead of {@code start}, the host's scheduler calls {@code runOnce}, which
 * does whatever is due and returns. Nothing is lost by calling it seldom; mail only takes longer.
 */
public final class OwnScheduler {

    private OwnScheduler() {}

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
        // Any scheduler does: Spring's, Quartz, cron. One thread keeps the calls from overlapping.
        ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
        try (GreenMailServer mail = GreenMailServer.start();
                Database database = Database.open(DatabaseSettings.embedded(folder));
                Deskwire deskwire = Deskwire.builder(
                                database.stores(), mailboxes, helpdesk, Secret.of("an example's key, not a secret"))
                        .channelType(new ImapChannelType())
                        .egress(EgressPolicy.privateAllowed())
                        .build()) {
            mail.createMailbox("support@shop.example", "secret");
            mailboxes.save(new ToyConfigStore.Mailbox(
                    "shop",
                    "support@shop.example",
                    "secret",
                    mail.imapPort(),
                    mail.smtpPort().orElseThrow()));
            ScheduledFuture<?> calls =
                    scheduler.scheduleWithFixedDelay(() -> runOnce(deskwire, out), 0, 200, TimeUnit.MILLISECONDS);

            CustomersMailProgram ann = new CustomersMailProgram(mail, "ann@customer.example");
            ann.write("support@shop.example", "A question", "Do you ship to Norway?");
            ToyHelpdesk.Ticket ticket = helpdesk.awaitMessage();
            out.println("ticket " + ticket.number + " \"" + ticket.subject + "\": " + ticket.comments);

            // The host ends its own calls first, so that none is under way when Deskwire and the database close.
            calls.cancel(false);
            scheduler.shutdown();
            scheduler.awaitTermination(30, TimeUnit.SECONDS);
        } finally {
            scheduler.shutdownNow();
        }
        return helpdesk;
    }

    // snippet: run
    private static void runOnce(Deskwire deskwire, PrintStream out) {
        try {
            RunReport report = deskwire.runOnce();
            if (!report.isIdle()) {
                out.println("did " + report);
            }
        } catch (StoreUnavailableException e) {
            // Nothing is lost: the next call tries again. Thrown on, it would end the schedule in silence.
            out.println(e.getMessage());
        }
    }
    // end
}
