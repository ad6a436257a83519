package io.deskwire.fuzz;

import io.deskwire.message.Content;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Mails around bytes of the fuzzer's. */
final class Mails {

    static final String HEAD = "From: Zoe <zoe@customer.example>\r\nTo: support@desk.example\r\nSubject: Hi\r\n"
            + "Message-ID: <m1@customer.example>\r\nDate: Sun, 22 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n";

    private Mails() {}

    /** A mail of one part. */
    static Content ofPart(String fields, byte[] body) {
        return joined(HEAD + fields + "\r\n", body);
    }

    /** A mail of one part in base64, in which every byte comes through. */
    static Content ofBase64(String contentType, byte[] body) {
        return ofPart(
                "Content-Type: " + contentType + "\r\nContent-Transfer-Encoding: base64\r\n",
                Base64.getMimeEncoder().encode(body));
    }

    /** Texts (one byte a char) and bytes one after the other. */
    static Content joined(Object... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object piece : pieces) {
            out.writeBytes(
                    piece instanceof byte[] bytes ? bytes : ((String) piece).getBytes(StandardCharsets.ISO_8859_1));
        }
        return Content.of(out.toByteArray());
    }
}
