package io.deskwire.jdbc;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Texts that strangers choose (Message-IDs, source keys) as keys of an index. */
final class Keys {

    /** PostgreSQL refuses an index row above about 2,700 bytes; three keys stand in one at most. */
    private static final int LONGEST = 250;

    private static final int KEPT = 180;

    private Keys() {}

    /** The text itself, or its beginning and a hash when it is too long for an index. */
    static String bounded(String text) {
        String clean = clean(text);
        if (clean.length() <= LONGEST) {
            return clean;
        }
        byte[] digest = sha256().digest(clean.getBytes(StandardCharsets.UTF_8));
        return clean.substring(0, KEPT) + "~" + HexFormat.of().formatHex(digest);
    }

    /** Without NUL, which PostgreSQL cannot store in a text. */
    static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
    }

    static @Nullable String cleanOrNull(@Nullable String text) {
        return text == null ? null : clean(text);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
