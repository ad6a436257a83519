package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.ContentBody;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.Decoder;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** Reads one event, or the first of a captured array. */
final class EventDecoder implements Decoder {

    private static final String PREFIX = "sendgrid-event:";

    @Override
    public ParsedMessage decode(Content raw, Map<String, String> meta) throws IOException {
        byte[] body = ContentBody.small(raw, EventBatch.LARGEST).orElse(null);
        List<byte[]> elements = body == null ? null : JsonElements.of(body);
        if (elements == null || elements.isEmpty()) {
            return EventReader.unreadable(PREFIX + "sha256-" + raw.sha256());
        }
        Map<String, Object> event = EventBatch.tree(elements.get(0));
        String key = PREFIX + EventBatch.id(event, elements.get(0));
        return Tree.text(event, "event") == null ? EventReader.unreadable(key) : EventReader.read(event, key);
    }

    /** Events have no files. */
    @Override
    public InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException {
        throw new IOException("an event has no files");
    }
}
