package io.deskwire.mime.parse;

import java.util.Locale;

/** What to make of words before the first part, and of messages that do not say that they have parts. */
final class MultipartSigns {

    private static final int LOOKED_AT = 256;

    private MultipartSigns() {}

    /** Whether what stands before the parts is more than the words for programs without MIME. */
    static boolean isLetter(byte[] preamble) {
        if (preamble.length == 0) {
            return false;
        }
        String text = Unfolding.unfold(preamble, 0, Math.min(preamble.length, LOOKED_AT))
                .strip()
                .toLowerCase(Locale.ROOT);
        return !text.isEmpty() && !text.contains("mime") && !text.contains("multi-part") && !text.contains("multipart");
    }

    /** A whole message that calls itself one text, or nothing at all, and may be several parts. */
    static boolean mayBeHidden(PartHeader header) {
        boolean packed = header.encoding() != null
                && (header.encoding().equals("base64") || header.encoding().startsWith("quoted"));
        return !packed
                && (header.mediaType().equals("text/plain")
                        || header.mediaType().equals("text/html")
                        || header.mediaType().equals("application/octet-stream"));
    }
}
