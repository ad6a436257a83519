package io.deskwire.fuzz;

import io.deskwire.adapter.re2j.Re2jExpressions;
import io.deskwire.channel.Particulars;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.rules.Candidate;
import io.deskwire.rules.Rulebook;
import io.deskwire.rules.Rulebooks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A tenant's {@code parser_config}: compiled or refused with reasons, and then asked about a mail. */
public final class RulesTarget {

    private static final Rulebooks RULEBOOKS = new Rulebooks(new Re2jExpressions());
    private static final Content MAIL = Mails.joined(
            Mails.HEAD,
            "Reply-To: zoe@elsewhere.example\r\nX-Spam-Flag: YES\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
            "--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nWhere is my order 4711? aaaaaaaaaaaaaaaaaaaaaaaaaaaaab\r\n",
            "--b\r\nContent-Type: application/pdf; name=bill.pdf\r\nContent-Disposition: attachment\r\n\r\nPDF\r\n--b--\r\n");
    private static final InboundMessage MESSAGE = message();
    private static final Particulars PARTICULARS = particulars();

    private RulesTarget() {}

    /** {@code d} and a document, or {@code e} and an expression. */
    public static void fuzzerTestOneInput(byte[] data) {
        FuzzInput input = new FuzzInput(data);
        boolean expression = input.mode("de") == 'e';
        Map<String, Object> document;
        if (expression) {
            document = Map.of(
                    "rules",
                    List.of(Map.of(
                            "name",
                            "r",
                            "when",
                            Map.of("body", Map.of("matches", input.restText())),
                            "then",
                            Map.of("tags", List.of("x")))));
        } else {
            try {
                document = Json.strict().parseObject(input.rest());
            } catch (JsonException e) {
                return;
            }
        }
        Rulebook.Reading reading = RULEBOOKS.read(document);
        Expect.that(reading.problems().size() <= 200, "problems without end");
        reading.problems()
                .forEach(problem -> Expect.that(problem.toString().length() < 5_000, "a problem without end"));
        reading.book().judge(new Candidate(MESSAGE, false, MAIL.length(), null, () -> PARTICULARS));
    }

    private static InboundMessage message() {
        try {
            ParsedMessage parsed = new MimeDecoder().decode(MAIL, Map.of());
            return new InboundMessage(
                    "m1",
                    "acme",
                    "support",
                    "raw1",
                    new Envelope("zoe@customer.example", List.of("support@desk.example")),
                    Instant.EPOCH,
                    parsed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Particulars particulars() {
        try {
            return new MimeDecoder().particulars(MAIL, Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
