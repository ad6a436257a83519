package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.gmail.GmailMethod;
import io.deskwire.testkit.gmail.GmailTrouble;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is found although no history tells of it, and what is said about that. */
class GmailResyncTest {

    @Test
    void mail_that_came_under_the_label_in_the_gap_is_found_however_old_it_is() throws Exception {
        try (Desks desks = new Desks()) {
            Instant start = desks.clock.instant();
            try (Reading acme = new Reading(
                    desks,
                    "acme",
                    "start_from",
                    start.minus(Duration.ofDays(30)).toString())) {
                String before = acme.mailbox.receiveAt(
                        start.minus(Duration.ofDays(40)), Reading.mail("Before the start"), "UNREAD");
                String snoozed =
                        acme.mailbox.receiveAt(start.minus(Duration.ofDays(20)), Reading.mail("Snoozed"), "UNREAD");
                String spam = acme.mailbox.receiveAt(start.minus(Duration.ofDays(10)), Reading.mail("Spam"), "SPAM");
                acme.arrive(3);
                acme.fetch();
                desks.clock.advance(Duration.ofDays(8));
                for (String id : List.of(before, snoozed, spam)) {
                    acme.mailbox.move(id, "INBOX");
                }
                acme.mailbox.forgetHistory();
                int raw = desks.google.requests("format=raw").size();

                FetchResult result = acme.fetch();

                assertThat(acme.subjects()).containsExactlyInAnyOrder("Mail 3", "Mail 4", "Mail 5", "Snoozed", "Spam");
                assertThat(result.note()).contains("2 messages were new");
                assertThat(desks.google.requests("format=raw")).hasSize(raw + 2);
            }
        }
    }

    @Test
    void mail_that_comes_out_of_spam_or_trash_is_news_under_any_label() throws Exception {
        try (Desks desks = new Desks()) {
            String label = desks.mailbox("acme").addLabel("Orders");
            for (List<String> labels : List.of(List.of(label), List.of("INBOX", label))) {
                try (Reading acme = new Reading(desks, "acme", "label_ids", labels)) {
                    acme.fetch();
                    String spam = acme.mailbox.receive(Reading.mail("Spam " + labels.size()), label, "SPAM");
                    String trash = acme.mailbox.receive(Reading.mail("Trash " + labels.size()), label, "TRASH");
                    String other = acme.mailbox.receive(Reading.mail("Elsewhere " + labels.size()), "SPAM");
                    acme.fetch();
                    int before = acme.intake.items().size();
                    acme.mailbox.unlabel(spam, "SPAM");
                    acme.mailbox.unlabel(trash, "TRASH");
                    acme.mailbox.unlabel(other, "SPAM");

                    acme.fetch();

                    assertThat(acme.subjects().subList(before, before + 2))
                            .containsExactly("Spam " + labels.size(), "Trash " + labels.size());
                    assertThat(acme.intake.items()).hasSize(before + 2);
                }
            }
        }
    }

    @Test
    void a_resync_is_told_even_when_the_pass_that_made_it_failed_later() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.fetch();
            Instant good = desks.clock.instant();
            acme.arrive(3);
            desks.google.trouble(GmailTrouble.notFound(), GmailMethod.HISTORY, 1);
            desks.google.trouble(GmailTrouble.backendError(), GmailMethod.HISTORY, 1);

            ChannelException failed = catchThrowableOfType(ChannelException.class, acme::fetch);

            assertThat(failed.kind()).isEqualTo(FailureKind.TRANSIENT);
            assertThat(acme.intake.items()).hasSize(3);
            acme.reopen();
            FetchResult result = acme.fetch();
            assertThat(result.resynced()).isTrue();
            assertThat(result.note()).contains(good.toString(), "3 messages were new");
            assertThat(acme.fetch().resynced()).isFalse();
        }
    }

    @Test
    void old_mail_on_top_of_a_list_hides_none_that_a_search_does_not_know_yet() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "start_from", "now")) {
            acme.fetch();
            desks.clock.advance(Duration.ofHours(3));
            acme.mailbox.searchLag(Duration.ofMinutes(3));
            acme.mailbox.listByArrival(true);
            acme.mailbox.receive(Reading.mail("Fresh"));
            for (int i = 0; i < 5; i++) {
                acme.mailbox.receiveAt(
                        desks.clock.instant().minus(Duration.ofDays(90)), Reading.mail("Imported"), "INBOX");
            }
            acme.mailbox.forgetHistory();

            acme.fetch();

            assertThat(acme.subjects()).containsExactly("Fresh");
        }
    }

    @Test
    void a_position_that_cannot_be_read_is_told_with_what_is_not_looked_for() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "start_from", "now");
                Reading bolt = new Reading(desks, "bolt")) {
            acme.fetch();
            acme.arrive(1);
            bolt.arrive(1);
            desks.clock.advance(Duration.ofHours(30));
            acme.arrive(1);
            acme.intake.accept(List.of(), new Cursor("something else"));
            bolt.intake.accept(List.of(), new Cursor("something else"));
            Instant reach = desks.clock.instant().minus(Duration.ofDays(1));

            FetchResult fromNow = acme.fetch();
            FetchResult all = bolt.fetch();

            assertThat(acme.subjects()).containsExactly("Mail 1");
            assertThat(fromNow.resynced()).isTrue();
            assertThat(fromNow.note())
                    .contains("could not be read", reach.toString(), "start_from is now")
                    .doesNotContain("history");
            assertThat(all.note()).contains("everything was listed again").doesNotContain("start_from");
            assertThat(bolt.subjects()).containsExactly("Mail 0");
        }
    }

    @Test
    void what_lies_under_a_label_that_is_added_is_read() throws Exception {
        try (Desks desks = new Desks()) {
            String label = desks.mailbox("acme").addLabel("Orders");
            Instant start = desks.clock.instant();
            try (Reading acme = new Reading(
                    desks, "acme", "start_from", start.minus(Duration.ofDays(5)).toString())) {
                acme.mailbox.receiveAt(start.minus(Duration.ofDays(9)), Reading.mail("Before the start"), label);
                acme.mailbox.receiveAt(start.minus(Duration.ofDays(1)), Reading.mail("Under the label"), label);
                acme.arrive(1);
                acme.fetch();
                assertThat(acme.subjects()).containsExactly("Mail 2");

                acme.reopen("label_ids", List.of("INBOX", label));
                FetchResult result = acme.fetch();

                assertThat(acme.subjects()).containsExactly("Mail 2", "Under the label");
                assertThat(result.note()).contains("Labels were added", "1 messages were new");
                assertThat(acme.fetch().resynced()).isFalse();
            }
        }
    }
}
