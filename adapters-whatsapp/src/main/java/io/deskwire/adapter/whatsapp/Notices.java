package io.deskwire.adapter.whatsapp;

import io.deskwire.message.ChannelEvent;
import io.deskwire.message.MessageKind;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is neither a message nor about one: accounts, numbers, templates, calls, preferences, what nobody knows yet. */
final class Notices {

    private Notices() {}

    static void read(WebhookElement element, List<?> contacts, Draft draft) {
        Map<String, Object> object = element.object();
        String field = element.frame().field();
        switch (element.kind()) {
            case ERROR -> {
                draft.notice("errors", object);
                ProviderErrors.in(Map.of("errors", List.of(object))).forEach(error -> draft.text(error.line()));
            }
            case CALL -> {
                boolean ours = "BUSINESS_INITIATED".equalsIgnoreCase(Tree.word(object, "direction"));
                boolean begins = !ours && "connect".equalsIgnoreCase(Tree.word(object, "event"));
                (begins ? draft.event(MessageKind.SYSTEM, new ChannelEvent.Call()) : draft.notice("calls", object))
                        .text(words("Call", object, "event", "status"));
                person(object, contacts, ours ? "to" : "from", draft);
            }
            case HISTORY -> draft.notice("history", history(object)).text("Old messages from the phone's app");
            case STATE_SYNC ->
                draft.notice(field.equals("messages") ? "smb_app_state_sync" : field, object)
                        .text("Contacts from the phone's app");
            case PREFERENCE -> {
                draft.notice("user_preferences", object).text(words("Preference", object, "category", "value"));
                person(object, contacts, "wa_id", draft);
            }
            default -> {
                draft.notice(field, object).text(words(field, object, "event", "decision", "message_template_name"));
                if (!(element.content() instanceof Map)) {
                    draft.issue("not-an-object", "the value is not an object");
                }
            }
        }
        draft.sentAt(time(element));
    }

    /** Something for another number of the same account: kept, and never a ticket here. */
    static void foreign(WebhookElement element, Draft draft) {
        Map<String, Object> details = new LinkedHashMap<>(Tree.object(element.value(), "metadata"));
        details.put("field", element.frame().field());
        details.put("kind", element.kind().name().toLowerCase(Locale.ROOT));
        draft.notice("unknown_phone_number", details)
                .text("A webhook for a number that is not this channel's")
                .sentAt(Timestamps.read(element.object()));
    }

    private static @Nullable Instant time(WebhookElement element) {
        Instant own = Timestamps.read(element.object());
        Map<String, Object> entry = element.frame().entry();
        return own == null && entry != null ? Timestamps.read(entry, "time") : own;
    }

    private static void person(Map<String, Object> object, List<?> contacts, String name, Draft draft) {
        String userId = name.equals("wa_id") ? "user_id" : name + "_user_id";
        Identities customer = Identities.named(MessageReader.name(contacts))
                .add(Tree.word(object, name))
                .add(Tree.word(object, userId));
        MessageReader.addContacts(customer, contacts);
        draft.from(customer.all());
    }

    /** How much came; the messages themselves stay in the raw bytes, where there may be half a year of them. */
    private static Map<String, Object> history(Map<String, Object> history) {
        Map<String, Object> details = new LinkedHashMap<>(history);
        details.remove("threads");
        List<?> threads = Tree.list(history, "threads");
        details.put("thread_count", (long) threads.size());
        details.put(
                "message_count",
                threads.stream()
                        .mapToLong(thread ->
                                Tree.list(Tree.object(thread), "messages").size())
                        .sum());
        return details;
    }

    private static String words(String first, Map<String, Object> object, String... names) {
        String rest = Stream.of(names)
                .map(name -> Tree.text(object, name))
                .filter(Objects::nonNull)
                .map(text -> Identities.plain(text, 200))
                .collect(Collectors.joining(" "));
        return rest.isEmpty() ? first : first + ": " + rest;
    }
}
