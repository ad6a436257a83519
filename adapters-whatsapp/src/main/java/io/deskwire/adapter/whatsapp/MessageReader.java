package io.deskwire.adapter.whatsapp;

import io.deskwire.message.Address;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.MessageKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what customers write, and what the tenant's own staff wrote to them in the phone's app. */
final class MessageReader {

    private MessageReader() {}

    static void message(WebhookElement element, List<?> contacts, Draft draft) {
        Map<String, Object> message = element.object();
        Identities customer = Identities.named(name(contacts))
                .add(Tree.word(message, "from"))
                .add(Tree.word(message, "from_user_id"));
        addContacts(customer, contacts);
        List<Address> addresses =
                customer.add(Tree.word(message, "from_parent_user_id")).all();
        draft.from(addresses).to(business(element));
        if (!addresses.isEmpty() && addresses.get(0).kind() != Address.Kind.PHONE) {
            userName(contacts, draft);
        }
        about(message, draft);
        if (!EventReader.read(message, draft)) {
            draft.message();
            MessageContent.read(message, draft);
        }
        if (!draft.hasSender()) {
            draft.issue("no-sender", "the message names neither number nor user id of its sender");
        }
    }

    static void echo(WebhookElement element, List<?> contacts, Draft draft) {
        Map<String, Object> message = element.object();
        Identities customer =
                Identities.named(name(contacts)).add(Tree.word(message, "to")).add(Tree.word(message, "to_user_id"));
        addContacts(customer, contacts);
        List<Address> addresses =
                customer.add(Tree.word(message, "to_parent_user_id")).all();
        List<Address> business = Identities.business(Tree.text(message, "from"));
        draft.from(business.isEmpty() ? business(element) : business);
        if (addresses.isEmpty()) {
            draft.issue("no-recipient", "the message names neither number nor user id of its recipient");
        } else {
            draft.to(addresses.subList(0, 1)).aliases(addresses.subList(1, addresses.size()));
        }
        about(message, draft);
        if (!EventReader.read(message, draft)) {
            draft.event(MessageKind.MESSAGE, new ChannelEvent.Echo());
            MessageContent.read(message, draft);
        }
    }

    /** The business's number, as the value around an element shows it. */
    static List<Address> business(WebhookElement element) {
        return Identities.business(Tree.text(Tree.object(element.value(), "metadata"), "display_phone_number"));
    }

    static void addContacts(Identities customer, List<?> contacts) {
        for (Object contact : contacts) {
            Map<String, Object> object = Tree.object(contact);
            customer.add(Tree.word(object, "wa_id")).add(Tree.word(object, "user_id"));
        }
        for (Object contact : contacts) {
            customer.add(Tree.word(Tree.object(contact), "parent_user_id"));
        }
    }

    static @Nullable String name(List<?> contacts) {
        if (contacts.isEmpty()) {
            return null;
        }
        Map<String, Object> contact = Tree.object(contacts.get(0));
        String name = Tree.text(Tree.object(contact, "profile"), "name");
        return name == null ? Tree.text(contact, "name") : name;
    }

    /** Shown to agents where there is no number to know somebody by; never a key. */
    private static void userName(List<?> contacts, Draft draft) {
        Map<String, Object> contact = contacts.isEmpty() ? Map.of() : Tree.object(contacts.get(0));
        String userName = Tree.text(Tree.object(contact, "profile"), "username");
        if (userName != null) {
            draft.note("WhatsApp user name: " + Identities.plain(userName, 80));
        }
    }

    /** What every kind of message can carry. */
    private static void about(Map<String, Object> message, Draft draft) {
        String id = Tree.word(message, "id");
        draft.id(id == null ? null : ElementKey.plain(id));
        if (id == null) {
            draft.issue("missing-id", "the message has no id");
        }
        time(message, draft);
        String group = Tree.word(message, "group_id");
        if (group != null) {
            draft.group(ElementKey.plain(group)).note("Sent in a group");
        }
        context(Tree.object(message, "context"), draft);
        referral(Tree.object(message, "referral"), draft);
        for (ProviderErrors error : ProviderErrors.in(message)) {
            draft.issue("provider-error", error.line());
        }
    }

    /** Notes when it was written by the provider's time. */
    static void time(Map<String, Object> element, Draft draft) {
        Instant at = Timestamps.read(element);
        draft.sentAt(at);
        if (at == null) {
            draft.issue("unreadable-time", "the provider's time is missing or cannot be");
        }
    }

    private static void context(Map<String, Object> context, Draft draft) {
        String answered = Tree.word(context, "id");
        if (answered != null) {
            draft.answers(ElementKey.plain(answered));
        }
        if (Tree.isTrue(context, "frequently_forwarded")) {
            draft.note("Forwarded many times");
        } else if (Tree.isTrue(context, "forwarded")) {
            draft.note("Forwarded");
        }
        Map<String, Object> product = Tree.object(context, "referred_product");
        String productId = Tree.text(product, "product_retailer_id");
        if (productId != null) {
            String catalogue = Tree.text(product, "catalog_id");
            draft.note("About the product " + productId + (catalogue == null ? "" : " of the catalogue " + catalogue));
        }
    }

    /** Notes the ad or post that led to the message. */
    static void referral(Map<String, Object> referral, Draft draft) {
        if (referral.isEmpty()) {
            return;
        }
        StringBuilder note = new StringBuilder("Came from ");
        String type = Tree.word(referral, "source_type");
        note.append("post".equals(type) ? "a post" : type == null || type.equals("ad") ? "an ad" : type);
        for (String name : new String[] {"headline", "body", "source_url"}) {
            String text = Tree.text(referral, name);
            if (text != null) {
                note.append(note.indexOf(":") < 0 ? ": " : " – ").append(text.strip());
            }
        }
        draft.note(note.toString());
    }
}
