package io.deskwire.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private final Bench bench = new Bench();
    private final Subscriber subscriber = new Subscriber();
    private GraphSubscription subscription;

    @BeforeEach
    void subscribe() throws Exception {
        bench.caller.json(
                "POST",
                "/subscriptions",
                bench.subscription(subscriber.url() + "/hook", subscriber.url() + "/life"),
                "Prefer",
                Caller.IMMUTABLE);
        subscription = bench.graph.subscriptions().get(0);
    }

    @AfterEach
    void stop() {
        subscriber.close();
        bench.close();
    }

    private List<Object> events() {
        return subscriber.entries().stream()
                .map(entry -> entry.getOrDefault("lifecycleEvent", "change"))
                .toList();
    }

    @Test
    void nothing_is_delivered_until_a_demanded_reauthorisation_comes() throws Exception {
        bench.graph.demandReauthorisation(subscription);
        bench.mailbox.receive(Bench.mail("lost"));
        assertThat(events()).containsExactly("reauthorizationRequired");

        Caller.Got got = bench.caller.call("POST", "/subscriptions/" + subscription.id() + "/reauthorize", new byte[0]);
        bench.mailbox.receive(Bench.mail("2"));

        assertThat(got.status()).isEqualTo(204);
        assertThat(events()).containsExactly("reauthorizationRequired", "change");
        assertThat(subscription.reauthorisations()).isEqualTo(1);
    }

    @Test
    void renewing_reauthorises() throws Exception {
        bench.graph.demandReauthorisation(subscription);

        bench.caller.json(
                "PATCH",
                "/subscriptions/" + subscription.id(),
                Map.of(
                        "expirationDateTime",
                        Bench.START.plus(Duration.ofDays(6)).toString()));

        assertThat(subscription.waitsForReauthorisation()).isFalse();
    }

    @Test
    void subscriptions_are_removed_missed_or_something_new() throws Exception {
        bench.graph.sendLifecycle(subscription, "missed");
        bench.graph.sendLifecycle(subscription, "somethingNew");
        bench.graph.removeSubscription(subscription);
        bench.mailbox.receive(Bench.mail("1"));

        assertThat(events()).containsExactly("missed", "somethingNew", "subscriptionRemoved");
        assertThat(subscriber.notifications()).extracting(GraphRequest::path).containsOnly("/life");
        assertThat(bench.caller.get("/subscriptions").value()).isEmpty();
    }

    @Test
    void a_mailbox_that_moves_removes_its_subscriptions() {
        bench.mailbox.moveMailbox();

        assertThat(events()).containsExactly("subscriptionRemoved");
        assertThat(bench.mailbox.subscriptions()).isEmpty();
    }

    @Test
    void a_silent_mailbox_loses_changes_and_an_odd_one_doubles_or_spoils_them() {
        bench.mailbox.with(GraphQuirk.SILENT);
        bench.mailbox.receive(Bench.mail("1"));
        assertThat(events()).isEmpty();
        bench.mailbox
                .without(GraphQuirk.SILENT)
                .with(GraphQuirk.DUPLICATE_NOTIFICATIONS)
                .with(GraphQuirk.WRONG_CLIENT_STATE);
        bench.mailbox.receive(Bench.mail("2"));

        assertThat(events()).containsExactly("change", "change");
        assertThat(subscriber.entries())
                .allSatisfy(entry -> assertThat(entry).containsEntry("clientState", "xstate-1"));
    }

    @Test
    void resources_are_spelt_in_several_ways_and_subscriptions_of_all_share_a_post() throws Exception {
        String other = "other.example";
        GraphApp otherApp = bench.graph.addApp(other, "other-app", "key");
        GraphMailbox otherBox = bench.graph.addMailbox(other, "help@other.example");
        Map<String, Object> wanted = bench.subscription(subscriber.url() + "/other", subscriber.url() + "/life");
        wanted.put("resource", "Users('help@other.example')/messages");
        Caller.Got made = new Caller(bench.graph, otherApp.appToken()).json("POST", "/subscriptions", wanted);
        assertThat(made.status()).isEqualTo(201);

        bench.graph.holdNotifications();
        for (int i = 0; i < 3; i++) {
            bench.mailbox.receive(Bench.mail("m" + i));
        }
        otherBox.receive(Bench.mail("o"));
        assertThat(subscriber.notifications()).isEmpty();
        bench.graph.releaseNotificationsTo(subscriber.url() + "/hook");

        assertThat(subscriber.notifications()).hasSize(1);
        assertThat(subscriber.entries())
                .extracting(entry -> String.valueOf(entry.get("resource")).replaceAll("[0-9a-f-]{36}.*", ""))
                .containsExactly("Users/", "Users('", "users/", "Users/");
        assertThat(subscriber.entries())
                .extracting(entry -> entry.get("tenantId"))
                .containsExactly(Bench.TENANT, Bench.TENANT, Bench.TENANT, other);
    }

    @Test
    void what_a_caller_moves_into_the_folder_is_notified_after_the_answer() throws Exception {
        GraphItem item = bench.mailbox.receive(Bench.mail("1"), "archive");

        bench.caller.json("POST", bench.user() + "/messages/" + item.id() + "/move", Map.of("destinationId", "inbox"));
        bench.graph.awaitNotified(Duration.ofSeconds(10));

        assertThat(subscriber.notifications().get(0).text()).contains(item.id());
    }
}
