package io.deskwire.mime.parse;

/** Takes line breaks out of a field body (RFC 5322 section 2.2.3); NUL goes too, since nothing downstream may carry it. */
final class Unfolding {

    private Unfolding() {}

    static boolean hasNul(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[i] == 0) {
                return true;
            }
        }
        return false;
    }

    static String unfold(byte[] bytes, int from, int to) {
        char[] out = new char[to - from];
        int n = 0;
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xFF;
            if (b == '\r' || b == '\n' || b == 0) {
                continue;
            }
            out[n++] = (char) b;
        }
        int start = 0;
        while (start < n && (out[start] == ' ' || out[start] == '\t')) {
            start++;
        }
        while (n > start && (out[n - 1] == ' ' || out[n - 1] == '\t')) {
            n--;
        }
        return new String(out, start, n - start);
    }
}
