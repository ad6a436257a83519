package io.deskwire.adapter.graph;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is shown for a message that Graph lists and does not give. */
final class Unreadable {

    private Unreadable() {}

    /** Not the message's own key: should it ever be given it is taken beside its note. */
    static String key(String id) {
        return id + ":note";
    }

    /**
     * A mail that says so.
     *
     * @param receivedAt when the message was received, or null
     */
    static RawItem note(String id, String mailbox, @Nullable Instant receivedAt, ChannelException e) {
        String received = receivedAt == null ? "" : " received " + receivedAt;
        String text = "Subject: A message could not be read from the mailbox\r\n"
                + "Auto-Submitted: auto-generated\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                + "Microsoft 365 lists a message" + received + " but does not give it: "
                + e.getMessage() + ". It is still in the mailbox: look there.\r\n";
        return new RawItem(
                key(id),
                MimeDecoder.FORMAT,
                new Envelope(null, List.of(mailbox)),
                receivedAt,
                Map.of(),
                RawBody.of(text.getBytes(StandardCharsets.UTF_8)));
    }
}
