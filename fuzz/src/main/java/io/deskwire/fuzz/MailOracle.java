package io.deskwire.fuzz;

import io.deskwire.channel.Decoder;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What holds for every message that a decoder reads, whatever it was read from. */
final class MailOracle {

    private MailOracle() {}

    /** Decodes, and looks at everything that came of it. */
    static ParsedMessage decoded(Decoder decoder, Content raw, Map<String, String> meta) throws IOException {
        ParsedMessage message = decoder.decode(raw, meta);
        decoder.particulars(raw, meta);
        int index = 0;
        for (Attachment file : message.attachments()) {
            Expect.that(file.index() == index++, "attachments are not numbered in order");
            look(file);
            if (file.state() == Attachment.State.AVAILABLE) {
                bytes(decoder, raw, meta, file);
            }
        }
        if (message.body().safeHtml() != null) {
            HtmlOracle.isHarmless(message.body().safeHtml());
        }
        Expect.that(message.issues().size() < 10_000, "issues without end");
        // Each time would halve what a fuzzer gets done.
        if (raw.length() % 8 == 0) {
            Expect.that(decoder.decode(raw, meta).equals(message), "the same bytes gave another message");
        }
        return message;
    }

    private static void look(Attachment file) {
        String name = file.fileName();
        Expect.that(!name.isBlank(), "a file without a name");
        Expect.that(
                name.chars().noneMatch(c -> c < ' ' || c == 127 || c == '/' || c == '\\'),
                () -> "a file name that is not safe: " + name);
        Expect.that(
                file.contentType().equals(file.contentType().toLowerCase(Locale.ROOT)), "a media type in upper case");
    }

    private static void bytes(Decoder decoder, Content raw, Map<String, String> meta, Attachment file)
            throws IOException {
        byte[] bytes;
        try (InputStream in = decoder.attachment(raw, meta, file.index())) {
            bytes = in.readAllBytes();
        }
        Expect.that(
                bytes.length == file.size(),
                () -> "file " + file.index() + " was said to have " + file.size() + " bytes and has " + bytes.length);
        Expect.that(
                Content.of(bytes).sha256().equals(file.sha256()), "a file has another hash than it was said to have");
    }

    /** Whether anything at all came of a message: something to read, a file, or a line about what became of it. */
    static boolean isAnything(ParsedMessage message) {
        return !message.body().text().isBlank()
                || message.body().html() != null
                || !message.attachments().isEmpty()
                || !message.issues().isEmpty();
    }

    /** Expects a file with exactly these bytes. */
    static void holdsFile(ParsedMessage message, byte[] bytes) {
        String hash = Content.of(bytes).sha256();
        Expect.that(
                message.attachments().stream().anyMatch(file -> hash.equals(file.sha256())),
                () -> "a file of " + bytes.length + " bytes is gone; there are "
                        + message.attachments().stream()
                                .map(file -> file.contentType() + " of " + file.size())
                                .toList()
                        + " and " + codes(message));
    }

    static String codes(ParsedMessage message) {
        return message.issues().stream().map(Issue::code).collect(Collectors.joining(", ", "issues ", ""));
    }
}
