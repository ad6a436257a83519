package io.deskwire.adapter.helpdesks.chatwoot;

import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.MessageText;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.adapter.helpdesks.UncertainWriteException;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.message.Address;
import io.deskwire.message.InboundMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds or makes the contact of a message and their place in the inbox. Addresses and identifiers are unique in an account; a
 * contact who is there already is refused with 422 and found by the search then.
 */
final class ChatwootContacts {

    private final ChatwootApi api;

    ChatwootContacts(ChatwootApi api) {
        this.api = api;
    }

    /**
     * @param id the contact
     * @param sourceId the contact's name in the inbox
     */
    record Contact(long id, String sourceId) {}

    Contact of(InboundMessage message) throws ChannelException {
        Address from = message.from();
        String wanted = from == null ? "unknown sender" : from.value().strip().toLowerCase(Locale.ROOT);
        Optional<Map<String, Object>> known = search(wanted, from);
        Map<String, Object> contact = known.isPresent() ? known.get() : make(message, from, wanted);
        long id = Trees.number(contact, "id");
        Optional<String> source = source(contact);
        return new Contact(id, source.isPresent() ? source.get() : place(id));
    }

    private Optional<Map<String, Object>> search(String wanted, @Nullable Address from) throws ChannelException {
        HelpdeskCalls calls = api.calls();
        Map<String, Object> tree = Trees.object(calls.tree(calls.call(
                "GET",
                api.path("/contacts/search?include_contact_inboxes=true&q=" + ChatwootApi.segment(wanted)),
                null)));
        return Trees.objects(tree, "payload").stream()
                .filter(contact -> Trees.number(contact, "id") > 0)
                .filter(contact -> identifier(from, wanted).equals(Trees.text(contact, "identifier"))
                        || wanted.equalsIgnoreCase(Trees.textOrEmpty(contact, "email"))
                        || wanted.equals(Trees.text(contact, "phone_number")))
                .findFirst();
    }

    private static String identifier(@Nullable Address from, String wanted) {
        return from == null
                ? "deskwire:unknown"
                : "deskwire:" + from.kind().name().toLowerCase(Locale.ROOT) + ":" + wanted;
    }

    private Map<String, Object> make(InboundMessage message, @Nullable Address from, String wanted)
            throws ChannelException {
        HelpdeskCalls calls = api.calls();
        Map<String, Object> contact = new LinkedHashMap<>();
        contact.put("inbox_id", api.settings().inbox());
        contact.put("name", MessageText.name(message));
        contact.put("identifier", identifier(from, wanted));
        if (from != null && from.kind() == Address.Kind.EMAIL) {
            contact.put("email", wanted);
        } else if (from != null && wanted.matches("\\+[1-9][0-9]{1,14}")) {
            contact.put("phone_number", wanted);
        }
        HttpAnswer answer = write(calls.json("POST", api.path("/contacts"), contact), "contact");
        if (answer.status() == 422) {
            return search(wanted, from)
                    .orElseThrow(() -> ChannelException.of(
                            FailureKind.TRANSIENT,
                            "the helpdesk refuses to make the contact, and its search does not know them (yet)"));
        }
        if (!answer.isSuccess()) {
            throw calls.refused(answer);
        }
        Map<String, Object> made = Trees.object(Trees.object(HelpdeskCalls.tree(answer)), "payload");
        Map<String, Object> whole = new LinkedHashMap<>(Trees.object(made, "contact"));
        whole.putIfAbsent("contact_inboxes", List.of(Trees.object(made, "contact_inbox")));
        if (Trees.number(whole, "id") < 0) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the helpdesk answered without the contact it made");
        }
        return whole;
    }

    private Optional<String> source(Map<String, Object> contact) {
        return Trees.objects(contact, "contact_inboxes").stream()
                .filter(place -> Trees.number(Trees.object(place, "inbox"), "id")
                        == api.settings().inbox())
                .map(place -> Trees.textOrEmpty(place, "source_id"))
                .filter(source -> !source.isEmpty())
                .findFirst();
    }

    /** A contact of other inboxes gets a place in ours. */
    private String place(long contact) throws ChannelException {
        HelpdeskCalls calls = api.calls();
        HttpAnswer answer = write(
                calls.json(
                        "POST",
                        api.path("/contacts/" + contact + "/contact_inboxes"),
                        Map.of("inbox_id", api.settings().inbox())),
                "contact's place");
        if (!answer.isSuccess()) {
            throw calls.refused(answer);
        }
        String source = Trees.text(Trees.object(HelpdeskCalls.tree(answer)), "source_id");
        if (source == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the helpdesk answered without the contact's place");
        }
        return source;
    }

    /** Whether it was made shows the next time; a second place of a contact does no harm. */
    private HttpAnswer write(HttpCall call, String what) throws ChannelException {
        try {
            return api.calls().write(call);
        } catch (UncertainWriteException e) {
            throw ChannelException.of(
                    FailureKind.TRANSIENT, "the " + what + " may not have been made: " + e.getMessage());
        }
    }
}
