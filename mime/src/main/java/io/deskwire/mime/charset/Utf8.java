package io.deskwire.mime.charset;

import java.nio.charset.StandardCharsets;

/** Tells UTF-8 from everything else by its shape (RFC 3629), without allocating. */
final class Utf8 {

    private Utf8() {}

    /**
     * What a look at the bytes showed; a sequence cut off at the very end counts neither way.
     *
     * @param latin1 whether no character is beyond U+00FF
     */
    record Shape(boolean ascii, boolean latin1, int sequences, int broken) {
        boolean valid() {
            return broken == 0;
        }
    }

    static Shape of(byte[] bytes, int length) {
        boolean ascii = true;
        boolean latin1 = true;
        int sequences = 0;
        int broken = 0;
        int i = 0;
        while (i < length) {
            int b = bytes[i] & 0xFF;
            if (b < 0x80) {
                i = ByteScan.beyondAscii(bytes, i + 1, length);
                continue;
            }
            ascii = false;
            latin1 &= b <= 0xC3;
            int more = following(b);
            if (more == 0) {
                broken++;
                i++;
                continue;
            }
            int got = 0;
            while (got < more && i + 1 + got < length && isContinuation(bytes, i, got)) {
                got++;
            }
            if (got == more) {
                sequences++;
            } else if (i + 1 + got < length) {
                broken++;
            } else if (sequences == 0 && got == 0) {
                // One high byte at the end and nothing else: no evidence for UTF-8.
                broken++;
            }
            i += 1 + got;
        }
        return new Shape(ascii, latin1, sequences, broken);
    }

    /**
     * The text of bytes that are UTF-8 by their shape, the same as Java's own decoder gives. That one looks at every byte of a
     * text with letters beyond ASCII; most bytes of a mail are ASCII all the same, and go by eight at a time here.
     */
    static String decode(byte[] bytes, int length, Shape shape) {
        if (shape.ascii) {
            return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        }
        int end = whole(bytes, length);
        if (end < length || !shape.valid()) {
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
        return shape.latin1 ? narrow(bytes, end) : wide(bytes, end);
    }

    /** Where the last character ends that is there as a whole. */
    private static int whole(byte[] bytes, int length) {
        for (int back = 1; back <= Math.min(3, length); back++) {
            int b = bytes[length - back] & 0xFF;
            if (b >= 0xC0) {
                return following(b) >= back ? length - back : length;
            }
            if (b < 0x80) {
                return length;
            }
        }
        return length;
    }

    private static String narrow(byte[] bytes, int length) {
        byte[] out = new byte[length];
        int o = 0;
        int i = 0;
        while (i < length) {
            int run = ByteScan.beyondAscii(bytes, i, length);
            System.arraycopy(bytes, i, out, o, run - i);
            o += run - i;
            i = run;
            if (i < length) {
                out[o++] = (byte) (bytes[i] << 6 | bytes[i + 1] & 0x3F);
                i += 2;
            }
        }
        return new String(out, 0, o, StandardCharsets.ISO_8859_1);
    }

    private static String wide(byte[] bytes, int length) {
        char[] out = new char[length];
        int o = 0;
        int i = 0;
        while (i < length) {
            for (int run = ByteScan.beyondAscii(bytes, i, length); i < run; i++) {
                out[o++] = (char) bytes[i];
            }
            if (i < length) {
                int b = bytes[i] & 0xFF;
                int more = following(b);
                int character = b & 0x3F >> more;
                for (int next = 1; next <= more; next++) {
                    character = character << 6 | bytes[i + next] & 0x3F;
                }
                o += Character.toChars(character, out, o);
                i += 1 + more;
            }
        }
        return new String(out, 0, o);
    }

    private static boolean isContinuation(byte[] bytes, int lead, int got) {
        int first = bytes[lead] & 0xFF;
        int b = bytes[lead + 1 + got] & 0xFF;
        if ((b & 0xC0) != 0x80) {
            return false;
        }
        if (got > 0) {
            return true;
        }
        // Overlong forms, surrogates and values above U+10FFFF are no UTF-8.
        return switch (first) {
            case 0xE0 -> b >= 0xA0;
            case 0xED -> b < 0xA0;
            case 0xF0 -> b >= 0x90;
            case 0xF4 -> b < 0x90;
            default -> true;
        };
    }

    private static int following(int lead) {
        if (lead >= 0xC2 && lead <= 0xDF) {
            return 1;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            return 2;
        }
        return lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
    }
}
