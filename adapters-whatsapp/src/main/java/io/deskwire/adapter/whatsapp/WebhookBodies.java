package io.deskwire.adapter.whatsapp;

import io.deskwire.adapter.whatsapp.WebhookElement.Frame;
import io.deskwire.adapter.whatsapp.WebhookElement.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds everything that a webhook body tells: all entries, all changes, all elements. Three shapes are read: the Cloud API's
 * envelope, a change without the envelope (as the provider's dashboard shows its samples) and the flat one of the
 * On-Premises API. Nothing is passed over: what stands in the wrong place is an element too, of its own kind.
 */
final class WebhookBodies {

    /** The arrays whose elements stand on their own, in the order in which they are worked on. */
    static final Map<String, Kind> ARRAYS = arrays();

    /** Fields whose values are made of such arrays. In others, such as {@code standby}, a message is not for us to answer. */
    private static final Set<String> SPLIT =
            Set.of("messages", "smb_message_echoes", "calls", "history", "smb_app_state_sync", "user_preferences");

    private static final String OBJECT = "whatsapp_business_account";
    private static final Set<String> ENTRY_NAMES = Set.of("id", "time", "changes");

    private WebhookBodies() {}

    private static Map<String, Kind> arrays() {
        Map<String, Kind> arrays = new LinkedHashMap<>();
        arrays.put("messages", Kind.MESSAGE);
        arrays.put("message_echoes", Kind.ECHO);
        arrays.put("statuses", Kind.STATUS);
        arrays.put("errors", Kind.ERROR);
        arrays.put("calls", Kind.CALL);
        arrays.put("history", Kind.HISTORY);
        arrays.put("state_sync", Kind.STATE_SYNC);
        arrays.put("user_preferences", Kind.PREFERENCE);
        return arrays;
    }

    /** Its elements in the order of the text; null when the body is none that WhatsApp sends. */
    static @Nullable List<WebhookElement> elements(@Nullable Object tree) {
        if (!(tree instanceof Map<?, ?>)) {
            return null;
        }
        Map<String, Object> body = Tree.object(tree);
        List<WebhookElement> found = new ArrayList<>();
        if (body.containsKey("entry")) {
            if (body.get("object") instanceof String object && !object.equals(OBJECT)) {
                return null;
            }
            for (Object entry : Tree.list(body, "entry")) {
                entry(body, entry, found);
            }
            return found;
        }
        if (body.containsKey("field") && body.containsKey("value")) {
            value(new Frame(body, null, body), body.get("value"), found);
            return found;
        }
        if (ARRAYS.keySet().stream().anyMatch(body::containsKey)) {
            value(new Frame(body, null, null), body, found);
            return found;
        }
        return null;
    }

    private static void entry(Map<String, Object> body, @Nullable Object entry, List<WebhookElement> found) {
        if (entry == null) {
            return;
        }
        Map<String, Object> object = Tree.object(entry);
        List<?> changes = Tree.list(object, "changes");
        boolean more = object.keySet().stream().anyMatch(name -> !ENTRY_NAMES.contains(name));
        if (!(entry instanceof Map) || (changes.isEmpty() && more)) {
            found.add(stray(body, entry));
            return;
        }
        for (Object change : changes) {
            if (change instanceof Map<?, ?>) {
                Map<String, Object> named = Tree.object(change);
                value(new Frame(body, object, named), named.get("value"), found);
            } else if (change != null) {
                Map<String, Object> only = new LinkedHashMap<>(object);
                only.put("changes", List.of(change));
                found.add(stray(body, only));
            }
        }
    }

    /** Something in the place of an entry or a change. */
    private static WebhookElement stray(Map<String, Object> body, Object entry) {
        Map<String, Object> only = new LinkedHashMap<>(body);
        only.put("entry", List.of(entry));
        return new WebhookElement(Kind.UNREADABLE, new Frame(only, null, null), null, only, entry);
    }

    private static void value(Frame frame, @Nullable Object value, List<WebhookElement> found) {
        Map<String, Object> object = Tree.object(value);
        int before = found.size();
        if (SPLIT.contains(frame.field())) {
            ARRAYS.forEach((name, kind) -> {
                for (Object element : Tree.list(object, name)) {
                    if (element != null) {
                        Kind is = element instanceof Map<?, ?> ? kind : Kind.UNREADABLE;
                        found.add(new WebhookElement(is, frame, name, object, element));
                    }
                }
            });
        }
        if (found.size() == before && !isEmpty(frame, value)) {
            Kind kind = value instanceof Map<?, ?> ? Kind.FIELD : Kind.UNREADABLE;
            found.add(new WebhookElement(kind, frame, null, object, value));
        }
    }

    /** Nothing is told by a value that is not there, nor by the arrays of a value when all of them are empty. */
    private static boolean isEmpty(Frame frame, @Nullable Object value) {
        if (frame.change() == null) {
            return true;
        }
        return frame.field().equals("messages")
                && value instanceof Map<?, ?> map
                && Set.of("messaging_product", "metadata", "contacts", "messages", "statuses", "errors")
                        .containsAll(map.keySet());
    }
}
