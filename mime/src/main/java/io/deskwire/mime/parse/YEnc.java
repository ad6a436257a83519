package io.deskwire.mime.parse;

import io.deskwire.mime.repair.Repairs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A yEnc file (yEnc draft 1.3), from {@code =ybegin} to {@code =yend}, checked by length and CRC where they are given. */
final class YEnc implements FilesInText.Stretch {

    private final TextLines lines;
    private final Repairs repairs;
    private final CRC32 crc = new CRC32();
    private boolean begun;
    private boolean ended;
    private boolean escaped;
    private long size;

    YEnc(TextLines lines, Repairs repairs) {
        this.lines = lines;
        this.repairs = repairs;
    }

    static boolean begins(byte @Nullable [] line) {
        return line != null
                && Uuencoded.startsWith(line, "=ybegin ")
                && text(line).contains(" name=");
    }

    static String name(byte[] line) {
        String text = text(line);
        String name = text.substring(text.indexOf(" name=") + 6).strip();
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
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
        boolean start = lines.atLineStart();
        byte[] line = lines.peek();
        if (line == null) {
            ended = true;
            repairs.note("damaged-yenc", "the end is missing");
            return null;
        }
        lines.take();
        if (start && Uuencoded.startsWith(line, "=ypart ")) {
            return new byte[0];
        }
        if (start && Uuencoded.startsWith(line, "=yend ")) {
            ended = true;
            check(text(line));
            return null;
        }
        return decoded(line);
    }

    private byte[] decoded(byte[] line) {
        byte[] out = new byte[line.length];
        int n = 0;
        for (byte b : line) {
            if (b == '\r' || b == '\n') {
                continue;
            }
            if (b == '=' && !escaped) {
                escaped = true;
            } else {
                out[n++] = (byte) (b - 42 - (escaped ? 64 : 0));
                escaped = false;
            }
        }
        crc.update(out, 0, n);
        size += n;
        return Arrays.copyOf(out, n);
    }

    private void check(String end) {
        String wantedSize = value(end, " size=");
        String wantedCrc = value(end, end.contains(" pcrc32=") ? " pcrc32=" : " crc32=");
        boolean wrongSize = !wantedSize.isEmpty() && !wantedSize.equals(Long.toString(size));
        boolean wrongCrc =
                wantedCrc.length() == 8 && !wantedCrc.equalsIgnoreCase(String.format("%08x", crc.getValue()));
        if (wrongSize || wrongCrc) {
            repairs.note("damaged-yenc", wrongSize ? "another length than it says" : "another checksum than it says");
        }
    }

    private static String value(String line, String name) {
        int at = line.indexOf(name);
        if (at < 0) {
            return "";
        }
        int end = at + name.length();
        while (end < line.length() && line.charAt(end) > ' ') {
            end++;
        }
        return line.substring(at + name.length(), end);
    }

    private static String text(byte[] line) {
        return new String(line, StandardCharsets.ISO_8859_1);
    }
}
