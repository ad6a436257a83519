package io.deskwire.adapter.cloud.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.Secret;
import io.deskwire.message.Content;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BasicCredentialsTest {

    private static final BasicCredentials TWO =
            new BasicCredentials(List.of(Secret.of("hook")), List.of(Secret.of("new:pass"), Secret.of("öld")));

    private static boolean shown(BasicCredentials credentials, String... authorization) {
        return credentials.shownBy(new WebhookRequest(
                "POST",
                URI.create("https://x.example/"),
                Map.of(),
                Map.of("Authorization", List.of(authorization)),
                Content.of(new byte[0]),
                Instant.EPOCH));
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "hook:new:pass, true",
        "hook:öld, true",
        "hook:, false",
        "hook, false",
        ":new:pass, false",
        "Hook:new:pass, false",
        "hook:new:pas, false",
        "hook:new:pass2, false"
    })
    void either_password_is_good_and_no_other(String pair, boolean good) {
        assertThat(shown(TWO, basic(pair))).isEqualTo(good);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Basic !!!", "Bearer aG9vazpuZXc6cGFzcw==", "Basic aG9vaw"})
    void what_is_none_proves_nothing(String header) {
        assertThat(shown(TWO, header)).isFalse();
    }

    @Test
    void nothing_configured_proves_nothing() {
        BasicCredentials none = new BasicCredentials(List.of(), List.of());

        assertThat(none.isConfigured()).isFalse();
        assertThat(shown(none, basic(":"))).isFalse();
        assertThat(shown(TWO, basic("hook:öld"), basic("hook:öld"))).isFalse();
        assertThat(BasicCredentials.authorization("hook", Secret.of("öld"))).isEqualTo(basic("hook:öld"));
    }
}
