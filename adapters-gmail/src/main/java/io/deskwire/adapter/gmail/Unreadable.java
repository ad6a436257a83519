package io.deskwire.adapter.gmail;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What stands in the place of a message that could not be fetched. */
final class Unreadable {

    private Unreadable() {}

    /** Not the message's own key: should it ever be read it is taken beside its note. */
    static String key(String id) {
        return id + ":note";
    }

    /**
     * A mail that says so.
     *
     * @param why a few words
     */
    static RawItem note(String id, String why) {
        String text = "Subject: A message could not be read from the mailbox\r\n"
                + "Auto-Submitted: auto-generated\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                + "Gmail lists a message (id " + id + ") that could not be fetched: " + why
                + ". It is still in the mailbox: look there.\r\n";
        return new RawItem(
                key(id),
                MimeDecoder.FORMAT,
                Envelope.unknown(),
                null,
                Map.of(),
                RawBody.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
