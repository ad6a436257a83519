package io.deskwire.mime.parse;

/** Tells packed bytes by their first few hundred. */
final class PackedLook {

    private static final int LONG_LINE = 60;

    private PackedLook() {}

    /**
     * Whether these are surely lines of base64: several of one length, a multiple of four, of nothing but the alphabet, with
     * letters of both cases and digits. A text must also hold text.
     */
    static boolean isBase64(byte[] head, boolean text) {
        int first = endOfLine(head, 0);
        int length = contentLength(head, 0, first);
        if (length < LONG_LINE || length % 4 != 0 || length > 1000 || first >= head.length) {
            return false;
        }
        int seen = 0;
        for (int at = 0; at < head.length; at = endOfLine(head, at) + 1) {
            int end = endOfLine(head, at);
            int content = contentLength(head, at, end);
            boolean last = end >= head.length || content < length;
            if (content > length || (last ? !isAlphabet(head, at, at + content) : content != length)) {
                return false;
            }
            seen |= kinds(head, at, at + content);
            if (last && end < head.length) {
                break;
            }
        }
        return seen == 7 && (!text || isText(head, length));
    }

    /** Whether what a line of base64 holds is a text. */
    private static boolean isText(byte[] head, int length) {
        byte[] line = java.util.Arrays.copyOf(head, length);
        byte[] plain;
        try {
            plain = java.util.Base64.getDecoder().decode(line);
        } catch (IllegalArgumentException e) {
            return false;
        }
        for (byte b : plain) {
            if (b >= 0 && b < ' ' && b != '\r' && b != '\n' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether there are escapes of quoted-printable and no equals sign that means nothing in it.
     *
     * @param soft whether soft breaks alone are enough
     */
    static boolean hasEscapes(byte[] head, boolean soft) {
        int escapes = 0;
        for (int i = 0; i + 2 < head.length; i++) {
            if (head[i] != '=') {
                continue;
            }
            boolean lineEnd = head[i + 1] == '\n' || (head[i + 1] == '\r' && head[i + 2] == '\n');
            if (!lineEnd && !(isHex(head[i + 1]) && isHex(head[i + 2]))) {
                return false;
            }
            escapes += soft || !lineEnd ? 1 : 0;
        }
        return escapes > 0;
    }

    /** Whether there are blanks between letters. */
    static boolean hasWords(byte[] head) {
        for (int i = 1; i + 1 < head.length; i++) {
            if (head[i] == ' ' && head[i - 1] > ' ' && head[i + 1] > ' ') {
                return true;
            }
        }
        return false;
    }

    private static boolean isAlphabet(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && bytes[end - 1] == '=' && to - end < 2) {
            end--;
        }
        for (int i = from; i < end; i++) {
            int c = bytes[i];
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && c != '+' && c != '/') {
                return false;
            }
        }
        return true;
    }

    private static int kinds(byte[] bytes, int from, int to) {
        int kinds = 0;
        for (int i = from; i < to; i++) {
            int c = bytes[i];
            boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && c != '+' && c != '/' && c != '=') {
                return 0x100;
            }
            kinds |= c >= 'a' ? 1 : c >= 'A' ? 2 : c >= '0' && c <= '9' ? 4 : 0;
        }
        return kinds;
    }

    private static boolean isHex(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'F');
    }

    private static int endOfLine(byte[] bytes, int from) {
        int i = from;
        while (i < bytes.length && bytes[i] != '\n') {
            i++;
        }
        return i;
    }

    private static int contentLength(byte[] bytes, int from, int end) {
        return end > from && bytes[end - 1] == '\r' ? end - 1 - from : end - from;
    }
}
