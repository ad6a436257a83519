package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.config.ChannelConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialogProofTest {

    private static final String HEX = "2aa12212c0b5cd5e8b0ed6e315e3109043b2ace87fcb1e42a2519033e955d321";
    private static final String BASE_64 = "KqEiEsC1zV6LDtbjFeMQkEOyrOh/yx5ColGQM+lV0yE=";

    private final ChannelConfig partner = Documents.changed(
            Documents.DIALOG, "{\"api_secret\":\"unit-test-platform-secret\",\"webhook_verify_token\":null}");
    private final ChannelConfig direct = Documents.channel(Documents.DIALOG);
    private final byte[] body = MetaProofTest.signed("v1");

    private Received receive(ChannelConfig channel, byte[] bytes, String header, String value) {
        return Documents.receive(channel, Documents.post(bytes, Map.of(header, List.of(value))));
    }

    private static void assertRefused(Received received) {
        assertThat(received).isInstanceOf(Received.Refused.class);
        assertThat(received.answer()).isEqualTo(Answer.of(401));
    }

    @ParameterizedTest
    @ValueSource(strings = {HEX, "sha256=" + HEX, BASE_64})
    void a_partners_signature_proves_in_every_way_of_writing_and_one_flipped_byte_does_not(String signature) {
        assertThat(receive(partner, body, "x-360dialog-signature", signature)).isInstanceOf(Received.Items.class);
        for (int i = 0; i < body.length; i++) {
            byte[] flipped = body.clone();
            flipped[i] ^= 1;
            assertRefused(receive(partner, flipped, "x-360dialog-signature", signature));
        }
        int start = signature.startsWith("sha256=") ? 7 : 0;
        for (int i = start; i < signature.length(); i++) {
            char[] flipped = signature.toCharArray();
            flipped[i] = flipped[i] == '0' ? '1' : '0';
            assertRefused(receive(partner, body, "x-360dialog-signature", new String(flipped)));
        }
        char[] last = BASE_64.toCharArray();
        last[last.length - 2]++;
        assertRefused(receive(partner, body, "x-360dialog-signature", new String(last)));
    }

    @Test
    void a_token_does_not_stand_in_for_a_partners_signature() {
        ChannelConfig both = Documents.changed(Documents.DIALOG, "{\"api_secret\":\"unit-test-platform-secret\"}");
        assertRefused(receive(both, body, "X-Webhook-Token", "verify-me"));
        assertThat(receive(both, body, "x-360dialog-signature", HEX)).isInstanceOf(Received.Items.class);
    }

    @Test
    void a_direct_clients_token_proves_in_either_header() {
        assertThat(receive(direct, body, "X-Webhook-Token", "verify-me")).isInstanceOf(Received.Items.class);
        assertThat(receive(direct, body, "Authorization", "Bearer verify-me")).isInstanceOf(Received.Items.class);
        assertRefused(receive(direct, body, "X-Webhook-Token", "verify-mf"));
        assertRefused(receive(direct, body, "X-Webhook-Token", "verify-me2"));
        assertRefused(receive(direct, body, "Authorization", "Basic verify-me"));
        assertRefused(receive(direct, body, "x-360dialog-signature", HEX));
        assertRefused(Documents.receive(
                direct, Documents.post(body, Map.of("x-webhook-token", List.of("verify-me", "verify-me")))));
    }

    @Test
    void the_retiring_token_still_proves() {
        ChannelConfig rotating =
                Documents.changed(Documents.DIALOG, "{\"webhook_verify_token\":[\"new\",\"verify-me\"]}");
        assertThat(receive(rotating, body, "X-Webhook-Token", "verify-me")).isInstanceOf(Received.Items.class);
        assertThat(receive(rotating, body, "X-Webhook-Token", "new")).isInstanceOf(Received.Items.class);
    }

    @Test
    void nothing_asks_by_get() {
        assertThat(Documents.receive(direct, Documents.get(Map.of())).answer().status())
                .isEqualTo(405);
    }
}
