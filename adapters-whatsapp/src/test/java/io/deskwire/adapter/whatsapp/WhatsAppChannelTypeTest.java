package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WhatsAppChannelTypeTest {

    private static final AccessTokens NO_TOKENS = null;

    private final WhatsAppChannelType type = new WhatsAppChannelType();

    @Test
    void it_names_itself_its_secrets_and_its_formats() {
        assertThat(type.id()).isEqualTo("whatsapp");
        assertThat(type.secretFields()).containsExactlyInAnyOrder("api_key", "api_secret", "webhook_verify_token");
        assertThat(type.decoders()).containsOnlyKeys("whatsapp", "whatsapp-form");
    }
}
