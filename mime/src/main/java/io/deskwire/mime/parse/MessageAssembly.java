package io.deskwire.mime.parse;

import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.Correspondents;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import io.deskwire.mime.MimeLimits;
import io.deskwire.mime.charset.EncodedWords;
import io.deskwire.mime.charset.MailCharsets;
import io.deskwire.mime.header.Addresses;
import io.deskwire.mime.header.Fields;
import io.deskwire.mime.header.MailDates;
import io.deskwire.mime.html.HtmlText;
import io.deskwire.mime.html.InlineImages;
import io.deskwire.mime.html.SafeHtml;
import io.deskwire.mime.kind.KindOf;
import io.deskwire.mime.kind.MachineParts;
import io.deskwire.mime.kind.Verdict;
import io.deskwire.mime.repair.Repairs;
import io.deskwire.mime.reply.ReplyExtraction;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the message together once all of its parts went by. */
final class MessageAssembly {

    private static final int LONGEST_SUBJECT = 10_000;

    private final Repairs repairs;
    private final BodyParts bodies;
    private final HtmlText toText;
    private String inlineFile = "";

    MessageAssembly(MimeLimits limits, Repairs repairs) {
        this.repairs = repairs;
        this.toText = new HtmlText(limits.maxHtmlTags(), repairs);
        this.bodies = new BodyParts(toText);
    }

    boolean isEmpty() {
        return bodies.isEmpty();
    }

    /** A text file shown in place: the letter itself where the message has no other text. */
    void fallback(String text) {
        inlineFile = inlineFile.isEmpty() ? text : inlineFile + "\n\n" + text;
    }

    void text(Leaf leaf, boolean html, String content) {
        bodies.add(leaf, html, content);
    }

    ParsedMessage finish(
            Fields fields,
            @Nullable String charset,
            List<Attachment> attachments,
            MachineParts machine,
            BodyDigest digest,
            Map<String, String> meta) {
        String subject = attempt("subject", () -> subject(fields, charset), null);
        Correspondents people = people(fields, charset);
        ThreadHeaders threading = References.of(fields, meta);
        Body body = body(subject);
        if (fields.count() == 0 && body.text().isEmpty() && attachments.isEmpty()) {
            repairs.note("empty-message", "");
        }
        boolean nullSender = (meta.containsKey("envelope_sender")
                        && meta.get("envelope_sender").isEmpty())
                || "<>".equals(fields.first("return-path"));
        Verdict verdict = attempt(
                "kind",
                () -> KindOf.judge(fields, machine, people, nullSender, subject, body.text()),
                new Verdict(MessageKind.MESSAGE, Automation.none(), List.of()));
        return new ParsedMessage(
                DedupeKey.of(fields, threading.messageId(), digest),
                verdict.kind(),
                threading,
                people,
                body,
                InlineImages.mark(attachments, body.html()),
                verdict.automation(),
                // Authentication-Results can be written by anybody; only what the receiving provider said beside it
                // counts.
                new Authentication(meta.get("spf"), meta.get("dkim"), meta.get("dmarc")),
                attempt("date", () -> sentAt(fields), null),
                verdict.reports(),
                repairs.issues(),
                suspicions(meta),
                null);
    }

    private static List<String> suspicions(Map<String, String> meta) {
        return Stream.of("virus", "spam")
                .map(meta::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable String subject(Fields fields, @Nullable String charset) {
        String raw = fields.first("subject");
        if (raw == null) {
            return null;
        }
        String text = EncodedWords.decode(MailCharsets.header(raw, charset), repairs);
        String line = OneLine.of(text, LONGEST_SUBJECT);
        return line.isEmpty() ? null : line;
    }

    private Correspondents people(Fields fields, @Nullable String charset) {
        List<Address> from = list(fields, "from", charset);
        List<Address> sender = list(fields, "sender", charset);
        if (from.isEmpty()) {
            repairs.note("no-sender", fields.has("from") ? "From cannot be read" : "no From field");
        }
        return new Correspondents(
                from.isEmpty() ? null : from.get(0),
                sender.isEmpty() ? null : sender.get(0),
                list(fields, "reply-to", charset),
                list(fields, "to", charset),
                list(fields, "cc", charset),
                list(fields, "bcc", charset));
    }

    private List<Address> list(Fields fields, String name, @Nullable String charset) {
        return attempt(name, () -> Addresses.parse(fields.all(name), charset, repairs), List.<Address>of());
    }

    private @Nullable Instant sentAt(Fields fields) {
        String raw = fields.first("date");
        if (raw == null) {
            return null;
        }
        Instant at = MailDates.parse(raw);
        if (at == null) {
            repairs.note("bad-date", raw);
        }
        return at;
    }

    private Body body(@Nullable String subject) {
        String text = attempt("text", () -> bodies.isEmpty() ? inlineFile.strip() : bodies.text(), "");
        String html = attempt("html", bodies::html, null);
        if (html == null) {
            return new Body(subject, text, null, null, attempt("reply", () -> ReplyExtraction.ofText(text), text));
        }
        String safe = attempt("safe-html", () -> SafeHtml.of(toText.tree(html)), HtmlText.escaped(text));
        // The extraction cuts the tree, so it comes last.
        String reply = attempt("reply", () -> ReplyExtraction.ofHtml(toText.tree(html), text), text);
        return new Body(subject, text, html, safe, reply);
    }

    /** A fault of ours in one piece must not cost the message: the piece falls back and the fault is visible. */
    private <T extends @Nullable Object> T attempt(String piece, Supplier<T> reading, T otherwise) {
        try {
            return reading.get();
        } catch (RuntimeException | StackOverflowError e) {
            repairs.note("decoder-fault", piece + ": " + e.getClass().getSimpleName());
            return otherwise;
        }
    }
}
