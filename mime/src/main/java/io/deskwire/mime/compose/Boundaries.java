package io.deskwire.mime.compose;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Boundaries made from the message's id, so that the same message is the same bytes each time. Their {@code =_} occurs in
 * neither quoted-printable nor base64.
 */
final class Boundaries {

    static final String PREFIX = "=_dw_";

    private final String messageId;
    private int given;

    Boundaries(String messageId) {
        this.messageId = messageId;
    }

    String next() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((given++ + ":" + messageId).getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(digest, 0, 14);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
