package io.deskwire.fuzz;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.PublicFiles;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One channel's webhook, and what holds for everything that it is sent. */
final class WebhookProbe {

    private final ChannelType type;
    private final WebhookChannel webhook;
    private final Map<String, Decoder> decoders;

    WebhookProbe(ChannelType type, Map<String, Object> document) {
        ChannelConfig config = ChannelConfig.of("acme", "mail", type.id(), document, null);
        Expect.that(type.check(config).isEmpty(), () -> "the probe's own document: " + type.check(config));
        ChannelContext context = new ChannelContext(
                EgressPolicy.privateAllowed(), AccessTokens.none(), ChannelMemory.none(), PublicFiles.none());
        Channel channel = type.open(config, context);
        this.type = type;
        this.webhook = channel.webhook().orElseThrow();
        this.decoders = type.decoders();
    }

    static WebhookRequest post(String url, Map<String, List<String>> headers, byte[] body, Instant at) {
        return new WebhookRequest("POST", URI.create(url), Map.of(), headers, Content.of(body), at);
    }

    /** What proves nothing makes no message and no other work. */
    void refuses(WebhookRequest request) throws IOException {
        type.webhookKeys(request);
        Received received = webhook.receive(request);
        Expect.that(
                received instanceof Received.Refused || received instanceof Received.Nothing,
                () -> "taken without proof: " + received);
        Expect.that(received.answer().status() != 500, "an answer of chance");
    }

    /**
     * Takes what is proven, and decodes what came of it.
     *
     * @param statuses the answers that do not make this provider throw away what we did not keep
     */
    List<ParsedMessage> takes(WebhookRequest request, Set<Integer> statuses) throws IOException {
        type.webhookKeys(request);
        Received received = webhook.receive(request);
        int status = received.answer().status();
        Expect.that(statuses.contains(status), () -> "answered " + status + " to what is proven: " + received);
        List<ParsedMessage> messages = new ArrayList<>();
        if (received instanceof Received.Items items) {
            Expect.that(items.unproven() == null, () -> "the proof was not seen: " + items.unproven());
            for (RawItem item : items.items()) {
                if (!item.meta().containsKey(RawItem.ELSEWHERE)) {
                    messages.add(decoded(item));
                }
            }
        }
        return messages;
    }

    /** What is proven, without a claim about the answer. */
    void looksAt(WebhookRequest request) throws IOException {
        type.webhookKeys(request);
        if (webhook.receive(request) instanceof Received.Items items) {
            for (RawItem item : items.items()) {
                if (!item.meta().containsKey(RawItem.ELSEWHERE)) {
                    decoded(item);
                }
            }
        }
    }

    private ParsedMessage decoded(RawItem item) throws IOException {
        Decoder decoder = decoders.get(item.format());
        if (decoder == null) {
            throw new AssertionError("nobody reads " + item.format());
        }
        byte[] bytes;
        try (InputStream in = item.body().open()) {
            bytes = in.readAllBytes();
        }
        return MailOracle.decoded(decoder, Content.of(bytes), item.meta());
    }
}
