package io.deskwire.adapter.whatsapp;

import io.deskwire.adapter.whatsapp.WebhookElement.Kind;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes a verified webhook body apart into one item per update, each a body of its own of the same shape, so that a bad one
 * harms none of the others.
 */
final class WebhookSplitter {

    /** Format of items whose body is JSON. */
    static final String FORMAT = "whatsapp";

    /** Note on items that say nothing of when they happened: the day on which they came. */
    static final String DAY = "day";

    /** Five times what WhatsApp puts into a body. */
    private static final int MOST_ELEMENTS = 5000;

    /** Every element repeats what surrounds it; of an honest body that is little. */
    private static final long MOST_BYTES = 32L << 20;

    private final OwnNumber own;

    WebhookSplitter(OwnNumber own) {
        this.own = own;
    }

    /** The items in the order in which they are to be worked on; never fails. */
    List<RawItem> split(byte[] body, Instant receivedAt) {
        List<WebhookElement> elements = elements(body);
        if (elements == null || elements.size() > MOST_ELEMENTS) {
            return List.of(whole(body));
        }
        // Values and elements are told by where they stand: two that say the same are two.
        IdentityHashMap<Map<String, Object>, List<WebhookElement>> byValue = new IdentityHashMap<>();
        elements.forEach(element -> byValue.computeIfAbsent(element.value(), value -> new ArrayList<>())
                .add(element));
        IdentityHashMap<WebhookElement, byte[]> alone = new IdentityHashMap<>();
        long size = 0;
        for (Map.Entry<Map<String, Object>, List<WebhookElement>> one : byValue.entrySet()) {
            List<WebhookElement> together = one.getValue();
            Contacts contacts = new Contacts(one.getKey());
            List<Object> strangers = contacts.without(together);
            for (int i = 0; i < together.size(); i++) {
                WebhookElement element = together.get(i);
                byte[] bytes = element.alone(contacts.of(element), i == 0 ? strangers : List.of());
                size += bytes.length;
                if (size > MOST_BYTES) {
                    return List.of(whole(body));
                }
                alone.put(element, bytes);
            }
        }
        return inOrder(elements).stream()
                .map(element -> item(element, Objects.requireNonNull(alone.get(element)), receivedAt))
                .toList();
    }

    /** What is not taken apart is kept as it came. */
    private static RawItem whole(byte[] body) {
        String key = ElementKey.unreadable(Content.of(body).sha256());
        return new RawItem(key, FORMAT, Envelope.unknown(), null, Map.of(), RawBody.of(body));
    }

    private static @Nullable List<WebhookElement> elements(byte[] body) {
        try {
            return WebhookBodies.elements(Json.lenient().parse(body));
        } catch (JsonException e) {
            return null;
        }
    }

    private RawItem item(WebhookElement element, byte[] alone, Instant receivedAt) {
        Map<String, String> meta = new LinkedHashMap<>();
        String key = ElementKey.of(element, () -> Content.of(alone).sha256());
        if (element.kind() == Kind.ERROR) {
            // It has neither id nor time; the same trouble on another day is news.
            String day = receivedAt.atZone(ZoneOffset.UTC).toLocalDate().toString();
            meta.put(DAY, day);
            key = day + ":" + key;
        }
        if (!own.isMeant(element.value())) {
            // A key of its own: should the number become this channel's, the message is not taken for known.
            meta.put(RawItem.FOREIGN, OwnNumber.nameOf(element.value()));
            key = RawItem.FOREIGN + ":" + key;
        }
        return new RawItem(key, FORMAT, Envelope.unknown(), null, meta, RawBody.of(alone));
    }

    /** Messages by their time, then statuses by theirs, then the rest; what has no time keeps its place at the end. */
    private static List<WebhookElement> inOrder(List<WebhookElement> elements) {
        List<WebhookElement> sorted = new ArrayList<>(elements);
        sorted.sort(Comparator.comparingInt((WebhookElement element) -> rank(element.kind()))
                .thenComparing(
                        element -> rank(element.kind()) < 2 ? Timestamps.read(element.object()) : null,
                        Comparator.nullsLast(Comparator.naturalOrder())));
        return sorted;
    }

    private static int rank(Kind kind) {
        return switch (kind) {
            case MESSAGE, ECHO -> 0;
            case STATUS -> 1;
            default -> 2;
        };
    }
}
