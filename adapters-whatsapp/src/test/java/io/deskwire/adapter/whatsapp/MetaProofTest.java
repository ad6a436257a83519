package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetaProofTest {

    private static final String V1 = "3338f7b15eee842f7d5c2ff97240ea41f64d0370474b4a1ebca186e26438f1e5";
    private static final String V2 = "43895d9beacb42f9290db62fcc213027e23540b76a507aa43bf26d5cc567b0ce";

    private final ChannelConfig channel = Documents.channel(Documents.META);

    static byte[] signed(String name) {
        try (InputStream stream = MetaProofTest.class.getResourceAsStream("signed/" + name + ".body")) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Received receive(byte[] body, String header) {
        return Documents.receive(channel, Documents.post(body, Map.of("X-Hub-Signature-256", List.of(header))));
    }

    private static void assertRefused(Received received) {
        assertThat(received).isInstanceOf(Received.Refused.class);
        assertThat(received.answer()).isEqualTo(Answer.of(401));
    }

    @ParameterizedTest
    @CsvSource({
        "v1," + V1,
        "v2," + V2,
        "v2-neg-a,27f2be352e4d737b072b5e95152a7879ec74582951fc4e3fbe7356825b11cd6f",
        "v2-neg-b,b65bced07a1a8897271796f8ceb3c75a1c989da0aa85cb59e3445e618fdc1a58",
        "v3,0d43fabffc0ca579390c52c9d6b18d08dd731f43265647aff5524443481e6b9c"
    })
    void the_bytes_as_they_came_prove_themselves_and_one_flipped_byte_does_not(String name, String signature) {
        byte[] body = signed(name);
        assertThat(receive(body, "sha256=" + signature)).isInstanceOf(Received.Items.class);
        for (int i = 0; i < body.length; i++) {
            byte[] flipped = body.clone();
            flipped[i] ^= 1;
            assertRefused(receive(flipped, "sha256=" + signature));
        }
        for (int i = 0; i < 71; i++) {
            char[] flipped = ("sha256=" + signature).toCharArray();
            flipped[i] = flipped[i] == '0' ? '1' : '0';
            assertRefused(receive(body, new String(flipped)));
        }
    }

    @Test
    void a_body_that_was_parsed_and_written_again_is_refused() {
        assertRefused(receive(signed("v2-neg-a"), "sha256=" + V2));
        assertRefused(receive(signed("v2-neg-b"), "sha256=" + V2));
        assertRefused(receive(signed("v3"), "sha256=" + V1));
    }

    @Test
    void an_empty_body_and_one_that_is_not_ascii_prove_themselves_by_their_bytes() {
        assertThat(receive(new byte[0], "sha256=8f0446d185d44ef3e703de4d4f4829a5b8de31a4aec01c5246c97439bfca7504"))
                .isInstanceOf(Received.Items.class);
        byte[] raw = "{\"text\":\"äöå\"}".getBytes(StandardCharsets.UTF_8);
        String escaped = "sha256=d9cc828077348af8e20f4a61fc2d7130477873bbc27046a60ce4aa388ae96989";
        assertThat(receive(raw, "sha256=df752cc5b47fdbf60a86bbeb017ea9f4bb502b7548d2e91a3f0220f681694024"))
                .isInstanceOf(Received.Items.class);
        assertRefused(receive(raw, escaped));
        assertThat(receive("{\"text\":\"\\u00e4\\u00f6\\u00e5\"}".getBytes(StandardCharsets.UTF_8), escaped))
                .isInstanceOf(Received.Items.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sha256=",
                V1,
                "sha1=" + V1,
                "sha256=" + V1 + "0",
                "sha256= " + V1,
                "sha256=33338f7b15eee842f7d5c2ff97240ea41f64d0370474b4a1ebca186e26438f1",
                "sha256=zz38f7b15eee842f7d5c2ff97240ea41f64d0370474b4a1ebca186e26438f1e5"
            })
    void a_header_of_another_form_is_refused(String header) {
        assertRefused(receive(signed("v1"), header));
    }

    @Test
    void a_missing_header_two_headers_and_the_old_header_are_refused() {
        byte[] body = signed("v1");
        assertRefused(Documents.receive(channel, Documents.post(body, Map.of())));
        assertRefused(Documents.receive(
                channel, Documents.post(body, Map.of("x-hub-signature-256", List.of("sha256=" + V1, "sha256=" + V1)))));
        assertRefused(Documents.receive(
                channel, Documents.post(body, Map.of("x-hub-signature", List.of("sha256=" + V1)))));
    }

    @Test
    void digits_may_be_upper_case() {
        assertThat(receive(signed("v1"), "sha256=" + V1.toUpperCase(Locale.ROOT)))
                .isInstanceOf(Received.Items.class);
    }

    @Test
    void two_secrets_are_valid_at_once_and_no_others() {
        byte[] body = signed("v1");
        WebhookRequest request = Documents.post(body, Map.of("x-hub-signature-256", List.of("sha256=" + V1)));
        assertThat(Documents.receive(
                        Documents.changed(Documents.META, "{\"api_secret\":[\"new\",\"unit-test-app-secret\"]}"),
                        request))
                .isInstanceOf(Received.Items.class);
        assertRefused(
                Documents.receive(Documents.changed(Documents.META, "{\"api_secret\":[\"new\",\"other\"]}"), request));
    }

    @Test
    void an_observing_channel_takes_what_is_not_proven_and_says_so() {
        ChannelConfig observing =
                Documents.changed(Documents.META, "{\"verification\":\"observe\",\"api_secret\":null}");
        Received received = Documents.receive(observing, Documents.post(signed("v1"), Map.of()));
        assertThat(received).isInstanceOfSatisfying(Received.Items.class, items -> {
            assertThat(items.unproven()).contains("api_secret");
            assertThat(items.items()).extracting(RawItem::sourceKey).containsExactly("message:wamid.TEST0001");
        });
        Received proven = Documents.receive(
                Documents.changed(Documents.META, "{\"verification\":\"observe\"}"),
                Documents.post(signed("v1"), Map.of("x-hub-signature-256", List.of("sha256=" + V1))));
        assertThat(((Received.Items) proven).unproven()).isNull();
    }

    @Test
    void reasons_and_answers_tell_no_secret() {
        Received.Refused refused = (Received.Refused) receive(signed("v1"), "sha256=" + V2);
        assertThat(refused.reason()).doesNotContain("unit-test-app-secret").doesNotContain(V1);
        assertThat(refused.answer().body()).isEmpty();
    }
}
