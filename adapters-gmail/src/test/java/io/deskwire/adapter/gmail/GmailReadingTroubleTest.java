package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.gmail.GmailMethod;
import io.deskwire.testkit.gmail.GmailTrouble;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Reading a mailbox when Gmail has enough, fails, or has been told to let nobody in. */
class GmailReadingTroubleTest {

    @Test
    void a_large_mailbox_is_read_within_its_quota() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.mailbox.quota(6_000);
            for (int i = 0; i < 700; i++) {
                acme.mailbox.receive(Reading.mail("Mail " + i));
            }
            int waits = 0;
            for (boolean done = false; !done; waits++) {
                try {
                    acme.fetch();
                    done = true;
                } catch (ChannelException e) {
                    assertThat(e.kind()).isEqualTo(FailureKind.THROTTLED);
                    assertThat(e)
                            .as("counted by us, not refused by Gmail")
                            .hasMessageContaining("share of Gmail's quota");
                    Duration wait = e.retryAfter().orElseThrow();
                    assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(61));
                    desks.clock.advance(wait);
                }
                assertThat(waits).isLessThan(100);
            }

            assertThat(waits).isBetween(3, 4);
            assertThat(acme.intake.items()).hasSize(700);
            assertThat(desks.google.requests("format=raw"))
                    .as("nothing was fetched twice")
                    .hasSize(700);
        }
    }

    @Test
    void what_gmail_asks_to_wait_is_passed_on_however_it_says_so() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            Instant until = desks.clock.instant().plusSeconds(42);
            desks.google.trouble(GmailTrouble.rateLimited(until), GmailMethod.PROFILE, 1);
            assertThat(failure(acme).retryAfter()).contains(Duration.ofSeconds(42));
            desks.google.trouble(GmailTrouble.throttled(17), GmailMethod.PROFILE, 1);
            assertThat(failure(acme).retryAfter()).contains(Duration.ofSeconds(17));
            desks.google.trouble(
                    GmailTrouble.forbidden("userRateLimitExceeded", "User-rate limit exceeded."),
                    GmailMethod.PROFILE,
                    1);
            ChannelException silent = failure(acme);
            assertThat(silent.kind()).isEqualTo(FailureKind.THROTTLED);
            assertThat(silent.retryAfter()).isEmpty();
            desks.google.trouble(GmailTrouble.forbidden("dailyLimitExceeded", "Daily Limit"), GmailMethod.PROFILE, 1);
            assertThat(failure(acme).retryAfter()).contains(Duration.ofHours(24));
        }
    }

    private static ChannelException failure(Reading reading) {
        return catchThrowableOfType(ChannelException.class, reading::fetch);
    }

    @Test
    void each_refusal_says_what_to_do() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            assertRefusal(acme, GmailTrouble.insufficientScope(), FailureKind.AUTH, "tick every permission");
            assertRefusal(
                    acme,
                    GmailTrouble.forbidden("accessNotConfigured", "Gmail API has not been used in project 1"),
                    FailureKind.AUTH,
                    "Enable the Gmail API");
            assertRefusal(
                    acme,
                    GmailTrouble.forbidden("domainPolicy", "The domain administrators have disabled Gmail apps."),
                    FailureKind.AUTH,
                    "administrator");
            assertRefusal(acme, GmailTrouble.mailServiceNotEnabled(), FailureKind.AUTH, "email_address");
            assertRefusal(acme, GmailTrouble.htmlPage(502), FailureKind.TRANSIENT, null);
            assertRefusal(acme, GmailTrouble.empty(500), FailureKind.TRANSIENT, null);
            assertRefusal(acme, GmailTrouble.cutBeforeAccepting(), FailureKind.TRANSIENT, null);
            assertRefusal(
                    acme, GmailTrouble.answer(200, "text/html", "<html>hello</html>"), FailureKind.TRANSIENT, null);
            assertRefusal(acme, GmailTrouble.answer(200, "application/json", "{}"), FailureKind.TRANSIENT, "api_base");
            acme.fetch();
        }
    }

    private static void assertRefusal(
            Reading reading, GmailTrouble trouble, FailureKind kind, @org.jspecify.annotations.Nullable String hint) {
        reading.desks.google.trouble(trouble, GmailMethod.PROFILE, 1);
        ChannelException e = failure(reading);
        assertThat(e.kind()).as(e.getMessage()).isEqualTo(kind);
        if (hint != null) {
            assertThat(e.hint()).hasValueSatisfying(said -> assertThat(said).contains(hint));
        }
    }

    @Test
    void an_access_token_that_ends_costs_one_more_call() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme")) {
            acme.fetch();
            int before = desks.google.tokenRequests();
            desks.google.expireAccessTokens();
            acme.arrive(1);

            acme.fetch();

            assertThat(acme.intake.items()).hasSize(1);
            assertThat(desks.google.tokenRequests()).isEqualTo(before + 1);
            desks.google.trouble(GmailTrouble.unauthorized(), GmailMethod.HISTORY);
            assertThat(failure(acme).kind()).isEqualTo(FailureKind.AUTH);
            assertThat(desks.google.requests("/history"))
                    .as("asked once more, not for ever")
                    .hasSizeLessThan(6);
        }
    }

    @Test
    void a_mailbox_that_is_revoked_and_connected_again_misses_nothing_and_disturbs_nobody() throws Exception {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme");
                Reading bolt = new Reading(desks, "bolt")) {
            acme.arrive(2);
            bolt.arrive(1);
            acme.fetch();
            bolt.fetch();
            acme.mailbox.revoke();
            acme.arrive(2);
            bolt.arrive(1);

            ChannelException refused = failure(acme);

            assertThat(refused.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(refused.hint())
                    .hasValueSatisfying(hint -> assertThat(hint).contains("connect"));
            assertThat(bolt.fetch().stored()).isEqualTo(1);
            acme.reopen("refresh_token", desks.grantAgain("acme"));
            assertThat(acme.fetch().stored()).isEqualTo(2);
            assertThat(acme.subjects()).containsExactly("Mail 0", "Mail 1", "Mail 2", "Mail 3");
        }
    }

    @Test
    void a_channel_that_was_never_connected_opens_and_says_so() {
        try (Desks desks = new Desks();
                Reading acme = new Reading(desks, "acme", "refresh_token", null)) {
            ChannelException e = failure(acme);

            assertThat(e.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(e.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("Connect the account"));
            assertThat(desks.google.requests()).isEmpty();
        }
    }
}
