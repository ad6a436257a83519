package io.deskwire.adapter.cloud.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureProofTest {

    static Stream<Vectors> vectors() {
        return Stream.of(Vectors.published(), Vectors.mail(), Vectors.events());
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void a_published_signature_is_proven(Vectors vector) throws IOException {
        assertThat(status(vector, vector.request())).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void any_changed_byte_of_the_body_is_refused(Vectors vector) throws IOException {
        SendGridWebhook webhook = webhook(vector.publicKey());
        for (int i = 0; i < vector.body().length; i++) {
            byte[] changed = vector.body().clone();
            changed[i] ^= 1;
            assertThat(webhook.receive(vector.withBody(changed).request()))
                    .as("byte " + i)
                    .isInstanceOf(Received.Refused.class);
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void any_changed_character_of_the_headers_is_refused(Vectors vector) throws IOException {
        SendGridWebhook webhook = webhook(vector.publicKey());
        for (int i = 0; i < vector.signature().length(); i++) {
            String changed = flipped(vector.signature(), i);
            assertThat(webhook.receive(vector.withSignature(changed).request()))
                    .as("character " + i)
                    .isInstanceOf(Received.Refused.class);
        }
        for (int i = 0; i < vector.timestamp().length(); i++) {
            Vectors changed = vector.withTimestamp(flipped(vector.timestamp(), i));
            assertThat(webhook.receive(changed.request(vector.signedAt()))).isInstanceOf(Received.Refused.class);
        }
    }

    @Test
    void the_line_end_belongs_to_the_body() throws IOException {
        Vectors vector = Vectors.published();
        byte[] cut = Arrays.copyOf(vector.body(), vector.body().length - 2);

        assertThat(status(vector, vector.withBody(cut).request())).isEqualTo(401);
    }

    @Test
    void a_body_that_went_through_text_is_refused() throws IOException {
        Vectors vector = Vectors.mail();
        byte[] text = new String(vector.body(), StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);

        assertThat(status(vector, vector.withBody(text).request())).isEqualTo(401);
    }

    @Test
    void mail_may_be_three_days_old_and_events_one() throws IOException {
        Vectors mail = Vectors.mail();
        assertThat(status(mail, mail.request(mail.signedAt().plus(Duration.ofHours(73)))))
                .isEqualTo(200);
        assertThat(status(
                        mail,
                        mail.request(mail.signedAt().plus(Duration.ofHours(73)).plusSeconds(1))))
                .isEqualTo(401);
        Vectors events = Vectors.events();
        assertThat(status(events, events.request(events.signedAt().plus(Duration.ofHours(25)))))
                .isEqualTo(200);
        assertThat(status(
                        events,
                        events.request(
                                events.signedAt().plus(Duration.ofHours(25)).plusSeconds(1))))
                .isEqualTo(401);
    }

    @Test
    void five_minutes_of_the_future_are_a_clock_and_more_are_not() throws IOException {
        Vectors mail = Vectors.mail();
        assertThat(status(mail, mail.request(mail.signedAt().minusSeconds(300))))
                .isEqualTo(200);
        assertThat(status(mail, mail.request(mail.signedAt().minusSeconds(301))))
                .isEqualTo(401);
    }

    @Test
    void two_keys_are_good_at_once() throws IOException {
        Vectors mail = Vectors.mail();
        String other = Vectors.published().publicKey();
        for (List<String> keys : List.of(List.of(Vectors.KEY, other), List.of(other, Vectors.KEY))) {
            assertThat(Documents.receive(Documents.of("webhook_secret", keys), mail.request()))
                    .isInstanceOf(Received.Items.class);
        }
        assertThat(Documents.receive(
                        Documents.of("webhook_secret", other, "event_webhook_secret", Vectors.KEY), mail.request()))
                .isInstanceOf(Received.Items.class);
        assertThat(Documents.receive(Documents.of("webhook_secret", other), mail.request()))
                .isInstanceOf(Received.Refused.class);
    }

    @Test
    void a_key_in_pem_is_the_same_key() throws IOException {
        String pem = "-----BEGIN PUBLIC KEY-----\n" + Vectors.KEY.substring(0, 64) + "\n" + Vectors.KEY.substring(64)
                + "\n-----END PUBLIC KEY-----\n";

        assertThat(Documents.receive(
                        Documents.of("webhook_secret", pem), Vectors.mail().request()))
                .isInstanceOf(Received.Items.class);
    }

    @Test
    void without_a_usable_key_the_mail_is_to_come_again() throws IOException {
        WebhookRequest request = Vectors.mail().request();
        for (@Nullable Object key : new @Nullable Object[] {null, "xxx", "AAAA"}) {
            Received received = Documents.receive(Documents.of("webhook_secret", key), request);

            assertThat(received).isInstanceOf(Received.Refused.class);
            assertThat(received.answer().status()).isEqualTo(503);
        }
    }

    @Test
    void headers_that_are_missing_doubled_or_odd_are_refused() throws IOException {
        Vectors mail = Vectors.mail();
        for (String name : List.of(SignatureProof.SIGNATURE, SignatureProof.TIMESTAMP)) {
            for (List<String> values : List.of(
                    List.<String>of(),
                    List.of(""),
                    List.of("nonsense!"),
                    List.of("-1736847000"),
                    List.of(mail.signature(), mail.signature()))) {
                Map<String, List<String>> headers =
                        new LinkedHashMap<>(mail.request().headers());
                headers.put(name, values);
                WebhookRequest odd = Vectors.post(headers, Content.of(mail.body()), mail.signedAt());

                assertThat(status(mail, odd)).isEqualTo(401);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3006020100020100",
                "3006020101020100",
                "3006020100020101",
                "30060201ff020101",
                "300602010102010100",
                "3005020101020101",
                "3000",
                "",
                "3026022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551020101"
            })
    void numbers_that_no_signature_has_are_refused_whatever_the_platform_thinks(String hex) throws IOException {
        byte[] der = HexFormat.of().parseHex(hex);

        assertThat(EcdsaForm.isSound(der)).isFalse();
        Vectors mail = Vectors.mail();
        String text = Base64.getEncoder().encodeToString(der);
        assertThat(status(mail, mail.withSignature(text).request())).isEqualTo(401);
    }

    private static String flipped(String text, int at) {
        char[] chars = text.toCharArray();
        chars[at] = (char) (chars[at] ^ 1);
        return new String(chars);
    }

    private static SendGridWebhook webhook(String key) {
        return new SendGridWebhook(SettingsParser.parse(Documents.of("webhook_secret", key)));
    }

    private static int status(Vectors vector, WebhookRequest request) throws IOException {
        return webhook(vector.publicKey()).receive(request).answer().status();
    }
}
