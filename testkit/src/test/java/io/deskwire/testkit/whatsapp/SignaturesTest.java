package io.deskwire.testkit.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** Signatures against published vectors and against the JDK's HMAC, which the simulator itself does not use. */
class SignaturesTest {

    private static final String SECRET = "unit-test-app-secret";
    private static final String V1 =
            "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"102290129340398\",\"changes\":[{\"value\":{\"messaging_product\":\"whatsapp\",\"metadata\":{\"display_phone_number\":\"15550783881\",\"phone_number_id\":\"106540352242922\"},\"contacts\":[{\"profile\":{\"name\":\"Sheena Nelson\"},\"wa_id\":\"16505551234\"}],\"messages\":[{\"from\":\"16505551234\",\"id\":\"wamid.TEST0001\",\"timestamp\":\"1749416383\",\"type\":\"text\",\"text\":{\"body\":\"Does it come in another color?\"}}]},\"field\":\"messages\"}]}]}";
    private static final String V2_SIGNATURE =
            "sha256=43895d9beacb42f9290db62fcc213027e23540b76a507aa43bf26d5cc567b0ce";

    @Test
    void v1_plain_ascii() {
        assertThat(Signatures.meta(SECRET, ascii(V1)))
                .isEqualTo("sha256=3338f7b15eee842f7d5c2ff97240ea41f64d0370474b4a1ebca186e26438f1e5");
    }

    @Test
    void v2_a_tree_written_as_meta_writes_it_has_the_vectors_bytes() {
        Map<String, Object> message = Trees.of(
                "from",
                "16505551234",
                "id",
                "wamid.TEST0002",
                "timestamp",
                "1749416384",
                "type",
                "text",
                "text",
                Trees.of("body", "Caf\u00e9 \ud83d\ude2e see https://example.com/a"));
        Map<String, Object> value = Trees.of(
                "messaging_product",
                "whatsapp",
                "metadata",
                Trees.of("display_phone_number", "15550783881", "phone_number_id", "106540352242922"),
                "contacts",
                List.of(Trees.of("profile", Trees.of("name", "Luc\u00eda G\u00f3mez"), "wa_id", "16505551234")),
                "messages",
                List.of(message));
        Map<String, Object> envelope = Trees.of(
                "object",
                "whatsapp_business_account",
                "entry",
                List.of(Trees.of(
                        "id", "102290129340398", "changes", List.of(Trees.of("value", value, "field", "messages")))));

        byte[] body = MetaJson.bytes(envelope);

        assertThat(body).hasSize(480);
        assertThat(Signatures.meta(SECRET, body)).isEqualTo(V2_SIGNATURE);
    }

    @Test
    void v3_a_line_end_more_is_another_signature() {
        assertThat(Signatures.meta(SECRET, ascii(V1 + "\n")))
                .isEqualTo("sha256=0d43fabffc0ca579390c52c9d6b18d08dd731f43265647aff5524443481e6b9c");
    }

    @Test
    void v4_and_v5_nothing_and_raw_utf_8() {
        assertThat(Signatures.meta(SECRET, new byte[0]))
                .isEqualTo("sha256=8f0446d185d44ef3e703de4d4f4829a5b8de31a4aec01c5246c97439bfca7504");
        assertThat(Signatures.meta(SECRET, "{\"text\":\"\u00e4\u00f6\u00e5\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("sha256=df752cc5b47fdbf60a86bbeb017ea9f4bb502b7548d2e91a3f0220f681694024");
    }

    @Test
    void dialog360_in_both_encodings() {
        assertThat(Signatures.dialog360("unit-test-platform-secret", ascii(V1), false))
                .isEqualTo("2aa12212c0b5cd5e8b0ed6e315e3109043b2ace87fcb1e42a2519033e955d321");
        assertThat(Signatures.dialog360("unit-test-platform-secret", ascii(V1), true))
                .isEqualTo("KqEiEsC1zV6LDtbjFeMQkEOyrOh/yx5ColGQM+lV0yE=");
    }

    @Test
    void t1_accents_and_emoji() {
        String form =
                "SmsMessageSid=SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&NumMedia=1&ProfileName=Luc%C3%ADa+G%C3%B3mez&MessageType=image&SmsSid=SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&WaId=16505551234&SmsStatus=received&Body=Broken+caf%C3%A9+chair+%F0%9F%98%AE&To=whatsapp%3A%2B15550783881&NumSegments=1&MessageSid=SMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&AccountSid=ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb&From=whatsapp%3A%2B16505551234&MediaContentType0=image%2Fjpeg&MediaUrl0=https%3A%2F%2Fapi.twilio.com%2F2010-04-01%2FAccounts%2FACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb%2FMessages%2FSMaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa%2FMedia%2FMEcccccccccccccccccccccccccccccccc&ApiVersion=2010-04-01";
        assertThat(Signatures.twilio(
                        "unit-test-auth-token", "https://hooks.example.com/webhooks/twilio/acme", Call.form(form)))
                .isEqualTo("6bMX64jIqhbShEFqFiLBDOycZto=");
    }

    @Test
    void t2_a_query_in_the_address() {
        String form =
                "MessageSid=SMdddddddddddddddddddddddddddddddd&MessageStatus=delivered&AccountSid=ACbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb&From=whatsapp%3A%2B15550783881&To=whatsapp%3A%2B16505551234&ChannelToAddress=%2B1650555XXXX&ChannelPrefix=whatsapp&ApiVersion=2010-04-01&SmsSid=SMdddddddddddddddddddddddddddddddd&SmsStatus=delivered&EventType=DELIVERED&ChannelInstallSid=XEeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee";
        assertThat(Signatures.twilio(
                        "unit-test-auth-token",
                        "https://hooks.example.com/webhooks/twilio/acme/status?t=acme",
                        Call.form(form)))
                .isEqualTo("rC2Lb7CZ05xTvS5jXNR/sgpBAn0=");
    }

    @Test
    void t3_repeated_names_and_empty_values() {
        assertThat(Signatures.twilio("12345", "https://mycompany.com/x", Call.form("a=2&a=1&a=2&B=x&b=")))
                .isEqualTo("U/bLN8Werq8V9QXKhk7gpThYrdk=");
    }

    @Test
    void a_key_longer_than_a_block_is_hashed_first() throws Exception {
        String key = "k".repeat(100);
        byte[] body = ascii("body");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        assertThat(Signatures.meta(key, body))
                .isEqualTo("sha256=" + HexFormat.of().formatHex(mac.doFinal(body)));
    }

    @Test
    void media_hashes_are_hex_here_and_base_64_there() {
        MediaFile hello = MediaFile.of(ascii("hello"), "text/plain", null);
        assertThat(hello.sha256Hex()).isEqualTo("2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
        assertThat(hello.sha256Base64()).isEqualTo("LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=");
    }

    @Test
    void a_webhook_is_signed_over_the_bytes_that_are_sent() throws Exception {
        try (Peers peers = new Peers()) {
            peers.maria().text("Caf\u00e9 \ud83d\ude2e https://example.com/a");
            Peers.Arrived webhook = peers.arrived.get(0);
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(ascii("app-secret-" + Peers.NUMBER_ID), "HmacSHA256"));
            byte[] body = webhook.body().getBytes(StandardCharsets.UTF_8);
            assertThat(webhook.header("X-Hub-Signature-256"))
                    .isEqualTo("sha256=" + HexFormat.of().formatHex(mac.doFinal(body)));
            assertThat(webhook.body()).contains("Caf\\u00e9 \\ud83d\\ude2e https:\\/\\/example.com\\/a");
        }
        try (Peers peers = new Peers(Flavour.TWILIO)) {
            peers.maria().text("Caf\u00e9");
            Peers.Arrived webhook = peers.arrived.get(0);
            StringBuilder signed = new StringBuilder(peers.hookUrl);
            Call.form(webhook.body()).stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(f -> signed.append(f.getKey()).append(f.getValue()));
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(ascii("auth-token-" + Peers.NUMBER_ID), "HmacSHA1"));
            assertThat(webhook.header("X-Twilio-Signature"))
                    .isEqualTo(Base64.getEncoder()
                            .encodeToString(mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8))));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
