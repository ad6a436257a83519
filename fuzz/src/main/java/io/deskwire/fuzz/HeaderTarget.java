package io.deskwire.fuzz;

import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.util.Map;

/** One header field with any value, in a mail that is otherwise sound: the rest of it must come through. */
public final class HeaderTarget {

    private static final MimeDecoder DECODER = new MimeDecoder();
    private static final String LETTERS = "stfcridamlbe";
    private static final String[] NAMES = {
        "Subject",
        "To",
        "From",
        "Cc",
        "References",
        "In-Reply-To",
        "Date",
        "Authentication-Results",
        "Message-ID",
        "List-Id",
        "Reply-To",
        "Received"
    };

    private HeaderTarget() {}

    /** A letter for the field's name, then its value, whose line breaks fold it. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        FuzzInput input = new FuzzInput(data);
        String name = NAMES[LETTERS.indexOf(input.mode(LETTERS))];
        StringBuilder value = new StringBuilder(input.line());
        for (String more = input.line(); !more.isEmpty(); more = input.line()) {
            value.append("\r\n ").append(more);
        }
        ParsedMessage message = MailOracle.decoded(
                DECODER,
                Mails.joined(
                        name,
                        ": ",
                        value.toString(),
                        "\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nthe words\r\n"
                                + "--b\r\nContent-Type: image/png\r\n\r\nthe picture\r\n--b--\r\n"),
                Map.of("envelope_sender", "zoe@customer.example"));
        Expect.that(message.body().text().strip().equals("the words"), "a header field changed the text");
        Expect.that(message.attachments().size() == 1, "a header field changed the files");
    }
}
