package io.deskwire.adapter.whatsapp;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a customer sent, as a text that an agent can read and files. The content stands in an object that is named like the
 * message's type. What is not understood becomes a line that says so: the customer did write.
 */
final class MessageContent {

    /** Types whose content is read here, besides files. */
    private static final Set<String> READABLE =
            Set.of("text", "location", "contacts", "interactive", "button", "order");

    private MessageContent() {}

    /** The message's type; where it names none, the one whose object is there. */
    static String type(Map<String, Object> message) {
        String type = Tree.word(message, "type");
        if (type != null) {
            return type;
        }
        for (String name : message.keySet()) {
            if (READABLE.contains(name) || MediaPart.TYPES.contains(name)) {
                return name;
            }
        }
        return "unknown";
    }

    /** Reads text and files of a message into the draft. */
    static void read(Map<String, Object> message, Draft draft) {
        String type = type(message);
        Map<String, Object> content = Tree.object(message, type);
        boolean known = READABLE.contains(type) || MediaPart.TYPES.contains(type);
        if (known && content.isEmpty() && !type.equals("contacts")) {
            draft.issue("missing-content", "the message has no " + type + " object");
            unsupported(type, draft);
        } else if (MediaPart.TYPES.contains(type)) {
            file(type, content, draft);
        } else {
            switch (type) {
                case "text" -> text(content, draft);
                case "location" -> draft.text(ReadableText.location(content));
                case "contacts" -> contacts(Tree.list(message, "contacts"), draft);
                case "interactive" -> InteractiveContent.read(content, draft);
                case "button" -> button(content, draft);
                case "order" -> draft.text(ReadableText.order(content));
                case "unsupported", "unknown" -> {
                    String named = Tree.word(Tree.object(message, "unsupported"), "type");
                    unsupported(named == null ? "unknown" : named, draft);
                }
                default -> unsupported(type, draft);
            }
        }
    }

    /** The line that stands for something that cannot be shown. */
    static void unsupported(String what, Draft draft) {
        draft.text("[Unsupported WhatsApp message: " + Identities.plain(what, 80) + "]");
    }

    private static void text(Map<String, Object> content, Draft draft) {
        String body = Tree.text(content, "body");
        if (body == null) {
            draft.issue("missing-content", "the text is empty");
            unsupported("text", draft);
        } else {
            draft.text(body);
        }
    }

    private static void contacts(List<?> cards, Draft draft) {
        if (cards.isEmpty()) {
            draft.issue("missing-content", "the message has no contacts");
            unsupported("contacts", draft);
            return;
        }
        draft.text(ReadableText.contacts(cards));
        boolean asked =
                cards.stream().anyMatch(card -> "contact_request".equals(Tree.word(Tree.object(card), "origin")));
        if (asked) {
            draft.note("Answers a request for contact details");
        }
    }

    private static void button(Map<String, Object> content, Draft draft) {
        String text = Tree.firstText(content, "text", "payload");
        if (text == null) {
            draft.issue("missing-content", "the button has neither text nor payload");
            unsupported("button", draft);
        } else {
            draft.text(text);
        }
        draft.reference(Tree.text(content, "payload"));
    }

    private static void file(String type, Map<String, Object> content, Draft draft) {
        MediaPart part = MediaPart.of(type, content);
        draft.attach(part.attachment(draft.attachmentCount()));
        if (part.id() == null && part.url() == null) {
            draft.issue("missing-media", "the provider gave neither id nor address of the file");
        }
        String caption = Tree.text(content, "caption");
        draft.text(caption == null ? "" : caption);
        if (type.equals("voice") || Tree.isTrue(content, "voice")) {
            draft.note("Voice message");
        } else if (type.equals("sticker")) {
            draft.note(Tree.isTrue(content, "animated") ? "Animated sticker" : "Sticker");
        }
    }

    /** The file of a message, or null when its type has none. */
    static @Nullable MediaPart media(Map<String, Object> message) {
        String type = type(message);
        Map<String, Object> content = Tree.object(message, type);
        return MediaPart.TYPES.contains(type) && !content.isEmpty() ? MediaPart.of(type, content) : null;
    }
}
