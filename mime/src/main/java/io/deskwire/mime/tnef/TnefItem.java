package io.deskwire.mime.tnef;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * One thing in a TNEF stream.
 *
 * @param kind what it is
 * @param bytes its bytes, to be read before the next item is asked for
 * @param charset of a text, or null
 * @param file of a file; else null
 */
public record TnefItem(
        Kind kind,
        InputStream bytes,
        @Nullable String charset,
        @Nullable TnefFile file) {

    /** What there can be. */
    public enum Kind {
        TEXT,
        HTML,
        /** RTF, compressed. */
        RTF,
        FILE,
        /** A whole message inside, in the form of another TNEF stream. */
        MESSAGE
    }
}
