package io.deskwire.fuzz;

import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** A whole mail: the parser with everything behind it. */
public final class MailTarget {

    private static final MimeDecoder DECODER = new MimeDecoder();

    private MailTarget() {}

    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        ParsedMessage message = MailOracle.decoded(DECODER, Content.of(data), Map.of());
        String text = new String(data, StandardCharsets.ISO_8859_1);
        int body = text.indexOf("\r\n\r\n");
        if (body > 0
                && isHeader(text.substring(0, body))
                && !text.substring(body).isBlank()) {
            Expect.that(MailOracle.isAnything(message), "a mail with a body of which nothing is left");
        }
    }

    private static boolean isHeader(String head) {
        return head.matches("(?s)[A-Za-z-]+:.*") && head.indexOf('\0') < 0;
    }
}
