package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.testkit.gmail.GmailMessage;
import io.deskwire.testkit.gmail.GmailMethod;
import io.deskwire.testkit.gmail.GmailTrouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is taken from a mailbox, and what becomes of it there. */
class GmailReceivingTest {

    private static final int PLENTY = 1_000_000;

    @Test
    void mail_that_came_while_the_history_ended_is_all_found_once() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "quota_units_per_minute", PLENTY)) {
            acme.arrive(5);
            acme.fetch();
            Instant lastGood = desks.clock.instant();
            desks.clock.advance(Duration.ofDays(9));
            acme.mailbox.pageSize(20);
            acme.arrive(130);
            acme.mailbox.forgetHistory();

            FetchResult result = acme.fetch();

            assertThat(result.resynced()).isTrue();
            assertThat(result.stored()).isEqualTo(130);
            assertThat(result.note()).contains(lastGood.toString(), "130 messages were new");
            assertInOrder(acme, 135);
            acme.arrive(1);
            FetchResult next = acme.fetch();
            assertThat(next.resynced()).isFalse();
            assertThat(next.stored()).isEqualTo(1);
        }
    }

    private static void assertInOrder(Reading reading, int count) {
        assertThat(reading.intake.items())
                .extracting(RawItem::sourceKey)
                .isEqualTo(reading.mailbox.messages().stream()
                        .map(GmailMessage::id)
                        .toList())
                .hasSize(count);
    }

    @Test
    void mail_that_gmail_does_not_find_yet_is_not_passed_over() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "start_from", "now");
                Reading bolt = new Reading(desks, "bolt")) {
            bolt.mailbox.searchLag(Duration.ofMinutes(3));
            bolt.arrive(5);
            bolt.fetch();
            assertThat(bolt.subjects())
                    .as("the first listing")
                    .containsExactly("Mail 0", "Mail 1", "Mail 2", "Mail 3", "Mail 4");
            acme.mailbox.receiveAt(desks.clock.instant().minus(Duration.ofDays(9)), Reading.mail("Old"), "INBOX");
            acme.mailbox.receiveAt(desks.clock.instant().minus(Duration.ofDays(8)), Reading.mail("Less old"), "INBOX");
            acme.fetch();
            acme.mailbox.searchLag(Duration.ofMinutes(3));
            acme.arrive(5);
            acme.mailbox.forgetHistory();

            FetchResult result = acme.fetch();

            assertThat(result.note()).contains("5 messages were new");
            assertThat(acme.subjects()).containsExactly("Mail 2", "Mail 3", "Mail 4", "Mail 5", "Mail 6");
        }
    }

    @Test
    void a_listing_that_is_cut_off_anywhere_goes_on_where_it_was() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "quota_units_per_minute", PLENTY)) {
            acme.arrive(2);
            acme.fetch();
            desks.clock.advance(Duration.ofDays(3));
            acme.mailbox.pageSize(10);
            acme.arrive(60);
            acme.mailbox.forgetHistory();
            FetchResult last = null;
            for (int cuts = 0; last == null; cuts++) {
                assertThat(cuts).isLessThan(50);
                acme.intake.goAwayAfter(4);
                try {
                    last = acme.fetch();
                } catch (ChannelException e) {
                    assertThat(e).hasStackTraceContaining("the store is away");
                    acme.reopen();
                }
            }

            assertThat(last.resynced()).isTrue();
            assertThat(last.note()).contains("60 messages were new");
            assertInOrder(acme, 62);
            // Gone on with, not begun again: each message was fetched once or, where the store went away, twice.
            assertThat(desks.google.requests("format=raw")).hasSizeLessThan(62 + 30 * 10);
        }
    }

    @Test
    void only_received_mail_is_taken() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.fetch();
            acme.mailbox.draft(Reading.mail("Draft"));
            acme.mailbox.receive(Reading.mail("Sent"), "SENT");
            acme.mailbox.receive(Reading.mail("Chat"), "CHAT", "INBOX");
            acme.mailbox.receive(Reading.mail("Spam"), "SPAM");
            acme.mailbox.receive(Reading.mail("Trash"), "TRASH");
            acme.mailbox.receive(Reading.mail("Archived"), "UNREAD");
            acme.mailbox.receive(Reading.mail("Inbox"));
            String rescued = acme.mailbox.receive(Reading.mail("Rescued"), "SPAM", "UNREAD");
            acme.mailbox.move(rescued, "INBOX");

            acme.fetch();

            assertThat(acme.subjects()).containsExactly("Inbox", "Rescued");
            acme.intake.items().forEach(item -> assertThat(item.meta()).containsKeys(Mail.THREAD, Mail.LABELS));
            assertThat(acme.intake.items().get(0).receivedAt()).isEqualTo(desks.clock.instant());
        }
    }

    @Test
    void spam_and_trash_are_taken_where_that_is_configured() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "include_spam_trash", true)) {
            acme.mailbox.receive(Reading.mail("Old spam"), "SPAM");
            acme.fetch();
            acme.mailbox.receive(Reading.mail("Spam"), "SPAM");
            acme.mailbox.receive(Reading.mail("Trash"), "TRASH");
            acme.mailbox.receive(Reading.mail("Inbox"));

            acme.fetch();

            assertThat(acme.subjects()).containsExactlyInAnyOrder("Old spam", "Spam", "Trash", "Inbox");
        }
    }

    @Test
    void several_labels_are_read_and_a_message_with_two_comes_once() throws Exception {
        try (Desks desks = new Desks()) {
            String label = desks.mailbox("acme").addLabel("Orders");
            try (Reading acme = new Reading(desks, "acme", "label_ids", List.of("INBOX", label))) {
                acme.mailbox.receive(Reading.mail("First"), label);
                acme.mailbox.receive(Reading.mail("Second"), "INBOX", label);
                acme.fetch();
                acme.mailbox.pageSize(1);
                acme.mailbox.repeatHistory(true);
                acme.mailbox.receive(Reading.mail("Third"), label);
                acme.mailbox.receive(Reading.mail("Fourth"), "INBOX", label);
                acme.mailbox.receive(Reading.mail("Fifth"));

                acme.fetch();

                assertThat(acme.subjects())
                        .startsWith("First", "Second")
                        .containsExactlyInAnyOrder("First", "Second", "Third", "Fourth", "Fifth");
            }
        }
    }

    private static byte[] letter(String subject, String from, String to, String... more) {
        return ("From: " + from + "\r\nTo: " + to + "\r\nSubject: " + subject + "\r\n"
                        + String.join(
                                "",
                                List.of(more).stream()
                                        .map(line -> line + "\r\n")
                                        .toList())
                        + "\r\nHello\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void sent_mail_in_the_inbox_is_left_out_and_a_letter_to_oneself_is_not() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.mailbox.addAlias("sales@acme.example", "Sales");
            acme.fetch();
            String us = "Desk <Support@acme.example>";
            for (byte[] mail : List.of(
                    Reading.mail("From a colleague who shares the mailbox"),
                    letter("Scanner", us, "support@acme.example"),
                    letter("Scanner to a tag", us, "support+scans@acme.example"),
                    letter("Web form", us, "support@acme.example", "Reply-To: jo@customer.example"),
                    letter("Other form", us, "boss@elsewhere.example", "Reply-To: jo@customer.example"),
                    letter("Copy wanted", us, "jo@customer.example", "Bcc: sales@acme.example"),
                    letter("Sent by hand", us, "jo@customer.example", "Reply-To: sales@acme.example"),
                    letter("Sent as an alias", "sales@acme.example", "jo@customer.example"),
                    letter("Ours", us, "support@acme.example", "X-Deskwire-Message-ID: <1@desk.example>"))) {
                acme.mailbox.receive(mail, "SENT", "INBOX");
            }

            acme.fetch();

            assertThat(acme.subjects())
                    .containsExactly(
                            "From a colleague who shares the mailbox",
                            "Scanner",
                            "Scanner to a tag",
                            "Web form",
                            "Other form",
                            "Copy wanted");
        }
    }

    @Test
    void reading_begins_where_it_is_told_to() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "start_from", "now");
                Reading bolt = new Reading(
                        desks,
                        "bolt",
                        "start_from",
                        desks.clock.instant().minus(Duration.ofDays(2)).toString())) {
            for (Reading reading : List.of(acme, bolt)) {
                Instant now = desks.clock.instant();
                reading.mailbox.receiveAt(now.minus(Duration.ofDays(9)), Reading.mail("Nine days"), "INBOX");
                reading.mailbox.receiveAt(now.minus(Duration.ofDays(1)), Reading.mail("Yesterday"), "INBOX");
            }
            acme.fetch();
            bolt.fetch();
            desks.clock.advance(Duration.ofHours(2));
            acme.mailbox.receive(Reading.mail("New"));
            acme.mailbox.forgetHistory();
            bolt.mailbox.label(bolt.mailbox.messages().get(0).id(), "STARRED");

            acme.fetch();
            bolt.fetch();

            assertThat(acme.subjects())
                    .as("a resync does not reach back behind the start")
                    .containsExactly("New");
            assertThat(bolt.subjects()).containsExactly("Yesterday");
        }
    }

    @Test
    void stored_mail_is_marked_or_moved_and_nothing_else() throws Exception {
        try (Desks desks = new Desks()) {
            String done = desks.mailbox("bolt").addLabel("Done");
            try (Reading acme = new Reading(desks, "acme", "after_intake", "mark_seen");
                    Reading bolt = new Reading(desks, "bolt", "after_intake", "move:done")) {
                acme.arrive(12);
                bolt.arrive(2);
                bolt.mailbox.receive(Reading.mail("Spam"), "SPAM", "UNREAD");

                acme.fetch();
                bolt.fetch();

                assertThat(acme.mailbox.messages())
                        .allSatisfy(message -> assertThat(message.labels()).containsExactly("INBOX"));
                assertThat(bolt.mailbox.messages())
                        .extracting(GmailMessage::labels)
                        .containsExactly(Set.of(done, "UNREAD"), Set.of(done, "UNREAD"), Set.of("SPAM", "UNREAD"));
                int requests = desks.google.requests("POST .*odify").size();
                acme.fetch();
                bolt.fetch();
                assertThat(desks.google.requests("POST .*odify"))
                        .as("own writes are no news")
                        .hasSize(requests);
            }
        }
    }

    @Test
    void work_after_intake_that_was_interrupted_is_done_on_the_next_fetch_and_only_that() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "after_intake", "mark_seen")) {
            acme.arrive(1);
            acme.fetch();
            String first = acme.mailbox.messages().get(0).id();
            acme.mailbox.label(first, "UNREAD");
            acme.arrive(2);
            desks.google.trouble(GmailTrouble.backendError(), GmailMethod.MODIFY);

            FetchResult result = acme.fetch();

            assertThat(result.degraded()).contains("after_intake", "tried again");
            assertThat(acme.intake.items()).as("it keeps no mail out").hasSize(3);
            desks.google.behave();
            acme.reopen();
            acme.fetch();
            assertThat(acme.mailbox.messages())
                    .extracting(message -> message.labels().contains("UNREAD"))
                    .containsExactly(true, false, false);
        }
    }

    @Test
    void a_label_to_move_to_that_does_not_exist_is_named_and_keeps_no_mail_out() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "after_intake", "move:Nowhere")) {
            acme.arrive(3);

            FetchResult result = acme.fetch();

            assertThat(result.degraded()).contains("Nowhere", "change after_intake");
            assertThat(acme.intake.items()).hasSize(3);
            acme.mailbox.addLabel("Nowhere");
            assertThat(acme.fetch().degraded()).isNull();
            assertThat(acme.mailbox.messages())
                    .allSatisfy(message -> assertThat(message.labels()).doesNotContain("INBOX"));
        }
    }

    @Test
    void a_message_that_cannot_be_marked_keeps_no_other_from_it() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "after_intake", "mark_seen")) {
            acme.arrive(4);
            String refused = acme.mailbox.messages().get(1).id();
            desks.google.trouble(
                    GmailTrouble.answer(400, "application/json", "{\"error\":{\"code\":400,\"message\":\"No.\"}}"),
                    "POST .*/" + refused + "/modify",
                    1);

            assertThat(acme.fetch().degraded()).contains("after_intake cannot be done");

            assertThat(acme.mailbox.messages())
                    .extracting(message -> message.labels().contains("UNREAD"))
                    .containsExactly(false, true, false, false);
            assertThat(acme.fetch().degraded()).isNull();
            assertThat(acme.mailbox.message(refused).labels()).containsExactly("INBOX");
        }
    }

    @Test
    void work_after_intake_that_is_given_up_is_told() throws Exception {
        try (Desks desks = new Desks();
                Reading acme =
                        new Reading(desks, "acme", "after_intake", "move:Nowhere", "quota_units_per_minute", PLENTY)) {
            acme.arrive(1_030);

            assertThat(acme.fetch().degraded()).contains("30 stored messages");

            assertThat(acme.intake.items()).hasSize(1_030);
        }
    }
}
