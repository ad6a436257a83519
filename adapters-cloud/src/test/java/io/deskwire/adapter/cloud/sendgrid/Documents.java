package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Channels as tenants configure them. */
final class Documents {

    private Documents() {}

    /** A complete document with further fields; a null takes a field away. */
    static ChannelConfig of(@Nullable Object... more) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("api_key", "SG.test");
        document.put("webhook_secret", Vectors.KEY);
        document.put("email_address", "support@in.desk.example");
        for (int i = 0; i < more.length; i += 2) {
            String name = String.valueOf(more[i]);
            Object value = more[i + 1];
            if (value == null) {
                document.remove(name);
            } else {
                document.put(name, value);
            }
        }
        return ChannelConfig.of("acme", "mail", "sendgrid", document, null);
    }

    static ChannelContext context() {
        return new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none());
    }

    static WebhookChannel.Received receive(ChannelConfig config, WebhookRequest request) throws IOException {
        try (Channel channel = new SendGridChannelType().open(config, context())) {
            return channel.webhook().orElseThrow().receive(request);
        }
    }

    /** The items of a request that must be taken. */
    static List<RawItem> items(WebhookRequest request) throws IOException {
        return ((WebhookChannel.Received.Items) receive(of(), request)).items();
    }

    static ParsedMessage decoded(RawItem item) throws IOException {
        return Objects.requireNonNull(new SendGridChannelType().decoders().get(item.format()), item.format())
                .decode(content(item), item.meta());
    }

    static byte[] attachment(RawItem item, int index) throws IOException {
        try (InputStream in = Objects.requireNonNull(
                        new SendGridChannelType().decoders().get(item.format()))
                .attachment(content(item), item.meta(), index)) {
            return in.readAllBytes();
        }
    }

    static Content content(RawItem item) throws IOException {
        try (InputStream in = item.body().open()) {
            return Content.of(in.readAllBytes());
        }
    }
}
