package io.deskwire.adapter.whatsapp;

import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Bodies of {@code POST /messages}, as Meta and 360dialog take them. */
final class MessageBodies {

    private static final int LONGEST_CALLBACK_DATA = 512;

    private MessageBodies() {}

    /** What every message has, around the object that is named like its type. */
    static Map<String, Object> frame(
            OutboundMessage message, Address to, String type, Object content, @Nullable String quoted) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("messaging_product", "whatsapp");
        Recipient.put(body, to);
        body.put("type", type);
        body.put(type, content);
        if (quoted != null) {
            body.put("context", Map.of("message_id", quoted));
        }
        // Every status repeats it: that is how an attempt nobody heard the end of is found again.
        if (message.messageId().length() <= LONGEST_CALLBACK_DATA) {
            body.put("biz_opaque_callback_data", message.messageId());
        }
        return body;
    }

    static Map<String, Object> text(String text) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("body", text);
        content.put("preview_url", false);
        return content;
    }

    /** An uploaded file. */
    static Map<String, Object> media(SendableFile file, String mediaId, String caption) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("id", mediaId);
        if (file.kind() == SendableType.Kind.DOCUMENT) {
            content.put("filename", file.fileName());
        }
        if (file.kind().captioned() && !caption.isBlank()) {
            content.put("caption", caption);
        }
        if (file.voice()) {
            content.put("voice", true);
        }
        return content;
    }

    static Map<String, Object> reaction(RichContent.Reaction reaction) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("message_id", reaction.targetId());
        content.put("emoji", reaction.emoji() == null ? "" : reaction.emoji());
        return content;
    }

    static Map<String, Object> location(RichContent.Location place) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("latitude", degrees(place.latitude()));
        content.put("longitude", degrees(place.longitude()));
        if (place.name() != null) {
            content.put("name", place.name());
        }
        if (place.address() != null) {
            content.put("address", place.address());
        }
        return content;
    }

    static List<Map<String, Object>> contacts(RichContent.Contacts contacts) {
        return contacts.cards();
    }

    /** Without an exponent, which the provider does not take. */
    private static String degrees(double degrees) {
        return BigDecimal.valueOf(degrees).toPlainString();
    }
}
