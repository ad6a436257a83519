package io.deskwire.adapter.whatsapp;

import io.deskwire.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a webhook body tells, and where it stands in the body.
 *
 * @param kind what it is
 * @param frame what stands around it; with the element in it, it is a body of its own
 * @param array name of the array in {@code value} that it is an element of, or null when it is the whole value
 * @param value the object around it, with everything that the provider wrote beside the elements
 * @param content the element itself; the whole value for account and template fields
 */
record WebhookElement(
        Kind kind,
        Frame frame,
        @Nullable String array,
        Map<String, Object> value,
        @Nullable Object content) {

    /** Where contacts stand that belong to none of a value's elements. */
    private static final String STRANGERS = "unmatched_contacts";

    /** What an element is. */
    enum Kind {
        MESSAGE("message"),
        ECHO("echo"),
        STATUS("status"),
        ERROR("error"),
        CALL("call"),
        HISTORY("history"),
        STATE_SYNC("state_sync"),
        PREFERENCE("preference"),
        /** A field of an account, a number or a template, or one that nobody knows yet. */
        FIELD("field"),
        /** Not what stands there by the provider's word. */
        UNREADABLE("unreadable");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        /** How keys of such elements begin. */
        String prefix() {
            return prefix;
        }
    }

    /**
     * What stands around a value; null where the body has no such level.
     *
     * @param body the outermost object
     * @param entry the entry, or null in flat bodies
     * @param change the change, or null in flat bodies
     */
    record Frame(
            Map<String, Object> body,
            @Nullable Map<String, Object> entry,
            @Nullable Map<String, Object> change) {

        /** The field that the change names; {@code messages} where it names none. */
        String field() {
            String field = change == null ? null : Tree.word(change, "field");
            return field == null ? "messages" : field;
        }

        /** The same levels around another value, each with everything else that stood there. */
        Map<String, Object> around(@Nullable Object value) {
            if (change == null) {
                return Tree.object(value);
            }
            Map<String, Object> newChange = with(change, "value", value);
            if (entry == null) {
                return newChange;
            }
            return with(body, "entry", List.of(with(entry, "changes", List.of(newChange))));
        }

        // A JSON null is a null value in a tree.
        @SuppressWarnings("NullAway")
        private static Map<String, Object> with(Map<String, Object> old, String name, @Nullable Object value) {
            Map<String, Object> changed = new LinkedHashMap<>(old);
            changed.put(name, value);
            return changed;
        }
    }

    /** The element's object; empty when it is none. */
    Map<String, Object> object() {
        return Tree.object(content);
    }

    /**
     * A body that holds this element and nothing else.
     *
     * @param contacts the element's own
     * @param strangers contacts that nobody named
     */
    byte[] alone(List<?> contacts, List<?> strangers) {
        if (array == null) {
            return Json.writeBytes(frame.around(frame.change() == null ? value : content));
        }
        Map<String, Object> newValue = new LinkedHashMap<>(value);
        for (String name : WebhookBodies.ARRAYS.keySet()) {
            if (!name.equals(array)) {
                newValue.remove(name);
            }
        }
        List<Object> only = new ArrayList<>();
        only.add(content);
        newValue.put(array, only);
        newValue.remove("contacts");
        if (!contacts.isEmpty()) {
            newValue.put("contacts", contacts);
        }
        if (!strangers.isEmpty()) {
            newValue.put(STRANGERS, strangers);
        }
        return Json.writeBytes(frame.around(newValue));
    }
}
