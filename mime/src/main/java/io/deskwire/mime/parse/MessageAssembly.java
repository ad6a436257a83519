package io.deskwire.mime.parse;

import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.Correspondents;
import io.deskwire.message.Forward;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import io.deskwire.mime.MimeLimits;
import io.deskwire.mime.calendar.Invite;
import io.deskwire.mime.charset.EncodedWords;
import io.deskwire.mime.charset.MailCharsets;
import io.deskwire.mime.header.Addresses;
import io.deskwire.mime.header.AuthenticationResults;
import io.deskwire.mime.header.Fields;
import io.deskwire.mime.header.MailDates;
import io.deskwire.mime.html.HtmlText;
import io.deskwire.mime.html.InlineImages;
import io.deskwire.mime.html.SafeHtml;
import io.deskwire.mime.kind.KindOf;
import io.deskwire.mime.kind.MachineParts;
import io.deskwire.mime.kind.SubjectPrefix;
import io.deskwire.mime.kind.Verdict;
import io.deskwire.mime.repair.Repairs;
import io.deskwire.mime.reply.InlineForward;
import io.deskwire.mime.reply.ReplyExtraction;
import io.deskwire.mime.reply.ReplyExtraction.Reply;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts the message together once all of its parts went by. */
final class MessageAssembly {

    private static final int MOST_INVITES = 20;
    private static final int LONGEST_SUBJECT = 10_000;
    private static final int MOST_ADDRESSED = 20;
    private static final List<String> ONCE = List.of(
            "subject", "date", "message-id", "content-type", "content-transfer-encoding", "content-disposition");

    private final Repairs repairs;
    private final BodyParts bodies;
    private final HtmlText toText;
    private final List<Invite> invites = new ArrayList<>();
    private String inlineFile = "";
    private @Nullable Forward nested;

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
        noteRepeated(fields);
        if (bodies.isEmpty() && inlineFile.isEmpty()) {
            inlineFile = inviteText();
        }
        Forward inline = attempt("forward", () -> inlineForward(subject), null);
        Body body = body(subject, people, threading, attachments, inline != null);
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
                attempt("authentication", () -> AuthenticationResults.of(fields, meta), Authentication.unknown()),
                attempt("date", () -> sentAt(fields, charset), null),
                verdict.reports(),
                repairs.issues(),
                notes(meta),
                null,
                attempt("forward", () -> forward(fields, charset, inline, verdict.kind()), null));
    }

    private @Nullable Forward inlineForward(@Nullable String subject) {
        return InlineForward.find(bodies.isEmpty() ? inlineFile : bodies.text(), subject);
    }

    /** What it passes on, the most telling first: a report quotes a mail too, but passes none on. */
    private @Nullable Forward forward(
            Fields fields, @Nullable String charset, @Nullable Forward inline, MessageKind kind) {
        if (kind == MessageKind.MESSAGE || kind == MessageKind.LIST) {
            if (inline != null) {
                return inline;
            }
            if (nested != null) {
                return nested;
            }
        }
        return PassedOn.of(fields, list(fields, "from", charset), charset);
    }

    /** A mail that is a file of this one; the first one counts. */
    void nested(byte[] head) {
        if (nested == null) {
            nested = attempt("forward", () -> NestedMail.forward(head), null);
        }
    }

    /** The same without understanding any of it. */
    Letter letter(
            Fields fields,
            @Nullable String charset,
            List<Attachment> attachments,
            BodyDigest digest,
            Map<String, String> meta) {
        ThreadHeaders threading = References.of(fields, meta);
        return new Letter(
                DedupeKey.of(fields, threading.messageId(), digest),
                attempt("subject", () -> subject(fields, charset), null),
                people(fields, charset),
                threading,
                attempt("authentication", () -> AuthenticationResults.of(fields, meta), Authentication.unknown()),
                attempt("date", () -> sentAt(fields, charset), null),
                bodies.pieces(),
                attachments);
    }

    /** Fields of which RFC 5322 section 3.6 allows one, and of which only the topmost is read. */
    private void noteRepeated(Fields fields) {
        for (String name : ONCE) {
            if (fields.all(name).size() > 1) {
                repairs.note("repeated-header", name + ": the first one counts");
            }
        }
    }

    /** What the provider suspects, what cannot be read, what a calendar says. */
    private List<String> notes(Map<String, String> meta) {
        Set<String> notes = new LinkedHashSet<>();
        Stream.of("virus", "spam").map(meta::get).filter(Objects::nonNull).forEach(notes::add);
        for (Issue issue : repairs.issues()) {
            if (issue.code().equals("encrypted")) {
                String how = issue.detail().startsWith("S/MIME") ? "S/MIME" : "PGP";
                notes.add("Encrypted with " + how + ": its content cannot be read here and is kept whole.");
            }
        }
        invites.forEach(invite -> notes.add(invite.line()));
        return List.copyOf(notes);
    }

    /** A calendar file: shown beside the text, or instead of one. */
    void calendar(String text) {
        Invite invite = Invite.of(text);
        if (invite == null) {
            repairs.note("unreadable-calendar", "no event found");
        } else if (invites.size() < MOST_INVITES) {
            invites.add(invite);
        }
    }

    private String inviteText() {
        return invites.stream()
                .map(i -> i.description() == null ? i.line() : i.line() + "\n\n" + i.description())
                .distinct()
                .collect(Collectors.joining("\n\n"));
    }

    private @Nullable String subject(Fields fields, @Nullable String charset) {
        String raw = fields.first("subject");
        if (raw == null) {
            return null;
        }
        String text = EncodedWords.decode(MailCharsets.header(raw, charset, repairs), repairs);
        String line = OneLine.of(text, LONGEST_SUBJECT);
        return line.isEmpty() ? null : line;
    }

    private Correspondents people(Fields fields, @Nullable String charset) {
        List<Address> from =
                attempt("from", () -> Addresses.authors(fields.all("from"), charset, repairs), List.<Address>of());
        List<Address> sender = list(fields, "sender", charset);
        if (from.isEmpty()) {
            repairs.note("no-sender", fields.has("from") ? "From cannot be read" : "no From field");
        } else if (from.size() > 1) {
            repairs.note("several-authors", "only the first of " + from.size() + " is shown");
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

    private @Nullable Instant sentAt(Fields fields, @Nullable String charset) {
        String raw = fields.first("date");
        if (raw == null) {
            return null;
        }
        String text = EncodedWords.decode(MailCharsets.header(raw, charset, repairs), repairs);
        Instant at = MailDates.parse(text);
        if (at == null) {
            repairs.note("bad-date", text);
        }
        return at;
    }

    private Body body(
            @Nullable String subject,
            Correspondents people,
            ThreadHeaders threading,
            List<Attachment> attachments,
            boolean forwards) {
        String text = attempt("text", () -> bodies.isEmpty() ? inlineFile.strip() : bodies.text(), "");
        String html = attempt("html", bodies::html, null);
        Reply whole = new Reply(text, Body.Confidence.NONE);
        // What is passed on is what there is to say.
        Reply all = new Reply(text, Body.Confidence.LOW);
        boolean answers =
                !threading.inReplyTo().isEmpty() || !threading.references().isEmpty() || hasPrefix(subject);
        ReplyExtraction extraction =
                new ReplyExtraction(addressed(people), answers, subject != null && SubjectPrefix.isForward(subject));
        if (html == null) {
            Reply reply = forwards ? all : attempt("reply", () -> extraction.ofText(text), whole);
            return new Body(subject, text, null, null, reply.text(), reply.confidence());
        }
        @Nullable String shown = attempt("safe-html", () -> SafeHtml.of(toText.tree(html), InlineImages.ids(attachments)), null);
        String safe = shown == null ? HtmlText.escaped(text) : shown;
        Reply reply =
                forwards ? all : attempt("reply", () -> extraction.ofHtml(() -> toText.ownTree(html), text), whole);
        return new Body(subject, text, html, safe, reply.text(), reply.confidence());
    }

    /** Re:, AW:, SV[2]: and what else mail programs put before a subject. */
    private static boolean hasPrefix(@Nullable String subject) {
        int letters = 0;
        for (int i = 0; subject != null && i < Math.min(subject.length(), 10); i++) {
            char c = subject.charAt(i);
            if (c == ':' || c == '：') {
                return letters >= 1 && letters <= 4;
            }
            if (Character.isLetter(c)) {
                letters++;
            } else if ("[]()0123456789 ".indexOf(c) < 0) {
                return false;
            }
        }
        return false;
    }

    private static Set<String> addressed(Correspondents people) {
        return Stream.concat(people.to().stream(), people.cc().stream())
                .map(address -> address.value().toLowerCase(Locale.ROOT))
                .filter(address -> address.indexOf('@') > 0)
                .limit(MOST_ADDRESSED)
                .collect(Collectors.toSet());
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
