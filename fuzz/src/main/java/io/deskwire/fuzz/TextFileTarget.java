package io.deskwire.fuzz;

import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32;

/** Files within plain text: uuencode and yEnc, sound ones, which must come out, and broken ones. */
public final class TextFileTarget {

    private static final MimeDecoder DECODER = new MimeDecoder();

    private TextFileTarget() {}

    /**
     * {@code u} or {@code y}, a line with the file's name, then its bytes; or {@code t}, then a text as it is.
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        FuzzInput input = new FuzzInput(data);
        char mode = input.mode("uyt");
        if (mode == 't') {
            read(input.rest());
            return;
        }
        String name = name(input.line());
        byte[] bytes = input.rest();
        if (bytes.length == 0) {
            return;
        }
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("the words\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        if (mode == 'u') {
            uuencode(name, bytes, text);
        } else {
            yEnc(name, bytes, text);
        }
        MailOracle.holdsFile(read(text.toByteArray()), bytes);
    }

    private static ParsedMessage read(byte[] text) throws IOException {
        return MailOracle.decoded(
                DECODER,
                Mails.ofPart("Content-Type: text/plain\r\nContent-Transfer-Encoding: 8bit\r\n", text),
                Map.of());
    }

    private static String name(String line) {
        String plain = line.replaceAll("[^ -~]", "").strip();
        return plain.isEmpty() || plain.length() > 200 ? "file.bin" : plain;
    }

    private static void uuencode(String name, byte[] bytes, ByteArrayOutputStream out) {
        out.writeBytes(("begin 644 " + name + "\r\n").getBytes(StandardCharsets.US_ASCII));
        for (int from = 0; from < bytes.length; from += 45) {
            int length = Math.min(45, bytes.length - from);
            out.write(digit(length));
            for (int i = from; i < from + length; i += 3) {
                int three = at(bytes, i) << 16 | at(bytes, i + 1) << 8 | at(bytes, i + 2);
                out.write(digit(three >> 18));
                out.write(digit(three >> 12));
                out.write(digit(three >> 6));
                out.write(digit(three));
            }
            out.writeBytes(new byte[] {'\r', '\n'});
        }
        out.writeBytes("`\r\nend\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static int at(byte[] bytes, int i) {
        return i < bytes.length ? bytes[i] & 0xff : 0;
    }

    private static int digit(int value) {
        return (value & 63) == 0 ? '`' : (value & 63) + ' ';
    }

    private static void yEnc(String name, byte[] bytes, ByteArrayOutputStream out) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        out.writeBytes(("=ybegin line=128 size=" + bytes.length + " name=" + name + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        int column = 0;
        for (byte each : bytes) {
            int value = (each + 42) & 0xff;
            if (value == 0 || value == '\n' || value == '\r' || value == '=' || (value == '.' && column == 0)) {
                out.write('=');
                value = (value + 64) & 0xff;
                column++;
            }
            out.write(value);
            if (++column >= 128) {
                out.writeBytes(new byte[] {'\r', '\n'});
                column = 0;
            }
        }
        out.writeBytes(((column > 0 ? "\r\n" : "") + "=yend size=" + bytes.length
                        + String.format(" crc32=%08x", crc.getValue()) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    }
}
