package io.deskwire.testkit.gmail;

import static io.deskwire.testkit.gmail.Peer.mail;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.testkit.gmail.Peer.Answer;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GmailPushTest {

    private static final String TOPIC = "projects/acme-helpdesk/topics/gmail-inbound";
    private static final String PUSHER = "push@acme-helpdesk.iam.gserviceaccount.com";

    private final Peer peer = new Peer();
    private final GmailMailbox mailbox = peer.mailbox;
    private volatile int status = 204;
    private GoogleListener desk;
    private PubSubTopic topic;
    private PubSubPush push;

    @BeforeEach
    void start() {
        desk = GoogleListener.start(0, request -> GmailReply.empty(status), request -> Optional.empty());
        topic = peer.gmail.addTopic(TOPIC);
        push = topic.subscribe("push", URI.create(hook()), hook(), PUSHER);
    }

    @AfterEach
    void stop() {
        desk.close();
        peer.close();
    }

    private String hook() {
        return desk.baseUrl() + "/hooks/gmail/acme";
    }

    private Answer watch(String name) {
        return peer.post(
                "watch", Map.of("topicName", name, "labelIds", List.of("INBOX"), "labelFilterBehavior", "INCLUDE"));
    }

    private List<GmailRequest> posts() {
        peer.gmail.awaitPushes();
        return desk.requests();
    }

    private static Map<String, Object> data(GmailRequest post) {
        Object data = Peer.at(post.json(), "message", "data");
        return Json.lenient().parseObject(Base64.getDecoder().decode(String.valueOf(data)));
    }

    @Test
    void a_watch_reports_once_at_once_and_then_each_change_of_its_labels() {
        Answer answer = watch(TOPIC);
        assertThat(answer.json())
                .isEqualTo(Map.of(
                        "historyId",
                        Long.toString(mailbox.historyId()),
                        "expiration",
                        Long.toString(
                                peer.clock.instant().plus(Duration.ofDays(7)).toEpochMilli())));
        assertThat(mailbox.watch().orElseThrow().topic()).isEqualTo(TOPIC);
        assertThat(posts()).hasSize(1);
        peer.clock.advance(Duration.ofSeconds(1));
        mailbox.receive(mail("m1@x.example", "Hi"));
        peer.clock.advance(Duration.ofSeconds(1));
        mailbox.receive(mail("m2@x.example", "Buy"), "SPAM");
        assertThat(posts()).hasSize(2);
        GmailRequest last = posts().get(1);
        assertThat(last.json()).containsEntry("subscription", "projects/acme-helpdesk/subscriptions/push");
        assertThat(data(last)).containsEntry("emailAddress", "support@acme.example");
        assertThat(new BigInteger(String.valueOf(data(last).get("historyId"))))
                .isLessThan(BigInteger.valueOf(mailbox.historyId()));
        peer.clock.advance(Duration.ofSeconds(1));
        peer.ask(peer.to("/gmail/v1/users/me/stop")
                .header("Content-Encoding", "gzip")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Peer.zipped(new byte[0]))));
        mailbox.receive(mail("m3@x.example", "Hi"));
        assertThat(mailbox.watch()).isEmpty();
        assertThat(posts()).hasSize(2);
    }

    @Test
    void more_than_one_a_second_is_dropped() {
        watch(TOPIC);
        mailbox.receive(mail("m1@x.example", "Hi"));
        peer.clock.advance(Duration.ofSeconds(1));
        mailbox.receive(mail("m2@x.example", "Hi"));
        mailbox.receive(mail("m3@x.example", "Hi"));
        assertThat(posts()).hasSize(2);
        assertThat(mailbox.droppedPushes()).isEqualTo(2);
        mailbox.pacePushes(false);
        mailbox.receive(mail("m4@x.example", "Hi"));
        assertThat(posts()).hasSize(3);
    }

    @Test
    void a_watch_ends_after_seven_days_in_silence_unless_it_is_renewed() {
        watch(TOPIC);
        peer.clock.advance(Duration.ofDays(6));
        peer.signIn(mailbox.refreshToken(peer.client));
        watch(TOPIC);
        peer.clock.advance(Duration.ofDays(6));
        mailbox.receive(mail("m1@x.example", "Hi"));
        assertThat(posts()).hasSize(3);
        peer.clock.advance(Duration.ofDays(1));
        mailbox.receive(mail("m2@x.example", "Hi"));
        assertThat(posts()).hasSize(3);
        assertThat(mailbox.watch()).isEmpty();
    }

    @Test
    void topics_are_refused_as_google_refuses_them() {
        assertThat(watch("projects/elsewhere/topics/t").json().toString())
                .contains("Invalid topicName does not match projects/acme-helpdesk/topics/*");
        assertThat(watch("gmail-inbound").status()).isEqualTo(400);
        assertThat(watch(TOPIC + "-typo").status()).isEqualTo(404);
        topic.publisherRole(false);
        Answer forbidden = watch(TOPIC);
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(forbidden.reason()).isEqualTo("forbidden");
        assertThat(mailbox.watch()).isEmpty();
        topic.publisherRole(true);
        peer.gmail.addTopic(TOPIC + "-2");
        assertThat(watch(TOPIC).status()).isEqualTo(200);
        Answer second = watch(TOPIC + "-2");
        assertThat(second.status()).isEqualTo(400);
        assertThat(String.valueOf(second.at("error", "message")))
                .isEqualTo("Only one user push notification client allowed per developer (call /stop then try again)");
    }

    @Test
    void what_is_not_acknowledged_waits_and_comes_again_under_its_id() {
        status = 203;
        watch(TOPIC);
        Object id = Peer.at(posts().get(0).json(), "message", "messageId");
        assertThat(push.backlog()).isEqualTo(1);
        assertThat(push.retryAll()).isZero();
        status = 202;
        assertThat(push.retryAll()).isEqualTo(1);
        assertThat(push.backlog()).isZero();
        assertThat(push.statuses()).containsExactly(203, 203, 202);
        assertThat(Peer.at(posts().get(2).json(), "message", "messageId")).isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void exactly_these_acknowledge(int good) {
        status = good;
        push.push("support@acme.example", 1);
        status = good + 5;
        push.push("support@acme.example", 2);
        assertThat(push.backlog()).isEqualTo(1);
    }

    /** The claims of a token whose signature fits a published key; empty where it does not. */
    private Map<String, Object> proven(GmailRequest post) {
        String token = post.header("authorization").orElse("").replaceFirst("^Bearer ", "");
        String[] parts = token.split("\\.", -1);
        try {
            Object id = Json.lenient()
                    .parseObject(Base64.getUrlDecoder().decode(parts[0]))
                    .get("kid");
            List<?> keys = (List<?>) peer.ask(HttpRequest.newBuilder(URI.create(peer.gmail.jwksUrl())))
                    .at("keys");
            for (Object each : keys) {
                Map<?, ?> key = (Map<?, ?>) each;
                if (Peer.at(key, "kid").equals(id) && fits(key, parts)) {
                    return Json.lenient().parseObject(Base64.getUrlDecoder().decode(parts[1]));
                }
            }
        } catch (IllegalArgumentException | JsonException | GeneralSecurityException e) {
            return Map.of();
        }
        return Map.of();
    }

    private static boolean fits(Map<?, ?> key, String[] parts) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(Peer.at(key, "n")), number(Peer.at(key, "e")))));
        signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    }

    private static BigInteger number(Object text) {
        return new BigInteger(1, Base64.getUrlDecoder().decode(String.valueOf(text)));
    }

    private boolean isSound(GmailRequest post) {
        Map<String, Object> claims = proven(post);
        return hook().equals(claims.get("aud"))
                && PUSHER.equals(claims.get("email"))
                && Boolean.TRUE.equals(claims.get("email_verified"))
                && String.valueOf(claims.get("iss")).endsWith("accounts.google.com")
                && !String.valueOf(claims.get("iss")).contains("example")
                && claims.get("exp") instanceof Long until
                && until > peer.clock.instant().getEpochSecond();
    }

    @Test
    void a_token_can_be_proven_and_keys_rotate() {
        push.push("support@acme.example", 1);
        peer.gmail.rotateKeys();
        push.push("support@acme.example", 2);
        assertThat(desk.requests()).hasSize(2).allMatch(this::isSound);
        peer.gmail.retireOldKeys();
        assertThat(isSound(desk.requests().get(0))).isFalse();
        assertThat(isSound(desk.requests().get(1))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
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
    void a_forged_push_proves_nothing(PushFlaw flaw) {
        push.flaws(flaw);
        push.push("support@acme.example", 1);
        push.flaws();
        push.push("support@acme.example", 2);
        assertThat(desk.requests().stream().map(this::isSound).toList()).containsExactly(false, true);
    }

    @Test
    void odd_bodies_come_with_sound_tokens() {
        push.flaws(PushFlaw.NUMBER_HISTORY_ID, PushFlaw.SHORT_ISSUER);
        push.push("support@acme.example", 7);
        assertThat(data(desk.requests().get(0))).containsEntry("historyId", 7L);
        push.flaws(PushFlaw.UNWRAPPED);
        push.push("support@acme.example", 8);
        assertThat(desk.requests().get(1).json()).containsEntry("historyId", "8");
        push.flaws(PushFlaw.GARBAGE_DATA);
        push.push("support@acme.example", 9);
        assertThat(desk.requests().get(2).text()).contains("%%%");
        push.flaws(PushFlaw.DUPLICATE);
        push.push("support@acme.example", 10);
        assertThat(desk.requests().get(3).text())
                .isEqualTo(desk.requests().get(4).text());
        push.flaws(PushFlaw.SILENT);
        push.push("support@acme.example", 11);
        assertThat(desk.requests()).hasSize(5).allMatch(this::isSound);
        assertThat(push.silenced()).isEqualTo(1);
    }
}
