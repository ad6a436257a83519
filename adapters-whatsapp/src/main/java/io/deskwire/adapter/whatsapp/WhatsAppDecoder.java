package io.deskwire.adapter.whatsapp;

import io.deskwire.adapter.whatsapp.WebhookElement.Kind;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.Particulars;
import io.deskwire.channel.RawItem;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the webhook bodies of Meta, 360dialog and the On-Premises API: items, which hold one element, and captured bodies, of
 * which it reads the first.
 */
final class WhatsAppDecoder implements Decoder {

    static final String PREFIX = "wa:";
    private static final String UNREADABLE = "unreadable";

    @Override
    public ParsedMessage decode(Content raw, Map<String, String> meta) throws IOException {
        byte[] body;
        try (InputStream stream = raw.open()) {
            body = stream.readAllBytes();
        }
        Object tree;
        try {
            tree = Json.lenient().parse(body);
        } catch (JsonException e) {
            Draft draft = unreadable(Map.of());
            draft.issue("not-json", String.valueOf(e.getMessage()));
            return draft.parsed(PREFIX + ElementKey.unreadable(raw.sha256()));
        }
        List<WebhookElement> elements = WebhookBodies.elements(tree);
        if (elements == null || elements.isEmpty()) {
            Draft draft = unreadable(Tree.object(tree));
            draft.issue("no-element", "the body holds nothing that WhatsApp sends");
            return draft.parsed(PREFIX + ElementKey.unreadable(raw.sha256()));
        }
        WebhookElement element = elements.get(0);
        Draft draft = read(element, meta);
        if (elements.size() > 1) {
            draft.issue("more-elements", "the body holds " + elements.size() + " elements; this is the first");
        }
        return draft.parsed(PREFIX + key(element, raw, meta));
    }

    private static Draft unreadable(Map<String, Object> details) {
        return new Draft().notice(UNREADABLE, details).text("A webhook that cannot be understood");
    }

    private static String key(WebhookElement element, Content raw, Map<String, String> meta) {
        String key = ElementKey.of(element, raw::sha256);
        if (meta.containsKey(RawItem.FOREIGN)) {
            return RawItem.FOREIGN + ":" + key;
        }
        String id = Tree.word(element.object(), "id");
        if (id != null && (element.kind() == Kind.MESSAGE || element.kind() == Kind.ECHO)) {
            return ElementKey.plain(id);
        }
        String day = meta.get(WebhookSplitter.DAY);
        return day == null ? key : day + ":" + key;
    }

    private static Draft read(WebhookElement element, Map<String, String> meta) {
        Draft draft = new Draft();
        if (meta.containsKey(RawItem.FOREIGN)) {
            Notices.foreign(element, draft);
            return draft;
        }
        List<?> contacts = new Contacts(element.value()).of(element);
        switch (element.kind()) {
            case MESSAGE -> MessageReader.message(element, contacts, draft);
            case ECHO -> MessageReader.echo(element, contacts, draft);
            case STATUS -> StatusReader.read(element, contacts, draft);
            case UNREADABLE -> {
                Object content = element.content();
                boolean plain = content != null && !(content instanceof Map);
                draft.notice(UNREADABLE, plain ? Map.of("value", content) : Tree.object(content))
                        .text("A webhook that cannot be understood");
                draft.issue("not-an-object", "an element is not what stands in its place by the provider's word");
            }
            case ERROR, CALL, HISTORY, STATE_SYNC, PREFERENCE, FIELD -> Notices.read(element, contacts, draft);
        }
        return draft;
    }

    @Override
    public Particulars particulars(Content raw, Map<String, String> meta) throws IOException {
        try (InputStream stream = raw.open()) {
            List<WebhookElement> elements =
                    WebhookBodies.elements(Json.lenient().parse(stream.readAllBytes()));
            if (elements == null || elements.isEmpty() || elements.get(0).kind() != Kind.MESSAGE) {
                return Particulars.none();
            }
            String type = Tree.word(elements.get(0).object(), "type");
            // One thing under two names, by the version of the interface.
            return new Particulars(Map.of(), "unknown".equals(type) ? "unsupported" : type);
        } catch (JsonException e) {
            return Particulars.none();
        }
    }

    /** Files are not in the webhook. */
    @Override
    public InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException {
        throw new IOException("a file of a WhatsApp message is fetched apart");
    }

    /** The file that an item names at a place, or null when it names none there. */
    static @Nullable MediaPart media(byte[] body, int index) {
        List<WebhookElement> elements;
        try {
            elements = WebhookBodies.elements(Json.lenient().parse(body));
        } catch (JsonException e) {
            return null;
        }
        if (elements == null || elements.isEmpty() || index != 0) {
            return null;
        }
        return MessageContent.media(elements.get(0).object());
    }
}
