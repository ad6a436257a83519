package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.gmail.GmailMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mail that is not taken costs quota too; reading comes to its end all the same. */
class GmailProgressTest {

    /** Passes until one comes to its end; each waits as long as it is told to. */
    private static int passes(Reading reading, int restarts) throws ChannelException {
        for (int passes = 1; ; passes++) {
            assertThat(passes).as("passes").isLessThan(40);
            try {
                reading.fetch();
                return passes;
            } catch (ChannelException e) {
                assertThat(e.kind()).isEqualTo(FailureKind.THROTTLED);
                reading.desks.clock.advance(e.retryAfter().orElseThrow());
            }
            if (passes <= restarts) {
                reading.reopen();
            }
        }
    }

    private static void oldMailIsLabelled(Reading reading, int count, String label) throws ChannelException {
        for (int i = 0; i < count; i++) {
            reading.mailbox.receiveAt(
                    reading.desks.clock.instant().minus(Duration.ofDays(9)), Reading.mail("Old"), "UNREAD");
        }
        reading.fetch();
        reading.mailbox.messages().stream().map(GmailMessage::id).forEach(id -> reading.mailbox.label(id, label));
        reading.mailbox.receive(Reading.mail("New"));
    }

    @Test
    void what_was_looked_at_and_not_taken_is_not_fetched_again() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "start_from", "now", "quota_units_per_minute", 600)) {
            oldMailIsLabelled(acme, 80, "INBOX");
            int before = desks.google.requests("GET .*/messages/").size();

            passes(acme, 0);

            assertThat(acme.subjects()).containsExactly("New");
            assertThat(desks.google.requests("GET .*/messages/").size() - before)
                    .isLessThanOrEqualTo(80 + 1);
            assertThat(desks.google.requests("format=raw")).hasSize(1);
        }
    }

    @Test
    void the_history_of_several_labels_goes_on_after_a_restart_where_it_was() throws Exception {
        try (Desks desks = new Desks()) {
            String label = desks.mailbox("acme").addLabel("Orders");
            try (Reading acme = new Reading(desks, "acme", "start_from", "now", "label_ids", List.of("INBOX", label))) {
                oldMailIsLabelled(acme, 600, label);

                passes(acme, Integer.MAX_VALUE);

                assertThat(acme.subjects()).containsExactly("New");
            }
        }
    }

    @Test
    void a_listing_full_of_sent_mail_goes_on_after_restarts_and_ends() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            byte[] sent = "From: support@acme.example\r\nTo: jo@customer.example\r\nSubject: Sent\r\n\r\nHello\r\n"
                    .getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 400; i++) {
                acme.mailbox.receive(sent, "SENT", "INBOX");
                desks.clock.advance(Duration.ofMinutes(1));
            }
            acme.arrive(1);

            passes(acme, 4);

            assertThat(acme.subjects()).containsExactly("Mail 400");
        }
    }

    @Test
    void what_was_passed_over_is_looked_at_again_when_there_is_news_of_it() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.fetch();
            String id = acme.mailbox.receive(Reading.mail("Changed minds"));
            acme.mailbox.trash(id);
            acme.fetch();
            acme.fetch();
            assertThat(acme.intake.items()).isEmpty();

            acme.mailbox.move(id, "INBOX");
            acme.fetch();

            assertThat(acme.subjects()).containsExactly("Changed minds");
        }
    }
}
