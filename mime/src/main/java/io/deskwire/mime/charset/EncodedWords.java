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

    private static final int LONGEST_TWICE = 10_000;

    private EncodedWords() {}

    /** Decodes all words of a text; what is no word stays as it is. */
    public static String decode(String text, Repairs repairs) {
        if (!text.contains("=?")) {
            return text;
        }
        Scan first = new Scan(text, repairs);
        String once = first.run();
        if (first.words == 0 || !once.contains("=?") || once.length() > LONGEST_TWICE) {
            return once;
        }
        Scan second = new Scan(once, repairs);
        String twice = second.run();
        if (second.words == 0) {
            return once;
        }
        repairs.note("encoded-word-twice", "");
        return twice;
    }

    /** The charset of a text's first word, or null when it has none. */
    public static @Nullable String charset(String text) {
        int start = text.indexOf("=?");
        int end = start < 0 ? -1 : new WordEnds(text).ofCharset(start + 2);
        return end <= start + 2 ? null : text.substring(start + 2, end);
    }

    /** What was decoded, to be looked at without a copy. */
    private static final class Bytes extends ByteArrayOutputStream {
        int at(int index) {
            return buf[index];
        }
    }

    private static final class Scan {
        private final String in;
        private final Repairs repairs;
        private final StringBuilder out;
        private final WordEnds ends;
        int words;

        private @Nullable String runCharset;
        private boolean runBase64;
        private final StringBuilder pendingBase64 = new StringBuilder();
        private final Bytes bytes = new Bytes();

        Scan(String in, Repairs repairs) {
            this.in = in;
            this.ends = new WordEnds(in);
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
            int charsetEnd = ends.ofCharset(start + 2);
            if (charsetEnd < 0 || charsetEnd + 2 >= in.length()) {
                return -1;
            }
            char encoding = Character.toUpperCase(in.charAt(charsetEnd + 1));
            if ((encoding != 'B' && encoding != 'Q') || in.charAt(charsetEnd + 2) != '?') {
                return -1;
            }
            int textStart = charsetEnd + 3;
            int textEnd = encoding == 'B' ? ends.ofBase64(textStart) : ends.ofQuoted(textStart);
            boolean closed = in.startsWith("?=", textEnd);
            if (textEnd < 0 || (!closed && textEnd == textStart)) {
                return -1;
            }
            if (!closed && in.charAt(textEnd - 1) == '?') {
                textEnd--;
            }
            if (!closed) {
                repairs.note("encoded-word-unclosed", "");
            }
            words++;
            String charset = in.substring(start + 2, charsetEnd);
            int star = charset.indexOf('*');
            charset = (star < 0 ? charset : charset.substring(0, star)).toLowerCase(Locale.ROOT);
            charset = charset.isEmpty() ? "none" : charset;
            boolean gap = plainFrom == start || isBlank(plainFrom, start);
            boolean sameRun = runCharset != null && gap && runCharset.equals(charset);
            if (!sameRun) {
                flush();
                if (plainFrom == 0 || !gap || out.length() == 0) {
                    out.append(in, plainFrom, start);
                }
                runCharset = charset;
            }
            int already = bytes.size();
            boolean heldBefore = pendingBase64.length() > 0;
            boolean base64 = encoding == 'B' && !isQuoted(textStart, textEnd);
            if (encoding == 'B' && !base64) {
                repairs.note("encoded-word-encoding", "quoted-printable called base64");
            }
            if (runBase64 && !base64) {
                drainBase64();
            }
            runBase64 = base64;
            if (base64) {
                base64(textStart, textEnd);
            } else {
                quoted(textStart, textEnd);
            }
            noteSplit(heldBefore, already);
            if (closed) {
                return textEnd + 2;
            }
            return textEnd < in.length() && in.charAt(textEnd) == '?' ? textEnd + 1 : textEnd;
        }

        private void noteSplit(boolean heldBefore, int already) {
            boolean continues =
                    already > 0 && bytes.size() > already && isUtf8(runCharset) && (bytes.at(already) & 0xC0) == 0x80;
            if (heldBefore || continues) {
                repairs.note("word-split-inside-character", "");
            }
        }

        private static boolean isUtf8(@Nullable String charset) {
            return charset != null && charset.startsWith("utf") && charset.endsWith("8");
        }

        /** Whether escapes stand where no padding can: only three of four characters may stand before one pad. */
        private boolean isQuoted(int from, int to) {
            int equals = from;
            while (equals < to && in.charAt(equals) != '=') {
                equals++;
            }
            return equals + 2 < to
                    && (equals - from) % 4 != 3
                    && Hex.value(in.charAt(equals + 1), in.charAt(equals + 2)) >= 0;
        }

        private void base64(int start, int end) {
            int from = start;
            int to = end;
            while (to > from && in.charAt(to - 1) <= ' ') {
                to--;
            }
            while (from < to && in.charAt(from) <= ' ') {
                from++;
            }
            if (from == to) {
                return;
            }
            if ((to - from) % 4 == 0 && pendingBase64.length() > 0) {
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
