package io.deskwire.adapter.whatsapp;

import io.deskwire.json.Json;
import io.deskwire.message.Content;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What makes an element the same as one that was handed over before: providers repeat themselves for days. */
final class ElementKey {

    private static final int LONGEST = 200;

    private ElementKey() {}

    /**
     * @param element what the body tells
     * @param sha256 hash of the item's bytes, for elements without an id of their own
     */
    static String of(WebhookElement element, Supplier<String> sha256) {
        String own = own(element);
        return element.kind().prefix() + ":" + (own == null ? "sha256-" + sha256.get() : own);
    }

    /** For a body that nobody can take apart. */
    static String unreadable(String sha256) {
        return WebhookElement.Kind.UNREADABLE.prefix() + ":sha256-" + sha256;
    }

    private static @Nullable String own(WebhookElement element) {
        Map<String, Object> object = element.object();
        String id = Tree.text(object, "id");
        return switch (element.kind()) {
            case MESSAGE, ECHO -> id == null ? null : plain(id);
            case STATUS -> status(object);
            case CALL -> {
                String event = Tree.firstText(object, "event", "status");
                yield id == null ? null : plain(id) + (event == null ? "" : ":" + plain(event));
            }
            case FIELD -> field(element);
            case ERROR, HISTORY, STATE_SYNC, PREFERENCE, UNREADABLE -> null;
        };
    }

    /** In a group every member has a state of their own. */
    private static @Nullable String status(Map<String, Object> status) {
        String id = Tree.text(status, "id");
        String state = Tree.text(status, "status");
        if (id == null || state == null) {
            return null;
        }
        String participant = Tree.firstText(status, "recipient_participant_user_id", "recipient_participant_id");
        return plain(id) + ":" + plain(state.toLowerCase(Locale.ROOT))
                + (participant == null ? "" : ":" + plain(participant));
    }

    private static @Nullable String field(WebhookElement element) {
        Map<String, Object> entry = element.frame().entry();
        String time = entry == null ? null : Tree.text(entry, "time");
        String id = entry == null ? null : Tree.text(entry, "id");
        if (time == null || id == null) {
            return null;
        }
        String hash = Content.of(Json.writeBytes(element.content())).sha256();
        return plain(id) + ":" + plain(time) + ":" + plain(element.frame().field()) + ":" + hash;
    }

    /** Ids go into database keys: what is long or odd is named by its hash. */
    static String plain(String id) {
        boolean odd = id.length() > LONGEST || id.chars().anyMatch(c -> c <= ' ' || c >= 127);
        return odd ? "sha256-" + Content.of(Json.writeBytes(id)).sha256() : id;
    }
}
