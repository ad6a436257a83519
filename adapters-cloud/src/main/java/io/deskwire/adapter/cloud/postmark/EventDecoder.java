package io.deskwire.adapter.cloud.postmark;

import io.deskwire.channel.Decoder;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;

/** Reads one event. */
final class EventDecoder implements Decoder {

    /** The format of events; the bytes are the JSON as posted. */
    static final String FORMAT = "postmark-event";

    @Override
    public ParsedMessage decode(Content raw, Map<String, String> meta) throws IOException {
        Optional<PostedJson> posted = PostedJson.read(raw);
        Map<String, Object> event = posted.isEmpty() ? Map.of() : posted.get().tree();
        String key = FORMAT + ":" + EventKey.of(event, raw);
        return posted.isEmpty() ? EventReader.unreadable(key) : EventReader.read(event, key);
    }

    /** Events have no files. */
    @Override
    public InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException {
        throw new IOException("an event has no files");
    }
}
