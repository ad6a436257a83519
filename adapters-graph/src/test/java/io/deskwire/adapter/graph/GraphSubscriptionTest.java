package io.deskwire.adapter.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.Channel;
import io.deskwire.channel.PushSubscription.Upkeep;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.testkit.MessageSamples;
import io.deskwire.testkit.RecordingIntake;
import io.deskwire.testkit.graph.GraphMailbox;
import io.deskwire.testkit.graph.GraphQuirk;
import io.deskwire.testkit.graph.GraphSubscription;
import io.deskwire.testkit.graph.GraphTrouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphSubscriptionTest {

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private <T extends AutoCloseable> T closing(T resource) {
        open.add(0, resource);
        return resource;
    }

    private final class Desk {
        final Office office;
        final WebhookHost host;
        Channel channel;

        Desk(Office office, Map<String, Object> more) throws Exception {
            this.office = closing(office);
            host = closing(new WebhookHost(office.clock));
            channel = reopen(more);
        }

        final Channel reopen(Map<String, Object> more) {
            Map<String, Object> all = new HashMap<>(more);
            all.putIfAbsent("webhook_url", host.url("hook"));
            all.putIfAbsent("webhook_secret", "hook-secret");
            channel = closing(office.open(all));
            host.serve("hook", channel.webhook().orElseThrow());
            return channel;
        }

        Upkeep keep() throws ChannelException {
            return channel.subscription().orElseThrow().keep(office.clock.instant());
        }

        GraphSubscription only() {
            assertThat(office.graph.subscriptions()).hasSize(1);
            return office.graph.subscriptions().get(0);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void mail_is_announced_through_a_subscription_of_the_folder(boolean delegated) throws Exception {
        Desk desk = new Desk(new Office("acme", delegated), Map.of());

        Upkeep upkeep = desk.keep();

        assertThat(upkeep.degraded()).isNull();
        GraphSubscription made = desk.only();
        assertThat(made.resource())
                .isEqualTo((delegated ? "me" : "users/" + desk.office.mailbox.id()) + "/mailFolders('inbox')/messages");
        assertThat(made.lifecycleNotificationUrl()).contains(desk.host.url("hook"));
        assertThat(made.expires()).isEqualTo(Office.NOW.plus(Duration.ofMinutes(10_065)));
        assertThat(made.clientState().orElseThrow()).hasSizeLessThan(129).isNotEqualTo("hook-secret");
        assertThat(upkeep.next()).isBetween(Office.NOW.plusSeconds(60), Office.NOW.plus(Duration.ofHours(4)));

        desk.office.mailbox.receive(MessageSamples.mail("Hello", "x"));

        assertThat(last(desk)).isInstanceOfSatisfying(Received.Nudge.class, nudge -> {
            assertThat(nudge.upkeep()).isFalse();
            assertThat(nudge.answer().status()).isEqualTo(202);
            assertThat(nudge.unproven()).isNull();
        });
        assertThat(desk.office.type.webhookKeys(desk.host.requests.get(desk.host.requests.size() - 1)))
                .containsAnyElementsOf(desk.channel.webhook().orElseThrow().keys());
    }

    private static Received last(Desk desk) {
        return desk.host.received.get(desk.host.received.size() - 1);
    }

    @Test
    void neither_state_nor_subscription_is_kept_as_it_is_and_both_survive_a_restart() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        desk.keep();
        String state = desk.only().clientState().orElseThrow();
        assertThat(desk.office.memory.find("acme", "support", "subscription"))
                .hasValueSatisfying(kept -> assertThat(kept)
                        .doesNotContain(state)
                        .contains(desk.only().id()));

        desk.reopen(Map.of());
        desk.office.mailbox.receive(MessageSamples.mail("Hello", "x"));
        assertThat(last(desk)).isInstanceOf(Received.Nudge.class);
        desk.office.clock.advance(Duration.ofHours(4));
        desk.keep();

        assertThat(desk.office.requests("POST /v1.0/subscriptions")).hasSize(1);
        assertThat(desk.only().renewals()).isZero();
    }

    @Test
    void it_is_renewed_two_days_before_its_end_and_looked_at_before() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        desk.keep();
        desk.office.clock.advance(Duration.ofDays(4));
        desk.keep();
        assertThat(desk.only().renewals()).isZero();

        desk.office.clock.advance(Duration.ofDays(1));
        desk.keep();

        assertThat(desk.only().renewals()).isEqualTo(1);
        assertThat(desk.only().expires()).isEqualTo(desk.office.clock.instant().plus(Duration.ofMinutes(10_065)));
    }

    @Test
    void a_shorter_life_is_asked_for_where_a_week_is_refused() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        desk.office.mailbox.allowSubscriptionsOf(4_230);

        Upkeep upkeep = desk.keep();

        assertThat(desk.only().expires()).isEqualTo(Office.NOW.plus(Duration.ofMinutes(4_200)));
        assertThat(upkeep.next()).isBefore(Office.NOW.plus(Duration.ofHours(5)));
        desk.office.clock.advance(Duration.ofHours(36));
        desk.keep();
        assertThat(desk.only().renewals()).isEqualTo(1);
    }

    @Test
    void demands_to_authorise_anew_are_answered_by_one_renewal() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        desk.keep();
        desk.office.clock.advance(Duration.ofHours(1));
        for (int i = 0; i < 10; i++) {
            desk.office.graph.demandReauthorisation(desk.only());
            assertThat(last(desk))
                    .isInstanceOfSatisfying(
                            Received.Nudge.class,
                            nudge -> assertThat(nudge.upkeep()).isTrue());
        }

        desk.keep();
        desk.office.graph.sendLifecycle(desk.only(), "reauthorizationRequired");
        desk.keep();

        assertThat(desk.only().reauthorisations()).isEqualTo(1);
        assertThat(desk.only().renewals()).isEqualTo(1);
    }

    @Test
    void a_removed_subscription_is_made_anew_and_the_gap_is_read() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        RecordingIntake intake = new RecordingIntake();
        desk.keep();
        desk.channel.inbound().orElseThrow().fetch(null, intake, desk.office.clock.instant());
        String first = desk.only().id();
        desk.office.graph.removeSubscription(desk.only());
        assertThat(last(desk))
                .isInstanceOfSatisfying(
                        Received.Nudge.class,
                        nudge -> assertThat(nudge.upkeep()).isTrue());
        desk.office.mailbox.receive(MessageSamples.mail("In the gap", "x"));

        desk.keep();
        desk.channel.inbound().orElseThrow().fetch(intake.cursor(), intake, desk.office.clock.instant());

        assertThat(desk.only().id()).isNotEqualTo(first);
        assertThat(intake.items()).hasSize(1);
        desk.office.mailbox.receive(MessageSamples.mail("After it", "x"));
        assertThat(last(desk)).isInstanceOf(Received.Nudge.class);
    }

    @Test
    void one_that_was_lost_without_a_word_is_made_anew_when_it_is_looked_at() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        desk.keep();
        desk.office.graph.loseSubscription(desk.only());
        desk.office.clock.advance(Duration.ofHours(4));

        desk.keep();

        assertThat(desk.office.graph.subscriptions()).hasSize(1);
    }

    @Test
    void one_of_ours_that_nobody_remembers_makes_room() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        desk.keep();
        String first = desk.only().id();
        desk.office.memory.forget("acme", "support");
        desk.reopen(Map.of());

        desk.keep();

        assertThat(desk.only().id()).isNotEqualTo(first);
    }

    @Test
    void anothers_subscription_to_the_same_folder_is_left_alone_and_explained() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        desk.keep();
        String first = desk.only().id();
        desk.office.memory.forget("acme", "support");
        desk.reopen(Map.of("webhook_url", desk.host.url("hook") + "?elsewhere=1"));

        assertThatThrownBy(desk::keep)
                .isInstanceOfSatisfying(
                        ChannelException.class,
                        e -> assertThat(e.hint())
                                .hasValueSatisfying(hint -> assertThat(hint).contains("client_id")));
        assertThat(desk.only().id()).isEqualTo(first);
    }

    @Test
    void another_application_leaves_the_first_ones_alone_and_makes_its_own() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        desk.keep();
        desk.office.graph.addApp(desk.office.directory(), "another-client", "another-client-secret");

        desk.reopen(Map.of("client_id", "another-client", "client_secret", "another-client-secret"));
        desk.keep();

        assertThat(desk.office.requests("DELETE")).isEmpty();
        assertThat(desk.office.graph.subscriptions()).hasSize(2);
        desk.office.mailbox.receive(MessageSamples.mail("Hello", "x"));
        assertThat(desk.host.received).hasAtLeastOneElementOfType(Received.Nudge.class);
        assertThat(desk.office.requests("POST /v1.0/subscriptions")).hasSize(2);
        desk.keep();
        assertThat(desk.office.requests("POST /v1.0/subscriptions")).hasSize(2);
    }

    @Test
    void it_ends_with_the_channel() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        desk.keep();

        desk.channel.subscription().orElseThrow().end();

        assertThat(desk.office.graph.subscriptions()).isEmpty();
        assertThat(desk.office.memory.find("acme", "support", "subscription")).isEmpty();
    }

    @Test
    void what_keeps_microsoft_from_calling_is_said() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of("webhook_url", "http://127.0.0.1:1/hook"));
        assertThatThrownBy(desk::keep)
                .isInstanceOfSatisfying(
                        ChannelException.class,
                        e -> assertThat(e.hint())
                                .hasValueSatisfying(hint -> assertThat(hint).contains("webhook_url")));

        Map<String, Object> document = desk.office.document();
        document.put("webhook_secret", "s");
        try (Channel silent = desk.office.open(Map.of("webhook_secret", "s"))) {
            assertThat(silent.subscription().orElseThrow().keep(Office.NOW).degraded())
                    .contains("webhook_url");
        }
        try (Channel plain = desk.office.open(Map.of())) {
            assertThat(plain.subscription()).isEmpty();
        }
        desk.office.app.withoutPermission("Mail.Read");
        desk.office.app.withoutPermission("Mail.ReadWrite");
        desk.reopen(Map.of());
        assertThatThrownBy(desk::keep).isInstanceOfSatisfying(ChannelException.class, e -> {
            assertThat(e.kind()).isEqualTo(FailureKind.AUTH);
            assertThat(e.hint()).isPresent();
        });
    }

    @Test
    void a_shared_mailbox_of_a_person_is_polled_only() throws Exception {
        Office office = closing(Office.delegated());
        GraphMailbox team = office.graph.addMailbox(office.directory(), "team@acme.example");
        team.shareWith(office.mailbox);
        team.receive(MessageSamples.mail("To the team", "x"));
        Channel channel = closing(office.open(Map.of(
                "shared_mailbox", "team@acme.example", "webhook_url", "http://127.0.0.1:1/", "webhook_secret", "s")));
        RecordingIntake intake = new RecordingIntake();

        assertThat(channel.subscription().orElseThrow().keep(Office.NOW).degraded())
                .contains("app_only");
        channel.inbound().orElseThrow().fetch(null, intake, Office.NOW);

        assertThat(intake.items()).hasSize(1);
    }

    @Test
    void what_is_announced_before_it_is_listed_is_read_at_once() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        RecordingIntake intake = new RecordingIntake();
        desk.keep();
        desk.channel.inbound().orElseThrow().fetch(null, intake, desk.office.clock.instant());
        desk.office.mailbox.with(GraphQuirk.NOTIFIED_BEFORE_DELTA);
        desk.office.mailbox.receive(MessageSamples.mail("Early", "x"));

        desk.channel.inbound().orElseThrow().fetch(intake.cursor(), intake, desk.office.clock.instant());
        assertThat(intake.items()).hasSize(1);

        desk.office.mailbox.showInDelta();
        desk.channel.inbound().orElseThrow().fetch(intake.cursor(), intake, desk.office.clock.instant());
        assertThat(intake.items()).hasSize(1);
    }

    @Test
    void silence_is_noticed() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        desk.keep();
        desk.office.mailbox.with(GraphQuirk.SILENT);
        RecordingIntake intake = new RecordingIntake();
        for (int i = 0; i < 12; i++) {
            desk.office.mailbox.receive(MessageSamples.mail("Unannounced " + i, "x"));
            desk.channel.inbound().orElseThrow().fetch(intake.cursor(), intake, desk.office.clock.instant());
            desk.office.clock.advance(Duration.ofMinutes(10));
        }
        assertThat(desk.keep().degraded()).contains("no notifications");

        desk.office.mailbox.without(GraphQuirk.SILENT);
        desk.office.mailbox.receive(MessageSamples.mail("Announced", "x"));

        assertThat(desk.keep().degraded()).isNull();
    }

    @Test
    void a_creation_whose_answer_was_lost_leaves_one_subscription_in_the_end() throws Exception {
        Desk desk = new Desk(Office.appOnly(), Map.of());
        desk.office.graph.trouble(GraphTrouble.droppedAfterAccepting(), "POST /v1.0/subscriptions", 1);
        assertThatThrownBy(desk::keep).isInstanceOf(ChannelException.class);

        desk.keep();

        desk.office.mailbox.receive(MessageSamples.mail("Hello", "x"));
        assertThat(desk.office.graph.subscriptions()).hasSize(1);
        assertThat(last(desk)).isInstanceOf(Received.Nudge.class);
    }
}
