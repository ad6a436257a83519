package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WhatsAppChannelTypeTest {

    private final WhatsAppChannelType type = new WhatsAppChannelType();
    private final ChannelContext context = new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none());

    @Test
    void it_names_itself_its_secrets_and_its_formats() {
        assertThat(type.id()).isEqualTo("whatsapp");
        assertThat(type.secretFields()).containsExactlyInAnyOrder("api_key", "api_secret", "webhook_verify_token");
        assertThat(type.decoders()).containsOnlyKeys("whatsapp", "whatsapp-form");
    }

    @ParameterizedTest
    @ValueSource(strings = {Documents.META, Documents.DIALOG, Documents.TWILIO})
    void every_flavour_opens_with_what_it_can_do_and_closes_twice(String document) {
        Channel channel = type.open(Documents.channel(document), context);
        assertThat(channel.webhook()).isPresent();
        assertThat(channel.outbound()).isPresent();
        assertThat(channel.media()).isPresent();
        assertThat(channel.inbound()).isEmpty();
        channel.close();
        channel.close();
    }

    @Test
    void a_document_with_problems_does_not_open() {
        assertThatThrownBy(() -> type.open(Documents.channel("{}"), context))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_is_neither_get_nor_post_is_refused() throws IOException {
        try (Channel channel = type.open(Documents.channel(Documents.META), context)) {
            Received received = channel.webhook()
                    .orElseThrow()
                    .receive(new WebhookRequest(
                            "PUT",
                            URI.create("https://x.example/"),
                            Map.of(),
                            Map.of(),
                            Content.of(new byte[0]),
                            Bodies.RECEIVED));
            assertThat(received.answer()).isEqualTo(Answer.of(405));
        }
    }

    @Test
    void two_tenants_with_the_same_number_do_not_prove_each_others_webhooks() throws IOException {
        var signed = Documents.post(
                MetaProofTest.signed("v1"),
                Map.of(
                        "x-hub-signature-256",
                        List.of("sha256=3338f7b15eee842f7d5c2ff97240ea41f64d0370474b4a1ebca186e26438f1e5")));
        assertThat(Documents.receive(Documents.channel(Documents.META), signed)).isInstanceOf(Received.Items.class);
        assertThat(Documents.receive(Documents.changed(Documents.META, "{\"api_secret\":\"another app\"}"), signed))
                .isInstanceOf(Received.Refused.class);
    }
}
