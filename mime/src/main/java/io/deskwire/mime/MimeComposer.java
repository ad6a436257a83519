package io.deskwire.mime;

import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.compose.MessageWriter;
import io.deskwire.mime.compose.OutboundCheck;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * Messages to e-mail (RFC 5322, MIME): CRLF and ASCII only, so that every server takes it. A pure function: the same
 * message is the same bytes each time. Attachments are copied as they are read, never held.
 */
public final class MimeComposer {

    /** A composer; it has no state and may be shared. */
    public MimeComposer() {}

    /**
     * What keeps this message from being written, in words for an administrator and without the message's own values:
     * line breaks in header values, addresses that are none, local parts outside ASCII. Empty when all is well.
     */
    public List<String> check(OutboundMessage message) {
        return OutboundCheck.problems(message);
    }

    /**
     * Writes the whole message. Does not close the stream.
     *
     * @throws IllegalArgumentException when {@link #check} finds anything; nothing has been written then
     * @throws IOException when an attachment cannot be read or the stream cannot be written; part of the message may be out
     */
    public void write(OutboundMessage message, OutputStream out) throws IOException {
        List<String> problems = check(message);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        MessageWriter.write(message, out);
    }
}
