package io.deskwire.fuzz;

import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/** A file with any name, parameters and bytes, in a mail that is otherwise sound: every byte must come out. */
public final class PartTarget {

    private static final MimeDecoder DECODER = new MimeDecoder();
    private static final byte[] TNEF = {0x78, (byte) 0x9f, 0x3e, 0x22};

    private PartTarget() {}

    /** A letter for the transfer encoding, a line of Content-Type parameters, one of Content-Disposition's, then the bytes. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        FuzzInput input = new FuzzInput(data);
        char encoding = input.mode("bq8");
        String type = input.line();
        String disposition = input.line();
        byte[] bytes = input.rest();
        if (bytes.length == 0 || startsWith(bytes, TNEF)) {
            return;
        }
        byte[] body = bytes;
        String label = "binary";
        switch (encoding) {
            case 'b' -> {
                body = Base64.getMimeEncoder().encode(bytes);
                label = "base64";
            }
            case 'q' -> {
                body = quotedPrintable(bytes);
                label = "quoted-printable";
            }
            default -> {
                if (new String(bytes, StandardCharsets.ISO_8859_1).contains("--=_outer")) {
                    return;
                }
            }
        }
        ParsedMessage message = MailOracle.decoded(
                DECODER,
                Mails.joined(
                        Mails.HEAD + "Content-Type: multipart/mixed; boundary=\"=_outer\"\r\n\r\n--=_outer\r\n\r\n"
                                + "the words\r\n--=_outer\r\nContent-Type: application/octet-stream; ",
                        type,
                        "\r\nContent-Disposition: attachment; ",
                        disposition,
                        "\r\nContent-Transfer-Encoding: " + label + "\r\n\r\n",
                        body,
                        "\r\n--=_outer--\r\n"),
                Map.of());
        MailOracle.holdsFile(message, bytes);
        Expect.that(message.body().text().contains("the words"), "a file changed the text");
    }

    private static boolean startsWith(byte[] bytes, byte[] start) {
        for (int i = 0; i < start.length; i++) {
            if (i >= bytes.length || bytes[i] != start[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] quotedPrintable(byte[] bytes) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < bytes.length; i++) {
            out.append(i % 20 == 19 ? "=\r\n" : "").append(String.format("=%02X", bytes[i] & 0xff));
        }
        return out.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
