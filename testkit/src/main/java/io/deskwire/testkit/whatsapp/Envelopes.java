package io.deskwire.testkit.whatsapp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Updates in Meta's envelope: entries by account, changes by number and field. */
final class Envelopes {

    private static final String METADATA = "metadata";

    private Envelopes() {}

    static Map<String, Object> wrap(List<Update> updates, Instant now) {
        List<Map<String, Object>> entries = new ArrayList<>();
        Update previous = null;
        List<Update> change = new ArrayList<>();
        for (Update update : updates) {
            if (previous != null && !sameChange(previous, update)) {
                add(entries, change, now);
                change = new ArrayList<>();
            }
            change.add(update);
            previous = update;
        }
        if (!change.isEmpty()) {
            add(entries, change, now);
        }
        return Trees.of("object", "whatsapp_business_account", "entry", entries);
    }

    private static boolean sameChange(Update one, Update other) {
        return one.array() != null
                && Objects.equals(one.array(), other.array())
                && one.number() == other.number()
                && one.field().equals(other.field());
    }

    private static void add(List<Map<String, Object>> entries, List<Update> change, Instant now) {
        Update first = change.get(0);
        String waba = first.number().spec().wabaId();
        Map<String, Object> asTree = Trees.of("value", value(change), "field", first.field());
        Map<String, Object> last = entries.isEmpty() ? null : entries.get(entries.size() - 1);
        if (last != null && !first.ofAccount() && !last.containsKey("time") && waba.equals(last.get("id"))) {
            changesOf(last).add(asTree);
            return;
        }
        List<Object> changes = new ArrayList<>();
        changes.add(asTree);
        entries.add(Trees.of("id", waba, "time", first.ofAccount() ? now.getEpochSecond() : null, "changes", changes));
    }

    @SuppressWarnings("unchecked") // Made just above.
    private static List<Object> changesOf(Map<String, Object> entry) {
        return (List<Object>) Objects.requireNonNull(entry.get("changes"));
    }

    private static Map<String, Object> value(List<Update> change) {
        Update first = change.get(0);
        if (first.ofAccount()) {
            return first.element();
        }
        NumberSpec spec = first.number().spec();
        Map<String, Object> value = Trees.of(
                "messaging_product",
                "whatsapp",
                METADATA,
                Trees.of("display_phone_number", spec.displayDigits(), "phone_number_id", spec.phoneNumberId()),
                "contacts",
                contacts(change));
        if (first.array() == null) {
            value.putAll(first.element());
        } else {
            value.put(first.array(), change.stream().map(Update::element).toList());
        }
        return value;
    }

    private static @Nullable List<Map<String, Object>> contacts(List<Update> change) {
        List<Map<String, Object>> contacts = new ArrayList<>();
        for (Update update : change) {
            if (update.contact() != null && !contacts.contains(update.contact())) {
                contacts.add(update.contact());
            }
        }
        return contacts.isEmpty() ? null : contacts;
    }
}
