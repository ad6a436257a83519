package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A uuencoded file (POSIX), from its {@code begin} line to its {@code end}; blanks lost at the end of lines are put back. */
final class Uuencoded implements FilesInText.Stretch {

    private final TextLines lines;
    private final Repairs repairs;
    private boolean begun;
    private boolean ended;

    Uuencoded(TextLines lines, Repairs repairs) {
        this.lines = lines;
        this.repairs = repairs;
    }

    /** {@code begin 644 name}. */
    static boolean begins(byte @Nullable [] line) {
        if (line == null || line.length < 11 || !startsWith(line, "begin ")) {
            return false;
        }
        int i = 6;
        while (i < line.length && line[i] >= '0' && line[i] <= '7') {
            i++;
        }
        return i >= 9 && i <= 11 && i + 1 < line.length && line[i] == ' ' && line[i + 1] > ' ';
    }

    static String name(byte[] line) {
        String text = new String(line, StandardCharsets.ISO_8859_1).strip();
        String name = text.substring(text.indexOf(' ', 6) + 1).strip();
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    /** Whether a line is as long as its first character says, give or take the blanks that got lost. */
    static boolean isData(byte @Nullable [] line) {
        if (line == null) {
            return false;
        }
        int length = HeaderLine.contentLength(line);
        if (length == 0) {
            return false;
        }
        int count = value(line[0]);
        int wanted = 1 + (count + 2) / 3 * 4;
        for (int i = 0; i < length; i++) {
            if (line[i] < ' ' || line[i] > '`') {
                return false;
            }
        }
        if (count == 0) {
            return length <= 2;
        }
        int shortest = 1 + (count * 8 + 5) / 6;
        return length <= wanted + 2 && length >= Math.max(2, shortest - 12);
    }

    @Override
    public byte @Nullable [] more() throws IOException {
        if (ended) {
            return null;
        }
        if (!begun) {
            begun = true;
            lines.take();
        }
        byte[] line = lines.peek();
        if (line != null && isEnd(line)) {
            ended = true;
            lines.take();
            return null;
        }
        if (line == null || !isData(line)) {
            byte[] second = line == null ? null : lines.peekSecond();
            boolean blank = line != null && HeaderLine.isBlank(line, HeaderLine.contentLength(line));
            if (blank && (isData(second) || (second != null && isEnd(second)))) {
                lines.take();
                return new byte[0];
            }
            ended = true;
            repairs.note("damaged-uuencode", "the end is missing");
            return null;
        }
        lines.take();
        return decoded(line);
    }

    private static boolean isEnd(byte[] line) {
        int length = HeaderLine.contentLength(line);
        return startsWith(line, "end") && (length == 3 || (length == 4 && line[3] == ' '));
    }

    private static byte[] decoded(byte[] line) {
        int count = value(line[0]);
        int length = HeaderLine.contentLength(line);
        byte[] out = new byte[(count + 2) / 3 * 3];
        int n = 0;
        for (int i = 1; n < count; i += 4) {
            int held = 0;
            for (int k = 0; k < 4; k++) {
                held = held << 6 | (i + k < length ? value(line[i + k]) : 0);
            }
            out[n++] = (byte) (held >> 16);
            out[n++] = (byte) (held >> 8);
            out[n++] = (byte) held;
        }
        return Arrays.copyOf(out, count);
    }

    private static int value(int c) {
        return c - ' ' & 0x3F;
    }

    static boolean startsWith(byte[] line, String text) {
        if (line.length < text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (line[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
