package io.deskwire.mime.charset;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Charsets of two and four bytes a character, told by their byte order mark or by where their zeros stand. */
final class Wide {

    private static final int LOOKED_AT = 400;
    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");

    private Wide() {}

    /** Text that says its charset by a byte order mark, without the mark; else null. */
    static @Nullable String byMark(byte[] b, int length) {
        if (length >= 4 && b[0] == 0 && b[1] == 0 && b[2] == (byte) 0xFE && b[3] == (byte) 0xFF) {
            return new String(b, 4, length - 4, UTF_32BE);
        }
        if (length >= 8 && b[0] == (byte) 0xFF && b[1] == (byte) 0xFE && b[2] == 0 && b[3] == 0) {
            return new String(b, 4, length - 4, UTF_32LE);
        }
        if (length >= 3 && b[0] == (byte) 0xEF && b[1] == (byte) 0xBB && b[2] == (byte) 0xBF) {
            return Utf8.of(b, length).valid() ? new String(b, 3, length - 3, StandardCharsets.UTF_8) : null;
        }
        if (length >= 2 && b[0] == (byte) 0xFF && b[1] == (byte) 0xFE) {
            return new String(b, 2, length - 2, StandardCharsets.UTF_16LE);
        }
        if (length >= 2 && b[0] == (byte) 0xFE && b[1] == (byte) 0xFF) {
            return new String(b, 2, length - 2, StandardCharsets.UTF_16BE);
        }
        return null;
    }

    /** UTF-16 by its zeros: Latin letters have one in each pair, always on the same side. Null when there are few. */
    static @Nullable Charset byZeros(byte[] bytes, int length) {
        int low = 0;
        int high = 0;
        int pairs = Math.min(length, LOOKED_AT) / 2;
        for (int i = 0; i < pairs; i++) {
            high += bytes[2 * i] == 0 ? 1 : 0;
            low += bytes[2 * i + 1] == 0 ? 1 : 0;
        }
        if (pairs < 4 || Math.max(low, high) * 2 < pairs || Math.min(low, high) * 4 > pairs) {
            return null;
        }
        return low > high ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }

    /** Whether bytes under a wide label are plain ASCII: no zero and nothing above 127 among the first ones. */
    static boolean isNarrow(byte[] bytes, int length) {
        for (int i = 0; i < Math.min(length, LOOKED_AT); i++) {
            int b = bytes[i];
            if (b < ' ' && b != '\r' && b != '\n' && b != '\t') {
                return false;
            }
        }
        return true;
    }
}
