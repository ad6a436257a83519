package io.deskwire.mime.parse;

import io.deskwire.mime.charset.ByteScan;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in which CRLF and LF count as the same line end and blank lines at the very end do not count. */
final class BodyDigest {

    private static final int SCRATCH = 8 * 1024;

    private final MessageDigest sha = sha256();
    private final byte[] scratch = new byte[SCRATCH];
    private int length;
    private boolean heldCr;
    private long heldNewlines;

    void update(byte[] bytes, int from, int to) {
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
                i = ByteScan.lineEnd(bytes, i, to);
                put(bytes, run, i - run);
            }
        }
    }

    /** Lines are gathered, since a digest takes long pieces far faster than short ones. */
    private void put(byte[] bytes, int from, int count) {
        if (scratch.length - length < count) {
            flush();
        }
        if (count > scratch.length) {
            sha.update(bytes, from, count);
        } else {
            System.arraycopy(bytes, from, scratch, length, count);
            length += count;
        }
    }

    private void flush() {
        sha.update(scratch, 0, length);
        length = 0;
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
            flush();
        }
        scratch[length++] = b;
    }

    /** To be asked once. */
    byte[] digest() {
        flush();
        return sha.digest();
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
