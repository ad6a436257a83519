package io.deskwire.adapter.cloud.sendgrid;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProofTest {

    private static final Object[] BASIC = {"webhook_username", "sendgrid", "webhook_password", "p:w"};

    @Test
    void the_password_in_the_address_proves_where_no_key_is_configured() throws IOException {
        ChannelConfig config =
                Documents.of("webhook_secret", null, BASIC[0], BASIC[1], BASIC[2], List.of("new", "p:w"));

        assertThat(Documents.receive(config, unsigned("sendgrid:p:w"))).isInstanceOf(Received.Items.class);
        assertThat(Documents.receive(config, unsigned("sendgrid:new"))).isInstanceOf(Received.Items.class);
        for (String wrong : List.of("sendgrid:p", "other:p:w", "sendgrid", "")) {
            assertThat(Documents.receive(config, unsigned(wrong)).answer().status())
                    .isEqualTo(401);
        }
        assertThat(Documents.receive(config, Vectors.mail().request()).answer().status())
                .isEqualTo(401);
    }

    @Test
    void where_both_are_configured_both_are_needed() throws IOException {
        ChannelConfig config = Documents.of(BASIC);

        assertThat(Documents.receive(config, unsigned("sendgrid:p:w")).answer().status())
                .isEqualTo(401);
        assertThat(Documents.receive(config, Vectors.mail().request()).answer().status())
                .isEqualTo(401);
        Map<String, List<String>> headers =
                new LinkedHashMap<>(Vectors.mail().request().headers());
        headers.put("authorization", List.of(basic("sendgrid:p:w")));
        assertThat(Documents.receive(
                        config,
                        Vectors.post(
                                headers,
                                Content.of(Vectors.mail().body()),
                                Vectors.mail().signedAt())))
                .isInstanceOf(Received.Items.class);
    }

    @Test
    void observing_takes_what_is_not_proven_and_says_so() throws IOException {
        ChannelConfig config = Documents.of("verification", "observe");

        Received.Items items = (Received.Items) Documents.receive(config, unsigned("a:b"));

        assertThat(items.unproven()).contains("signature");
        assertThat(items.items()).hasSize(1);
        assertThat(((Received.Items) Documents.receive(config, Vectors.mail().request())).unproven())
                .isNull();
    }

    @Test
    void only_posts_are_taken() throws IOException {
        WebhookRequest post = Vectors.mail().request();
        WebhookRequest get = new WebhookRequest(
                "GET", post.url(), Map.of(), post.headers(), Content.of(new byte[0]), post.receivedAt());

        assertThat(Documents.receive(Documents.of(), get).answer().status()).isEqualTo(405);
    }

    private static WebhookRequest unsigned(String credentials) {
        return Vectors.post(
                Map.of(
                        "content-type", List.of(Vectors.MULTIPART),
                        "authorization", List.of(basic(credentials))),
                Content.of(Vectors.mail().body()),
                Vectors.mail().signedAt());
    }

    private static String basic(String credentials) {
        return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }
}
