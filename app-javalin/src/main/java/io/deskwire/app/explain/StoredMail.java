package io.deskwire.app.explain;

import io.deskwire.message.Content;
import java.util.Map;

/**
 * One message in a file.
 *
 * @param file the file as the user named or would name it
 * @param index position in the file, from 0
 * @param format which decoder reads it
 * @param meta what the transport said about it
 * @param content its bytes
 */
public record StoredMail(String file, int index, String format, Map<String, String> meta, Content content) {

    /** Format of mails. */
    static final String MAIL = "rfc822";

    public StoredMail {
        meta = Map.copyOf(meta);
    }

    /** A mail. */
    public StoredMail(String file, int index, Content content) {
        this(file, index, MAIL, Map.of(), content);
    }
}
