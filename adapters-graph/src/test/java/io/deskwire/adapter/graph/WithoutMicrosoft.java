package io.deskwire.adapter.graph;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Content;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Configures, opens and posts to a channel; the program of {@link WithoutMicrosoftTest}. */
final class WithoutMicrosoft {

    private static final Logger LOG = LoggerFactory.getLogger(WithoutMicrosoft.class);

    private WithoutMicrosoft() {}

    public static void main(String[] arguments) throws Exception {
        GraphChannelType type = new GraphChannelType(() -> Instant.EPOCH);
        Map<String, Object> document = new HashMap<>(Map.of(
                "client_id", "a",
                "client_secret", "b",
                "tenant_id", "acme.example",
                "email_address", "support@acme.example",
                "webhook_url", "https://desk.example/hook",
                "webhook_secret", "c"));
        ChannelContext context = new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none());
        ChannelConfig config = ChannelConfig.of("acme", "support", "microsoft365", document, null);
        LOG.warn("problems {}", type.check(config).size());
        try (Channel channel = type.open(config, context)) {
            LOG.warn("handshake {}", post(channel, "", Map.of("validationToken", List.of("t"))));
            LOG.warn("forged {}", post(channel, "{\"value\":[{\"clientState\":\"x\"}]}", Map.of()));
        }
        document.put("auth_mode", "delegated");
        LOG.warn(
                "consent {}",
                type.consent(ChannelConfig.of("acme", "support", "microsoft365", document, null), context)
                        .isPresent());
        LOG.warn(
                "library {}",
                WithoutMicrosoft.class.getClassLoader().getResource("com/microsoft/kiota/RequestAdapter.class")
                        != null);
    }

    private static int post(Channel channel, String body, Map<String, List<String>> query) throws Exception {
        WebhookRequest request = new WebhookRequest(
                "POST",
                URI.create("https://desk.example/hook"),
                query,
                Map.of(),
                Content.of(body.getBytes(StandardCharsets.UTF_8)),
                Instant.EPOCH);
        return channel.webhook().orElseThrow().receive(request).answer().status();
    }
}
