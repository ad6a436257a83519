package io.deskwire.mime.parse;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in which CRLF and LF count as the same line end and blank lines at the very end do not count. */
final class BodyDigest {

    private final MessageDigest sha = sha256();
    private byte[] scratch = new byte[0];
    private boolean heldCr;
    private long heldNewlines;

    void update(byte[] bytes, int from, int to) {
        if (scratch.length < to - from) {
            scratch = new byte[to - from];
        }
        int n = 0;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\n') {
                heldCr = false;
                if (heldNewlines == 0 && n > 0) {
                    sha.update(scratch, 0, n);
                    n = 0;
                }
                heldNewlines++;
                continue;
            }
            if (heldNewlines > 0 || heldCr) {
                releaseHeld(b == '\r' && !heldCr);
            }
            if (b == '\r') {
                if (n > 0) {
                    sha.update(scratch, 0, n);
                    n = 0;
                }
                heldCr = true;
            } else {
                scratch[n++] = b;
            }
        }
        sha.update(scratch, 0, n);
    }

    private void releaseHeld(boolean keepNewlines) {
        if (heldCr) {
            flushNewlines();
            sha.update((byte) '\r');
            heldCr = false;
        } else if (!keepNewlines) {
            flushNewlines();
        }
    }

    private void flushNewlines() {
        for (; heldNewlines > 0; heldNewlines--) {
            sha.update((byte) '\n');
        }
    }

    MessageDigest sha() {
        return sha;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String hex(MessageDigest digest) {
        return HexFormat.of().formatHex(digest.digest());
    }
}
