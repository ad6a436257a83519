package io.deskwire.mime.charset;

import io.deskwire.mime.repair.Repairs;
import java.io.ByteArrayOutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Encoded words (RFC 2047) in time linear to the text. More tolerant than the RFC where mailers are: words inside quoted
 * strings, spaces inside words, characters and base64 groups split between two words.
 */
public final class EncodedWords {

    private static final int LONGEST_CHARSET = 60;

    private EncodedWords() {}

    /** Decodes all words of a text; what is no word stays as it is. */
    public static String decode(String text, Repairs repairs) {
        if (!text.contains("=?")) {
            return text;
        }
        return new Scan(text, repairs).run();
    }

    private static final class Scan {
        private final String in;
        private final Repairs repairs;
        private final StringBuilder out;
        private int end = -1;

        private @Nullable String runCharset;
        private boolean runBase64;
        private final StringBuilder pendingBase64 = new StringBuilder();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Scan(String in, Repairs repairs) {
            this.in = in;
            this.repairs = repairs;
            this.out = new StringBuilder(in.length());
        }

        String run() {
            int at = 0;
            int plainFrom = 0;
            while (true) {
                int start = in.indexOf("=?", at);
                if (start < 0) {
                    break;
                }
                int after = word(start, plainFrom);
                if (after < 0) {
                    at = start + 2;
                } else {
                    at = after;
                    plainFrom = after;
                }
            }
            flush();
            out.append(in, plainFrom, in.length());
            return out.toString();
        }

        /** Takes the word that starts here, and the plain text before it; or answers -1 when there is none. */
        private int word(int start, int plainFrom) {
            int charsetEnd = boundedIndexOf('?', start + 2, LONGEST_CHARSET);
            if (charsetEnd < 0 || charsetEnd == start + 2 || charsetEnd + 2 >= in.length()) {
                return -1;
            }
            char encoding = Character.toUpperCase(in.charAt(charsetEnd + 1));
            if ((encoding != 'B' && encoding != 'Q') || in.charAt(charsetEnd + 2) != '?') {
                return -1;
            }
            int textStart = charsetEnd + 3;
            int textEnd = endFrom(textStart);
            if (textEnd == Integer.MAX_VALUE) {
                return -1;
            }
            String charset = in.substring(start + 2, charsetEnd);
            int star = charset.indexOf('*');
            charset = (star < 0 ? charset : charset.substring(0, star)).toLowerCase(Locale.ROOT);
            boolean gap = plainFrom == start || isBlank(plainFrom, start);
            boolean sameRun = runCharset != null && gap && runCharset.equals(charset);
            if (!sameRun) {
                flush();
                if (plainFrom == 0 || !gap || out.length() == 0) {
                    out.append(in, plainFrom, start);
                }
                runCharset = charset;
            }
            boolean base64 = encoding == 'B';
            if (runBase64 && !base64) {
                drainBase64();
            }
            runBase64 = base64;
            if (base64) {
                base64(textStart, textEnd);
            } else {
                quoted(textStart, textEnd);
            }
            return textEnd + 2;
        }

        private void base64(int from, int to) {
            if ((to - from) % 4 == 0) {
                drainBase64();
            }
            pendingBase64.append(in, from, to);
            // A word that ends inside a group of four goes on in the next one; anything else stands alone.
            if (pendingBase64.length() % 4 == 0 || in.charAt(to - 1) == '=') {
                drainBase64();
            }
        }

        private void drainBase64() {
            Base64Text.decode(pendingBase64, bytes);
            pendingBase64.setLength(0);
        }

        private void quoted(int from, int to) {
            int i = from;
            while (i < to) {
                char c = in.charAt(i);
                int value = c == '=' && i + 2 < to ? Hex.value(in.charAt(i + 1), in.charAt(i + 2)) : -1;
                if (value >= 0) {
                    bytes.write(value);
                    i += 3;
                    continue;
                }
                if (c == '_') {
                    bytes.write(' ');
                } else if (c < 0x80) {
                    bytes.write(c);
                } else {
                    byte[] raw = String.valueOf(c).getBytes(charsetOrUtf8());
                    bytes.write(raw, 0, raw.length);
                }
                i++;
            }
        }

        private java.nio.charset.Charset charsetOrUtf8() {
            java.nio.charset.Charset known = runCharset == null ? null : MailCharsets.named(runCharset);
            return known != null && known.canEncode() ? known : java.nio.charset.StandardCharsets.UTF_8;
        }

        private void flush() {
            if (runCharset == null) {
                return;
            }
            drainBase64();
            byte[] all = bytes.toByteArray();
            out.append(MailCharsets.decode(all, all.length, runCharset, repairs));
            bytes.reset();
            runCharset = null;
        }

        /** Position of the next {@code ?=}; remembered, so that many openings do not search the same text again. */
        private int endFrom(int from) {
            if (end < from) {
                int found = in.indexOf("?=", from);
                end = found < 0 ? Integer.MAX_VALUE : found;
            }
            return end;
        }

        private int boundedIndexOf(char wanted, int from, int most) {
            for (int i = from; i < Math.min(in.length(), from + most); i++) {
                char c = in.charAt(i);
                if (c == wanted) {
                    return i;
                }
                if (c <= ' ') {
                    return -1;
                }
            }
            return -1;
        }

        private boolean isBlank(int from, int to) {
            for (int i = from; i < to; i++) {
                if (in.charAt(i) > ' ') {
                    return false;
                }
            }
            return true;
        }
    }
}
