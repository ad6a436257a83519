package io.deskwire.adapter.gmail;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Messages that could not be fetched while others could. One that stays so must neither hold up those behind it nor vanish:
 * in the end a note takes its place.
 */
final class Unreadable {

    /** After so many passes when the reason is the message's own for certain, or others could be read meanwhile. */
    private static final int PATIENCE = 3;

    /** After so many passes when it is the only one that was asked for, so that the service may be what fails. */
    private static final int LONG_PATIENCE = 10;

    private static final int MOST = 1_000;

    private final Map<String, Integer> passes = new LinkedHashMap<>();

    /** Notes one more failed pass. */
    synchronized void failed(String id) {
        passes.merge(id, 1, Integer::sum);
        if (passes.size() > MOST) {
            passes.remove(passes.keySet().iterator().next());
        }
    }

    /** Whether to give it up. */
    synchronized boolean isHopeless(String id, boolean itsOwn) {
        return passes.getOrDefault(id, 0) >= (itsOwn ? PATIENCE : LONG_PATIENCE);
    }

    synchronized void settled(String id) {
        passes.remove(id);
    }

    /** What stands in a message's place. */
    static RawItem note(String id) {
        String text = "Subject: A message could not be read from the mailbox\r\n"
                + "Auto-Submitted: auto-generated\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                + "Gmail lists a message (id " + id + ") but gives no content for it. It is still in the mailbox.\r\n";
        return new RawItem(
                id,
                MimeDecoder.FORMAT,
                Envelope.unknown(),
                null,
                Map.of(),
                RawBody.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
