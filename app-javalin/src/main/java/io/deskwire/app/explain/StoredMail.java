package io.deskwire.app.explain;

import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import java.util.Map;
import java.util.Objects;

/**
 * One message in a file.
 *
 * @param file the file as the user named or would name it
 * @param index position in the file, from 0
 * @param format which decoder reads it
 * @param envelope transport sender and recipients, where the file tells them
 * @param meta what the transport said about it
 * @param content its bytes
 */
public record StoredMail(
        String file, int index, String format, Envelope envelope, Map<String, String> meta, Content content) {

    /** Format of mails. */
    static final String MAIL = "rfc822";

    public StoredMail {
        Objects.requireNonNull(envelope, "envelope");
        meta = Map.copyOf(meta);
    }

    /** A mail of which nothing is known but its bytes. */
    public StoredMail(String file, int index, Content content) {
        this(file, index, MAIL, Envelope.unknown(), Map.of(), content);
    }

    /** Whether it is a mail, whoever brought it. */
    public boolean isMail() {
        return format.equals(MAIL);
    }
}
