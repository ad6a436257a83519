package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.ContentBody;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A post of the Event Webhook: an array of events, each an item of its own with the bytes it came with. */
final class EventBatch {

    /** Format of items whose body is one event. */
    static final String FORMAT = "sendgrid-event";

    /** SendGrid posts at 768 kB; what is far beyond is kept whole and read by nobody. */
    static final int LARGEST = 8 << 20;

    private static final int LONGEST_KEY = 200;

    private EventBatch() {}

    /** Whether a request is one, by its media type, or by its first byte where it is neither this nor a mail. */
    static boolean isIn(WebhookRequest request) throws IOException {
        String type = request.header("content-type").orElse("").strip().toLowerCase(Locale.ROOT);
        if (type.startsWith("application/json")) {
            return true;
        }
        if (type.startsWith("multipart/")) {
            return false;
        }
        try (InputStream body = request.body().open()) {
            int first = body.read();
            return first == '[' || first == '{';
        }
    }

    /** The items in the order of the array. */
    static List<RawItem> items(WebhookRequest request, SendGridSettings settings) throws IOException {
        Optional<byte[]> body = ContentBody.small(request.body(), LARGEST);
        List<byte[]> elements = body.map(JsonElements::of).orElse(null);
        if (elements == null) {
            String key = "event:sha256-" + request.body().sha256();
            RawBody whole = new ContentBody(request.body());
            return List.of(new RawItem(key, FORMAT, Envelope.unknown(), null, Map.of(), whole));
        }
        List<RawItem> items = new ArrayList<>();
        for (byte[] element : elements) {
            items.add(item(element, settings));
        }
        return items;
    }

    private static RawItem item(byte[] element, SendGridSettings settings) {
        Map<String, Object> event = tree(element);
        String channel = Tree.text(event, MailSend.CHANNEL);
        boolean foreign = channel != null && !channel.equals(settings.channelName());
        Map<String, String> meta =
                foreign ? Map.of(RawItem.FOREIGN, WebhookKeys.channel(String.valueOf(channel))) : Map.of();
        return new RawItem("event:" + id(event, element), FORMAT, Envelope.unknown(), null, meta, RawBody.of(element));
    }

    /** What makes an event the same as one that was posted before. */
    static String id(Map<String, Object> event, byte[] bytes) {
        String id = Tree.word(event, "sg_event_id");
        if (id == null) {
            return "sha256-" + Content.of(bytes).sha256();
        }
        boolean odd = id.length() > LONGEST_KEY || id.chars().anyMatch(c -> c <= ' ' || c >= 127);
        return odd ? "sha256-" + Content.of(id.getBytes(StandardCharsets.UTF_8)).sha256() : id;
    }

    /** The event, or an empty one when the bytes are no object. */
    static Map<String, Object> tree(byte[] element) {
        try {
            return Tree.object(Json.lenient().parse(element));
        } catch (JsonException e) {
            return Map.of();
        }
    }
}
