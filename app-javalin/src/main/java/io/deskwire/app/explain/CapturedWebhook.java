package io.deskwire.app.explain;

import io.deskwire.adapter.whatsapp.WhatsAppChannelType;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The body of a webhook that somebody kept in a file, taken apart as the channel does it; a body may hold many updates. */
final class CapturedWebhook {

    private static final int LOOKED_AT = 4096;

    /** What providers send at once is at most 3 MB. */
    private static final long LARGEST = 4L << 20;

    /** What Twilio sends is a form, of which one field is there in every one. */
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]+=[^\\s]*&?[^\\s]*\\bMessageSid=[^\\s]*");

    /** Nothing is proven here and nobody is called: only the form of the document counts. */
    private static final Map<String, Object> META =
            Map.of("phone_number", "+10000000", "phone_number_id", "0", "api_key", "none", "verification", "observe");

    private static final Map<String, Object> TWILIO = Map.of(
            "flavour", "twilio",
            "phone_number", "+10000000",
            "api_key", "AC00000000000000000000000000000000",
            "api_secret", "none",
            "webhook_url", "https://localhost/",
            "verification", "observe");

    private CapturedWebhook() {}

    /** Whether a file is one: mails begin with a header, which neither of the two forms looks like. */
    static boolean looksLike(Path file) throws IOException {
        String start = start(file);
        return Files.size(file) <= LARGEST
                && (isJson(start) || FORM.matcher(start).lookingAt());
    }

    private static String start(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(LOOKED_AT), StandardCharsets.UTF_8).stripLeading();
        }
    }

    private static boolean isJson(String start) {
        return start.startsWith("{") || start.startsWith("[");
    }

    /** The items that the channel would store. */
    static List<RawItem> items(Path file) throws IOException {
        boolean json = isJson(start(file));
        ChannelConfig config = ChannelConfig.of("explain", "explain", "whatsapp", json ? META : TWILIO, null);
        ChannelContext context = new ChannelContext(EgressPolicy.publicOnly(), AccessTokens.none());
        WebhookRequest request = new WebhookRequest(
                "POST",
                URI.create("https://localhost/"),
                Map.of(),
                Map.of("content-type", List.of(json ? "application/json" : "application/x-www-form-urlencoded")),
                Content.of(Files.readAllBytes(file)),
                Instant.EPOCH);
        try (Channel channel = new WhatsAppChannelType().open(config, context)) {
            Optional<WebhookChannel> webhook = channel.webhook();
            return webhook.isPresent() && webhook.get().receive(request) instanceof WebhookChannel.Received.Items items
                    ? items.items()
                    : List.of();
        }
    }

    /** What the transport noted about an item, without its being for another number: here every number is another. */
    static Map<String, String> meta(RawItem item) {
        Map<String, String> meta = new HashMap<>(item.meta());
        meta.remove(RawItem.FOREIGN);
        return meta;
    }
}
