package io.deskwire.mime.parse;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in which CRLF and LF count as the same line end and blank lines at the very end do not count. */
final class BodyDigest {

    private final MessageDigest sha = sha256();
    private byte[] scratch = new byte[0];
    private int length;
    private boolean heldCr;
    private long heldNewlines;

    void update(byte[] bytes, int from, int to) {
        if (scratch.length < to - from) {
            scratch = new byte[to - from];
        }
        length = 0;
        int i = from;
        while (i < to) {
            byte b = bytes[i];
            if (b == '\n') {
                heldCr = false;
                heldNewlines++;
                i++;
            } else if (b == '\r') {
                releaseCr();
                heldCr = true;
                i++;
            } else {
                releaseCr();
                releaseNewlines();
                int run = i;
                while (i < to && bytes[i] != '\n' && bytes[i] != '\r') {
                    i++;
                }
                if (scratch.length - length < i - run) {
                    sha.update(scratch, 0, length);
                    length = 0;
                }
                System.arraycopy(bytes, run, scratch, length, i - run);
                length += i - run;
            }
        }
        sha.update(scratch, 0, length);
    }

    /** A CR that no LF followed is no line end. */
    private void releaseCr() {
        if (heldCr) {
            releaseNewlines();
            put((byte) '\r');
            heldCr = false;
        }
    }

    private void releaseNewlines() {
        for (; heldNewlines > 0; heldNewlines--) {
            put((byte) '\n');
        }
    }

    private void put(byte b) {
        if (length == scratch.length) {
            sha.update(scratch, 0, length);
            length = 0;
        }
        scratch[length++] = b;
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
