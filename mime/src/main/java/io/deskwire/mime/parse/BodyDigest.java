package io.deskwire.mime.parse;

import io.deskwire.mime.charset.ByteScan;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * SHA-256 in which CRLF and LF count as the same line end and blank lines at the very end do not count. Lines are digested
 * with CRLF: most mail has that already, and goes by in long pieces without a copy.
 */
final class BodyDigest {

    private static final int SCRATCH = 8 * 1024;
    private static final int LONG = 1024;

    private static final MessageDigest FRESH = lookedUp();

    private final MessageDigest sha = sha256();
    private final byte[] scratch = new byte[SCRATCH];
    private int length;
    private boolean heldCr;
    private long heldNewlines;

    void update(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isLineEnd(bytes[end - 1])) {
            end--;
        }
        int i = from;
        while (i < end && isLineEnd(bytes[i])) {
            hold(bytes[i++]);
        }
        if (i < end) {
            release();
            lines(bytes, i, end);
        }
        for (i = Math.max(i, end); i < to; i++) {
            hold(bytes[i]);
        }
    }

    private static boolean isLineEnd(byte b) {
        return b == '\n' || b == '\r';
    }

    /** Neither the first byte nor the last is of a line end. */
    private void lines(byte[] bytes, int from, int to) {
        int start = from;
        for (int i = ByteScan.bareLf(bytes, from + 1, to); i < to; i = ByteScan.bareLf(bytes, i + 1, to)) {
            put(bytes, start, i - start);
            put((byte) '\r');
            start = i;
        }
        put(bytes, start, to - start);
    }

    /** Whether a line end counts is known when more follows. */
    private void hold(byte b) {
        if (b == '\n') {
            heldCr = false;
            heldNewlines++;
        } else {
            releaseCr();
            heldCr = true;
        }
    }

    private void release() {
        releaseCr();
        releaseNewlines();
    }

    /** A digest takes long pieces far faster than short ones. */
    private void put(byte[] bytes, int from, int count) {
        if (count >= LONG) {
            flush();
            sha.update(bytes, from, count);
            return;
        }
        if (scratch.length - length < count) {
            flush();
        }
        System.arraycopy(bytes, from, scratch, length, count);
        length += count;
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
            put((byte) '\r');
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

    /** A new one; looking the provider up costs more than a short mail's digest. */
    static MessageDigest sha256() {
        try {
            return (MessageDigest) FRESH.clone();
        } catch (CloneNotSupportedException e) {
            return lookedUp();
        }
    }

    private static MessageDigest lookedUp() {
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
