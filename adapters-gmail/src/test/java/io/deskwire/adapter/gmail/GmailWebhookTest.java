package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.testkit.gmail.GmailTrouble;
import io.deskwire.testkit.gmail.PubSubPush;
import io.deskwire.testkit.gmail.PubSubTopic;
import io.deskwire.testkit.gmail.PushFlaw;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pushes as Pub/Sub makes them, forged, odd and otherwise, for two tenants with projects of their own. */
class GmailWebhookTest {

    private static final String ACME = Desks.address("acme");

    private final Desks desks = new Desks();
    private final Reading acme = new Reading(desks, "acme", settings("acme"));
    private final Reading bolt = new Reading(desks, "bolt", settings("bolt"));
    private PushHost host;
    private PubSubTopic topic;
    private PubSubPush push;
    private PubSubPush boltsPush;

    private Object[] settings(String tenant) {
        return new Object[] {"jwks_url", desks.google.jwksUrl(), "push_service_account", account(tenant)};
    }

    private static String account(String tenant) {
        return "push@" + tenant + "-helpdesk.iam.gserviceaccount.com";
    }

    @BeforeEach
    void subscribe() throws IOException {
        host = new PushHost(desks.clock, acme::channel);
        topic = topic("acme");
        push = topic.subscribe("inbound", host.url(), host.url().toString(), account("acme"));
        boltsPush = topic("bolt").subscribe("inbound", host.url(), host.url().toString(), account("bolt"));
    }

    private PubSubTopic topic(String tenant) {
        return desks.google.addTopic("projects/" + tenant + "-helpdesk/topics/gmail");
    }

    @AfterEach
    void close() {
        host.close();
        acme.close();
        bolt.close();
        desks.close();
    }

    private int status(PubSubPush by, String mailbox) {
        by.push(mailbox, 4711);
        return by.statuses().get(by.statuses().size() - 1);
    }

    private Received last() {
        return host.received().get(host.received().size() - 1);
    }

    private void assertNudge() {
        assertThat(last()).isInstanceOfSatisfying(Received.Nudge.class, nudge -> {
            assertThat(nudge.unproven()).isNull();
            assertThat(nudge.upkeep()).isFalse();
        });
    }

    @Test
    void a_push_is_a_nudge_and_nothing_more() {
        assertThat(status(push, "Support@Acme.example")).isEqualTo(204);

        assertNudge();
        assertThat(acme.intake.items()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = PushFlaw.class,
            names = {"URL_SAFE_DATA", "UNWRAPPED", "NUMBER_HISTORY_ID", "SHORT_ISSUER", "DUPLICATE"})
    void every_form_that_google_uses_is_understood(PushFlaw form) {
        push.flaws(form);

        assertThat(status(push, ACME)).isEqualTo(204);

        assertThat(host.received()).allSatisfy(received -> assertThat(received).isInstanceOf(Received.Nudge.class));
    }

    @ParameterizedTest
    @EnumSource(
            value = PushFlaw.class,
            names = {
                "NO_TOKEN",
                "WRONG_AUDIENCE",
                "WRONG_EMAIL",
                "EMAIL_NOT_VERIFIED",
                "WRONG_ISSUER",
                "EXPIRED",
                "OTHER_KEY",
                "UNKNOWN_KEY",
                "UNSIGNED",
                "GARBAGE_TOKEN"
            })
    void what_is_not_proven_is_refused(PushFlaw flaw) {
        push.flaws(flaw);

        assertThat(status(push, ACME)).isEqualTo(401);

        assertThat(last()).isInstanceOf(Received.Refused.class);
        assertThat(last().answer().body()).isEmpty();
        push.flaws();
        assertThat(push.retryAll()).as("taken when it comes with a good token").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = PushFlaw.class,
            names = {"GARBAGE_DATA", "NOT_JSON_DATA"})
    void what_is_proven_and_cannot_be_understood_is_acknowledged(PushFlaw flaw) {
        push.flaws(flaw);

        assertThat(status(push, ACME)).isEqualTo(204);

        assertThat(last()).isInstanceOf(Received.Nothing.class);
    }

    @Test
    void an_unknown_mailbox_is_acknowledged() {
        assertThat(status(push, "somebody@else.example")).isEqualTo(204);

        assertThat(last()).isInstanceOf(Received.Nothing.class);
    }

    @Test
    void another_tenants_proof_proves_nothing() {
        assertThat(status(boltsPush, ACME)).isEqualTo(401);
        assertThat(status(boltsPush, Desks.address("bolt"))).isEqualTo(401);
    }

    @Test
    void a_changed_token_is_refused() throws Exception {
        push.push(ACME, 1);
        WebhookRequest good = host.last();
        String header = good.header("authorization").orElseThrow();
        Random random = new Random(5);
        for (int i = 0; i < 60; i++) {
            int at = "Bearer ".length() + random.nextInt(header.length() - "Bearer ".length() - 2);
            char other = header.charAt(at) == 'A' ? 'B' : 'A';
            String changed = header.substring(0, at) + other + header.substring(at + 1);

            Received received = acme.channel().webhook().orElseThrow().receive(with(good, changed, good.body()));

            assertThat(received).isInstanceOf(Received.Refused.class);
            assertThat(received.answer().status()).isEqualTo(401);
        }
    }

    private static WebhookRequest with(WebhookRequest request, String authorization, Content body) {
        return new WebhookRequest(
                request.method(),
                request.url(),
                request.query(),
                Map.of("Authorization", List.of(authorization)),
                body,
                request.receivedAt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "[]", "{\"message\":7}", "{\"message\":{\"data\":7}}", "{\"emailAddress\":1}", "{"})
    void no_body_breaks_it(String body) throws Exception {
        push.push(ACME, 1);
        WebhookRequest good = host.last();

        Received received = acme.channel()
                .webhook()
                .orElseThrow()
                .receive(with(
                        good,
                        good.header("authorization").orElseThrow(),
                        Content.of(body.getBytes(StandardCharsets.UTF_8))));

        assertThat(received).isEqualTo(new Received.Nothing(Answer.of(204)));
    }

    @Test
    void new_keys_work_at_once_and_strangers_do_not_make_us_fetch_them_all_the_time() {
        assertThat(status(push, ACME)).isEqualTo(204);
        desks.clock.advance(Duration.ofMinutes(2));
        desks.google.rotateKeys();
        desks.google.retireOldKeys();
        assertThat(status(push, ACME)).isEqualTo(204);
        push.flaws(PushFlaw.UNKNOWN_KEY);
        for (int i = 0; i < 20; i++) {
            assertThat(status(push, ACME)).isEqualTo(401);
        }
        assertThat(desks.google.requests("/certs")).hasSize(2);
    }

    @Test
    void keys_that_cannot_be_fetched_are_not_the_senders_fault() {
        desks.google.trouble(GmailTrouble.htmlPage(502), "/certs", 1);

        assertThat(status(push, ACME)).isEqualTo(503);
        assertThat(status(push, ACME)).as("not asked again at once").isEqualTo(503);
        assertThat(desks.google.requests("/certs")).hasSize(1);
        desks.clock.advance(Duration.ofMinutes(1));
        assertThat(push.retryAll()).isEqualTo(2);
        desks.google.trouble(GmailTrouble.htmlPage(502), "/certs", 100);
        desks.clock.advance(Duration.ofHours(2));
        assertThat(status(push, ACME)).as("known keys outlive an outage").isEqualTo(204);
        desks.clock.advance(Duration.ofHours(30));
        assertThat(status(push, ACME)).as("but not for ever").isEqualTo(503);
    }

    @Test
    void clocks_may_differ_a_little() throws Exception {
        push.push(ACME, 1);
        WebhookRequest good = host.last();
        for (Duration late : List.of(Duration.ofMinutes(60).plusSeconds(50), Duration.ofMinutes(62))) {
            WebhookRequest replayed = new WebhookRequest(
                    good.method(),
                    good.url(),
                    good.query(),
                    good.headers(),
                    good.body(),
                    good.receivedAt().plus(late));

            Received received = acme.channel().webhook().orElseThrow().receive(replayed);

            assertThat(received.answer().status()).isEqualTo(late.toMinutes() < 61 ? 204 : 401);
        }
    }

    @Test
    void the_audience_and_the_subscription_can_be_configured() {
        acme.reopen("push_audience", "deskwire");
        assertThat(status(push, ACME)).isEqualTo(401);
        PubSubPush named = topic.subscribe("named", host.url(), "deskwire", account("acme"));
        assertThat(status(named, ACME)).isEqualTo(204);
        acme.reopen("pubsub_subscription", push.name());
        assertThat(status(named, ACME)).as("another subscription").isEqualTo(401);
        acme.reopen("pubsub_subscription", named.name());
        assertThat(status(named, ACME)).isEqualTo(204);
    }

    @Test
    void without_an_account_to_believe_nothing_is_believed() {
        acme.reopen("push_service_account", null);

        assertThat(status(push, ACME)).isEqualTo(401);
    }

    @Test
    void observing_takes_what_is_not_proven_and_says_so() {
        acme.reopen("verification", "observe");
        push.flaws(PushFlaw.NO_TOKEN);

        assertThat(status(push, ACME)).isEqualTo(204);

        assertThat(last())
                .isInstanceOfSatisfying(
                        Received.Nudge.class,
                        nudge -> assertThat(nudge.unproven()).contains("token"));
    }

    @Test
    void the_mailbox_names_its_channel_at_the_shared_address() throws Exception {
        push.push("SUPPORT@acme.example", 1);

        assertThat(desks.type.webhookKeys(host.last())).containsExactly(ACME);
        assertThat(acme.channel().webhook().orElseThrow().keys()).containsExactly(ACME);
        assertThat(bolt.channel().webhook().orElseThrow().keys()).doesNotContain(ACME);
    }

    @Test
    void a_mailbox_that_customers_know_under_an_alias_is_named_by_its_account() throws Exception {
        acme.mailbox.addAlias("help@acme.example", "Help");
        acme.reopen("email_address", "help@acme.example");
        acme.fetch();

        assertThat(status(push, ACME)).isEqualTo(204);

        assertNudge();
        assertThat(acme.channel().webhook().orElseThrow().keys()).contains(ACME, "help@acme.example");
        acme.reopen();
        assertThat(acme.channel().webhook().orElseThrow().keys()).contains(ACME);
    }

    @Test
    void only_posts_are_pushes() throws Exception {
        WebhookRequest get = new WebhookRequest(
                "GET", URI.create("http://h/"), Map.of(), Map.of(), Content.of(new byte[0]), desks.clock.instant());

        assertThat(acme.channel().webhook().orElseThrow().receive(get).answer().status())
                .isEqualTo(405);
    }
}
