package io.deskwire.mime.compose;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Writes text as encoded words (RFC 2047), each short enough for any line and none ending inside a character. */
final class EncodedText {

    private static final int LONGEST_WORD = 64;
    private static final int FRAME = "=?utf-8?Q??=".length();

    private EncodedText() {}

    /** The words; a reader joins them again without the blanks between. */
    static List<String> words(String text) {
        boolean base64 = base64Length(text) <= quotedLength(text);
        List<String> words = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        int room = LONGEST_WORD - FRAME;
        int i = 0;
        while (i < text.length()) {
            int next = text.offsetByCodePoints(i, 1);
            // A combining mark, a joiner and what it joins stay with their base while there is room.
            String with = piece + text.substring(i, next);
            int length = base64 ? base64Length(with) : quotedLength(with);
            if (length > room && piece.length() > 0) {
                words.add(word(piece.toString(), base64));
                piece.setLength(0);
            }
            piece.append(text, i, next);
            i = next;
        }
        if (piece.length() > 0) {
            words.add(word(piece.toString(), base64));
        }
        return words;
    }

    private static String word(String text, boolean base64) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return base64
                ? "=?utf-8?B?" + Base64.getEncoder().encodeToString(bytes) + "?="
                : "=?utf-8?Q?" + quoted(bytes) + "?=";
    }

    private static int base64Length(String text) {
        return (text.getBytes(StandardCharsets.UTF_8).length + 2) / 3 * 4;
    }

    private static int quotedLength(String text) {
        int length = 0;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            length += isPlain(b) || b == ' ' ? 1 : 3;
        }
        return length;
    }

    private static String quoted(byte[] bytes) {
        StringBuilder out = new StringBuilder(bytes.length * 3);
        for (byte b : bytes) {
            if (b == ' ') {
                out.append('_');
            } else if (isPlain(b)) {
                out.append((char) b);
            } else {
                out.append(String.format("=%02X", b & 0xFF));
            }
        }
        return out.toString();
    }

    /** What may stand for itself even inside a display name (RFC 2047 section 5, rule 3). */
    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '!'
                || b == '*'
                || b == '+'
                || b == '-'
                || b == '/';
    }
}
