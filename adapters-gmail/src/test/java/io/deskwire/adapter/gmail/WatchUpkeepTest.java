package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.deskwire.channel.PushSubscription;
import io.deskwire.channel.PushSubscription.Upkeep;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.gmail.GmailMethod;
import io.deskwire.testkit.gmail.GmailTrouble;
import io.deskwire.testkit.gmail.PubSubPush;
import io.deskwire.testkit.gmail.PubSubTopic;
import io.deskwire.testkit.gmail.PushFlaw;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The watch on a mailbox: kept, moved, refused, silent, ended. */
class WatchUpkeepTest {

    private static final String TOPIC = "projects/acme-helpdesk/topics/gmail";
    private static final String ACCOUNT = "push@acme-helpdesk.iam.gserviceaccount.com";

    private final Desks desks = new Desks();
    private final PubSubTopic topic = desks.google.addTopic(TOPIC);
    private final Reading acme = new Reading(
            desks,
            "acme",
            "watch_enabled",
            true,
            "watch_expiry_days",
            7,
            "pubsub_topic",
            TOPIC,
            "push_service_account",
            ACCOUNT,
            "jwks_url",
            desks.google.jwksUrl());

    @AfterEach
    void close() {
        acme.close();
        desks.close();
    }

    private PushSubscription subscription() {
        return acme.channel().subscription().orElseThrow();
    }

    private Upkeep keep() throws ChannelException {
        return subscription().keep(desks.clock.instant());
    }

    private int watches() {
        return desks.google.requests("POST .*/watch").size();
    }

    @Test
    void a_watch_is_renewed_daily_and_never_runs_out() throws Exception {
        assertThat(keep().degraded()).isNull();
        for (Duration time = Duration.ZERO; time.toDays() < 20; ) {
            Upkeep upkeep = keep();
            assertThat(upkeep.degraded()).isNull();
            assertThat(acme.mailbox.watch()).isPresent();
            Duration step = Duration.between(desks.clock.instant(), upkeep.next());
            assertThat(step).isPositive();
            desks.clock.set(upkeep.next());
            time = time.plus(step);
            if (time.toDays() % 2 == 0) {
                acme.reopen();
            }
        }
        assertThat(watches()).isBetween(20, 21);
    }

    @Test
    void a_shorter_life_is_renewed_at_half_of_it() throws Exception {
        acme.reopen("watch_expiry_days", 1);
        keep();
        desks.clock.advance(Duration.ofHours(11));
        keep();
        assertThat(watches()).isEqualTo(1);
        desks.clock.advance(Duration.ofHours(1));
        keep();
        assertThat(watches()).isEqualTo(2);
    }

    @Test
    void a_watch_on_another_topic_gives_way_once() throws Exception {
        keep();
        String other = "projects/acme-helpdesk/topics/other";
        desks.google.addTopic(other);
        acme.reopen("pubsub_topic", other);

        assertThat(keep().degraded()).isNull();

        assertThat(acme.mailbox.watch().orElseThrow().topic()).isEqualTo(other);
        assertThat(desks.google.requests("POST .*/stop")).hasSize(1);
        assertThat(watches()).isEqualTo(3);
        keep();
        assertThat(watches()).isEqualTo(3);
    }

    @Test
    void what_google_refuses_is_told_with_what_to_do() throws Exception {
        topic.publisherRole(false);
        assertThat(keep().degraded()).contains("polling only", "gmail-api-push@system.gserviceaccount.com");
        topic.publisherRole(true);
        desks.google.addTopic("projects/somebody/topics/gmail");
        acme.reopen("pubsub_topic", "projects/somebody/topics/gmail");
        assertThat(keep().degraded()).contains("project that owns client_id");
        acme.reopen("pubsub_topic", "projects/acme-helpdesk/topics/none");
        assertThat(keep().degraded()).contains("pubsub_topic");
        acme.reopen("pubsub_topic", TOPIC);
        assertThat(keep().degraded()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'Gmail API has not been used in project 12 before or it is disabled.', Enable the Gmail API",
        "'Request had insufficient authentication scopes.', gmail.modify",
        "'The domain administrators have disabled Gmail apps.', API controls",
        "'Delegation denied for support@acme.example', which account is connected"
    })
    void what_has_nothing_to_do_with_the_topic_keeps_its_own_hint(String words, String hint) {
        desks.google.trouble(GmailTrouble.forbidden("forbidden", words), GmailMethod.WATCH);

        ChannelException refusal = catchThrowableOfType(ChannelException.class, this::keep);

        assertThat(refusal.hint().orElseThrow()).contains(hint).doesNotContain("Publisher");
    }

    @ParameterizedTest
    @CsvSource({
        "'', Pub/Sub Publisher",
        "'Error sending test message to Cloud PubSub projects/p/topics/t : Cloud Pub/Sub API has not been used in project"
                + " 12 before or it is disabled.', Enable the Cloud Pub/Sub API"
    })
    void what_has_to_do_with_it_says_what_to_change_there(String words, String hint) throws Exception {
        desks.google.trouble(GmailTrouble.forbidden("forbidden", words), GmailMethod.WATCH);

        assertThat(keep().degraded()).contains("polling only", hint);
    }

    @Test
    void what_is_missing_is_named() throws Exception {
        acme.reopen("pubsub_topic", null);
        assertThat(keep().degraded()).contains("pubsub_topic");
        acme.reopen("pubsub_topic", TOPIC, "push_service_account", null);
        assertThat(keep().degraded()).contains("push_service_account");
        assertThat(watches()).isZero();
        acme.reopen("watch_enabled", false);
        assertThat(acme.channel().subscription()).isEmpty();
    }

    @Test
    void an_outage_is_no_news_while_the_watch_lasts() throws Exception {
        keep();
        desks.google.trouble(GmailTrouble.backendError(), GmailMethod.WATCH);
        desks.clock.advance(Duration.ofDays(1));
        assertThat(keep().degraded()).isNull();
        desks.clock.advance(Duration.ofDays(5));
        assertThat(catchThrowableOfType(ChannelException.class, this::keep).kind())
                .isEqualTo(FailureKind.TRANSIENT);
        desks.google.behave();
        assertThat(keep().degraded()).isNull();
        acme.mailbox.revoke();
        desks.clock.advance(Duration.ofDays(1));
        assertThat(catchThrowableOfType(ChannelException.class, this::keep).kind())
                .isEqualTo(FailureKind.AUTH);
    }

    @Test
    void pushes_that_stay_away_are_noticed_and_forgiven() throws Exception {
        try (PushHost host = new PushHost(desks.clock, acme::channel)) {
            PubSubPush push = topic.subscribe("inbound", host.url(), host.url().toString(), ACCOUNT);
            acme.fetch();
            keep();
            desks.clock.advance(Duration.ofHours(1));
            acme.mailbox.receive(Reading.mail("Told"));
            desks.google.awaitPushes();
            acme.fetch();
            desks.clock.advance(Duration.ofHours(1));
            assertThat(keep().degraded()).as("all is well").isNull();

            push.flaws(PushFlaw.SILENT);
            acme.mailbox.receive(Reading.mail("Silent"));
            desks.google.awaitPushes();
            acme.fetch();
            Instant found = desks.clock.instant();
            assertThat(keep().degraded()).as("a push may be late").isNull();
            desks.clock.advance(Duration.ofMinutes(20));
            acme.reopen();
            assertThat(keep().degraded()).contains(found.toString(), "push subscription", TOPIC);
            assertThat(acme.subjects()).containsExactly("Told", "Silent");

            push.flaws();
            acme.mailbox.receive(Reading.mail("Told again"));
            desks.google.awaitPushes();
            acme.fetch();
            desks.clock.advance(Duration.ofMinutes(20));
            assertThat(keep().degraded()).isNull();
        }
    }

    @Test
    void a_removed_channel_is_watched_no_more() throws Exception {
        keep();
        subscription().end();
        assertThat(acme.mailbox.watch()).isEmpty();
        subscription().end();
        assertThat(desks.google.requests("POST .*/stop")).hasSize(1);
    }

    @Test
    void what_a_test_began_is_kept_and_ended_like_any_other() throws Exception {
        acme.channel().test().orElseThrow().run(stage -> {});
        assertThat(acme.mailbox.watch()).isPresent();
        acme.reopen();
        assertThat(keep().degraded()).isNull();
        assertThat(watches()).isEqualTo(1);

        subscription().end();

        assertThat(acme.mailbox.watch()).isEmpty();
    }
}
