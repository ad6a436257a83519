package io.deskwire.mime.charset;

/** Tells UTF-8 from everything else by its shape (RFC 3629), without allocating. */
final class Utf8 {

    private Utf8() {}

    /** What a look at the bytes showed; a sequence cut off at the very end counts neither way. */
    record Shape(boolean ascii, int sequences, int broken) {
        boolean valid() {
            return broken == 0;
        }
    }

    static Shape of(byte[] bytes, int length) {
        boolean ascii = true;
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
        return new Shape(ascii, sequences, broken);
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
