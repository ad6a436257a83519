package io.deskwire.adapter.cloud.ses;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Signatures of SNS: Amazon's own, and those of the test key; every one of them also with one bit changed. */
class SnsProofTest {

    private static final List<String> OURS = List.of(
            "sns-notification-v1-nosubject",
            "sns-notification-v2-subject",
            "sns-notification-v2-zeromillis-trailing-lf",
            "sns-subscription-v1",
            "sns-subscription-v2",
            "sns-unsubscribe-v2");
    private static final List<String> AMAZONS = List.of("sns-amazon-v1", "sns-amazon-v2");
    private static final Instant AMAZONS_TIME = Instant.parse("2022-07-28T22:54:00Z");

    @Test
    void what_is_signed_is_built_byte_for_byte() {
        for (String name : OURS) {
            SnsEnvelope envelope = SnsEnvelope.of(Vectors.bytes(name + ".json")).orElseThrow();

            assertThat(envelope.signedBytes()).as(name).isEqualTo(Vectors.bytes(name + ".string-to-sign.txt"));
        }
    }

    @Test
    void every_vector_verifies() throws Exception {
        for (String name : OURS) {
            assertProven(receive(webhook(Map.of()), Vectors.bytes(name + ".json"), Vectors.NOW.plusSeconds(1800)));
        }
        for (String name : AMAZONS) {
            assertProven(receive(amazons(name), Vectors.bytes(name + ".json"), AMAZONS_TIME));
        }
    }

    @Test
    void each_vector_with_one_changed_bit_in_any_signed_part_is_refused() throws Exception {
        for (String name : OURS) {
            assertEveryChangeRefused(webhook(Map.of()), name, Vectors.NOW.plusSeconds(1800));
        }
        for (String name : AMAZONS) {
            assertEveryChangeRefused(amazons(name), name, AMAZONS_TIME);
        }
    }

    private static void assertEveryChangeRefused(SesWebhook webhook, String name, Instant at) throws IOException {
        Map<String, Object> whole = Json.strict().parseObject(Vectors.bytes(name + ".json"));
        for (String field : List.of(
                "Message",
                "MessageId",
                "Subject",
                "Timestamp",
                "TopicArn",
                "Token",
                "SubscribeURL",
                "Signature",
                "Type",
                "SignatureVersion")) {
            if (whole.get(field) instanceof String text) {
                Map<String, Object> changed = new LinkedHashMap<>(whole);
                int at0 = text.length() / 2;
                char other = (char) (text.charAt(at0) ^ 1);
                changed.put(field, text.substring(0, at0) + other + text.substring(at0 + 1));

                assertRefused(receive(webhook, Json.writeBytes(changed), at));
            }
        }
    }

    @Test
    void the_versions_label_cannot_be_exchanged() throws Exception {
        for (String name : OURS) {
            Map<String, Object> tree = Json.strict().parseObject(Vectors.bytes(name + ".json"));
            tree.put("SignatureVersion", "1".equals(tree.get("SignatureVersion")) ? "2" : "1");

            assertRefused(receive(webhook(Map.of()), Json.writeBytes(tree), Vectors.NOW));
        }
    }

    @Test
    void version_1_can_be_switched_off() throws Exception {
        SesWebhook strict = webhook(Map.of("require_signature_v2", true));

        assertRefused(receive(strict, Vectors.bytes("sns-notification-v1-nosubject.json"), Vectors.NOW));
        assertProven(receive(strict, Vectors.bytes("sns-notification-v2-subject.json"), Vectors.NOW));
    }

    @Test
    void a_genuine_signature_of_somebody_elses_topic_proves_nothing() throws Exception {
        byte[] foreign = Vectors.signed(Vectors.notification(
                "arn:aws:sns:eu-west-1:999988887777:desk-inbound",
                "00000000-0000-4000-8000-0000000000aa",
                "x",
                Vectors.NOW));

        assertRefused(receive(webhook(Map.of()), foreign, Vectors.NOW));
        assertRefused(receive(
                webhook(Map.of("topic_arn", "arn:aws:sns:eu-west-1:111122223333:another")),
                Vectors.bytes("sns-notification-v2-subject.json"),
                Vectors.NOW));
    }

    @Test
    void several_topics_may_notify_one_channel() throws Exception {
        String second = "arn:aws:sns:eu-west-1:111122223333:desk-events";
        SesWebhook webhook = webhook(Map.of("topic_arn", List.of(Vectors.TOPIC, second)));

        assertProven(receive(
                webhook,
                Vectors.signed(Vectors.notification(second, "00000000-0000-4000-8000-0000000000ab", "x", Vectors.NOW)),
                Vectors.NOW));
        assertProven(receive(webhook, Vectors.bytes("sns-notification-v2-subject.json"), Vectors.NOW));
    }

    @Test
    void what_is_older_than_two_hours_or_from_the_future_is_refused() throws Exception {
        byte[] body = Vectors.signed(
                Vectors.notification(Vectors.TOPIC, "00000000-0000-4000-8000-0000000000ac", "x", Vectors.NOW));

        assertProven(receive(webhook(Map.of()), body, Vectors.NOW.plus(Duration.ofMinutes(119))));
        assertRefused(receive(webhook(Map.of()), body, Vectors.NOW.plus(Duration.ofMinutes(121))));
        assertProven(receive(webhook(Map.of()), body, Vectors.NOW.minus(Duration.ofMinutes(4))));
        assertRefused(receive(webhook(Map.of()), body, Vectors.NOW.minus(Duration.ofMinutes(6))));
    }

    @Test
    void headers_that_name_something_else_than_the_body_are_refused() throws Exception {
        byte[] body = Vectors.bytes("sns-notification-v2-subject.json");
        Map<String, List<String>> honest = Map.of(
                "x-amz-sns-message-type", List.of("Notification"),
                "x-amz-sns-message-id", List.of("00000000-0000-4000-8000-000000000002"),
                "x-amz-sns-topic-arn", List.of(Vectors.TOPIC));
        assertProven(webhook(Map.of()).receive(Vectors.request(body, honest, Vectors.NOW)));

        for (String name : honest.keySet()) {
            Map<String, List<String>> changed = new HashMap<>(honest);
            changed.put(name, List.of("SubscriptionConfirmation"));
            assertRefused(webhook(Map.of()).receive(Vectors.request(body, changed, Vectors.NOW)));
        }
        assertRefused(webhook(Map.of())
                .receive(Vectors.request(body, Map.of("x-amz-sns-rawdelivery", List.of("true")), Vectors.NOW)));
    }

    @Test
    void an_expired_certificate_proves_nothing() throws Exception {
        SesWebhook webhook = amazons("sns-amazon-v2");
        Map<String, Object> tree = Json.strict().parseObject(Vectors.bytes("sns-amazon-v2.json"));

        Received late = receive(webhook, Json.writeBytes(tree), Instant.parse("2023-01-01T00:00:00Z"));

        assertRefused(late);
        SesWebhook own =
                new SesWebhook(Documents.settings(Map.of()), url -> Vectors.certificate("sns-amazon-cert.pem"));
        Received expired = receive(own, Vectors.bytes("sns-notification-v2-subject.json"), Vectors.NOW);
        assertRefused(expired);
        assertThat(((Received.Refused) expired).reason()).contains("expired");
    }

    @Test
    void a_certificate_that_cannot_be_fetched_makes_sns_come_again() throws Exception {
        SesWebhook webhook = new SesWebhook(Documents.settings(Map.of()), url -> {
            throw new IOException("no connection to sns.eu-west-1.amazonaws.com");
        });

        Received received = receive(webhook, Vectors.bytes("sns-notification-v2-subject.json"), Vectors.NOW);

        assertThat(received).isInstanceOf(Received.Refused.class);
        assertThat(received.answer().status()).isEqualTo(503);
    }

    @Test
    void observing_takes_what_is_not_proven_and_says_why_and_confirms_nothing() throws Exception {
        SesWebhook webhook = webhook(Map.of("verification", "observe"));
        byte[] forged = "{\"Type\":\"Notification\"}".getBytes(StandardCharsets.UTF_8);

        for (byte[] body : List.of(forged, Vectors.bytes("sns-subscription-v2.json"))) {
            Received received = receive(webhook, body, Vectors.NOW.plus(Duration.ofDays(1)));
            assertThat(received).isInstanceOfSatisfying(Received.Items.class, items -> {
                assertThat(items.unproven()).isNotBlank();
                assertThat(items.answer().status()).isEqualTo(200);
                assertThat(items.items())
                        .allSatisfy(item -> assertThat(item.meta()).isEmpty());
            });
        }
    }

    @Test
    void parts_of_another_type_than_text_are_refused_and_break_nothing() throws Exception {
        Map<String, Object> whole = Json.strict().parseObject(Vectors.bytes("sns-subscription-v2.json"));
        for (String field : whole.keySet()) {
            for (Object value : List.of(1L, true, List.of("x"), Map.of("a", "b"))) {
                Map<String, Object> changed = new LinkedHashMap<>(whole);
                changed.put(field, value);
                assertRefused(receive(webhook(Map.of()), Json.writeBytes(changed), Vectors.NOW));
            }
            Map<String, Object> without = new LinkedHashMap<>(whole);
            without.remove(field);
            assertRefused(receive(webhook(Map.of()), Json.writeBytes(without), Vectors.NOW));
        }
    }

    @Test
    void a_subject_that_is_null_counts_as_absent() throws Exception {
        Map<String, Object> tree = Json.strict().parseObject(Vectors.bytes("sns-notification-v1-nosubject.json"));
        tree.put("Subject", null);

        assertProven(receive(webhook(Map.of()), Json.writeBytes(tree), Vectors.NOW));
    }

    private static SesWebhook webhook(Map<String, Object> changes) {
        return new SesWebhook(Documents.settings(changes), url -> Vectors.certificate("sns-test-cert.pem"));
    }

    private static SesWebhook amazons(String name) {
        Object topic = Json.strict().parseObject(Vectors.bytes(name + ".json")).get("TopicArn");
        return new SesWebhook(
                Documents.settings(Map.of("topic_arn", topic, "region", "us-east-2")),
                url -> Vectors.certificate("sns-amazon-cert.pem"));
    }

    private static Received receive(SesWebhook webhook, byte[] body, Instant at) throws IOException {
        WebhookRequest request = Vectors.request(body, at);
        return webhook.receive(request);
    }

    private static void assertProven(Received received) {
        assertThat(received).isInstanceOfSatisfying(Received.Items.class, items -> {
            assertThat(items.unproven()).isNull();
            assertThat(items.answer().status()).isEqualTo(200);
            assertThat(items.items()).isNotEmpty();
        });
    }

    private static void assertRefused(Received received) {
        assertThat(received).isInstanceOf(Received.Refused.class);
        assertThat(received.answer().status()).isEqualTo(403);
    }
}
