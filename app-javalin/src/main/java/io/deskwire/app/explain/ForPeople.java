package io.deskwire.app.explain;

import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation.AutoSubmitted;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.Forward;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was read from one mail, for a person at a terminal. */
final class ForPeople {

    private static final int MOST_LINES = 20;

    private final StringBuilder out = new StringBuilder();

    private ForPeople() {}

    static String text(StoredMail mail, ParsedMessage message) {
        ForPeople text = new ForPeople();
        text.head(mail);
        text.say("kind", kind(message.kind()));
        text.who(message);
        text.threading(message);
        text.forward(message.forward());
        text.automation(message);
        text.reports(message.reports());
        text.files(message.attachments());
        text.block("what was written", replyText(message));
        text.list("noted", message.notes());
        text.list(
                "repaired or noticed",
                message.issues().stream().map(Issue::toString).toList());
        return text.out.append('\n').toString();
    }

    static String unread(StoredMail mail, String why) {
        ForPeople text = new ForPeople();
        text.head(mail);
        text.say("unreadable", why);
        return text.out.append('\n').toString();
    }

    private void head(StoredMail mail) {
        out.append("== ").append(clean(mail.file()));
        if (mail.index() > 0) {
            out.append(", message ").append(mail.index() + 1);
        }
        out.append('\n');
    }

    private static String kind(MessageKind kind) {
        String word = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return kind == MessageKind.MESSAGE ? word + " (opens a ticket, or continues one)" : word + " (opens no ticket)";
    }

    private static String replyText(ParsedMessage message) {
        String reply = message.body().replyText();
        return reply == null ? message.body().text() : reply;
    }

    private void who(ParsedMessage message) {
        Address from = message.people().from();
        say("from", from == null ? "nobody that can be read" : person(from));
        say("reply to", people(message.people().replyTo()));
        say("to", people(message.people().to()));
        say("cc", people(message.people().cc()));
        say("subject", message.body().subject());
        say("sent", message.sentAt() == null ? null : message.sentAt().toString());
    }

    private void threading(ParsedMessage message) {
        say("message id", message.threading().messageId());
        say("answers", String.join(", ", message.threading().inReplyTo()));
        List<String> references = message.threading().references();
        if (!references.isEmpty()) {
            say(
                    "thread",
                    references.size() + (references.size() == 1 ? " ancestor" : " ancestors") + ", the nearest "
                            + references.get(references.size() - 1));
        }
    }

    private void forward(@Nullable Forward forward) {
        if (forward == null) {
            return;
        }
        Address from = forward.from();
        Address by = forward.by();
        say(
                "forwards",
                "a mail of " + (from == null ? "somebody who is not named" : person(from))
                        + (forward.subject() == null ? "" : ", \"" + forward.subject() + "\"")
                        + (forward.date() == null ? "" : ", " + forward.date())
                        + " (" + forward.kind().name().toLowerCase(Locale.ROOT)
                        + (by == null ? ")" : ", by " + person(by) + ")"));
    }

    private void automation(ParsedMessage message) {
        AutoSubmitted auto = message.automation().autoSubmitted();
        if (auto != AutoSubmitted.NO) {
            say("written by", auto.name().toLowerCase(Locale.ROOT).replace('_', ' '));
        }
        if (message.automation().suppressAutoResponse()) {
            say("asks for", "no automatic answer");
        }
        Authentication verdicts = message.authentication();
        if (verdicts.spf() != null || verdicts.dkim() != null || verdicts.dmarc() != null) {
            say("sender", "spf " + verdicts.spf() + ", dkim " + verdicts.dkim() + ", dmarc " + verdicts.dmarc());
        }
    }

    private void reports(List<DeliveryReport> reports) {
        list("reports", reports.stream().map(ForPeople::report).toList());
    }

    private static String report(DeliveryReport report) {
        Address recipient = report.recipient();
        return (recipient == null ? "somebody" : recipient.value()) + " "
                + report.status().name().toLowerCase(Locale.ROOT)
                + (report.code() == null ? "" : " " + report.code())
                + (report.reason() == null ? "" : ": " + report.reason());
    }

    private void files(List<Attachment> files) {
        list("files", files.stream().map(ForPeople::file).toList());
    }

    private static String file(Attachment file) {
        return file.fileName() + " (" + file.contentType() + ", "
                + (file.size() < 0 ? "size unknown" : file.size() + " bytes") + (file.inline() ? ", inline)" : ")");
    }

    private void say(String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            out.append(String.format("   %-12s %s%n", name, clean(value)));
        }
    }

    private void list(String name, List<String> entries) {
        if (!entries.isEmpty()) {
            out.append("   ").append(name).append('\n');
            entries.forEach(entry -> out.append("     - ").append(clean(entry)).append('\n'));
        }
    }

    private void block(String name, String text) {
        List<String> lines = text.strip().lines().toList();
        out.append("   ").append(name).append('\n');
        lines.stream()
                .limit(MOST_LINES)
                .forEach(line -> out.append("     | ").append(clean(line)).append('\n'));
        if (lines.size() > MOST_LINES) {
            out.append("     | … and ").append(lines.size() - MOST_LINES).append(" lines more\n");
        }
    }

    private static String people(List<Address> addresses) {
        return addresses.stream().map(ForPeople::person).collect(Collectors.joining(", "));
    }

    private static String person(Address address) {
        return address.name() == null ? address.value() : address.name() + " <" + address.value() + ">";
    }

    /** What a stranger wrote must not steer the terminal. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c ->
                        clean.appendCodePoint(Character.getType(c) == Character.CONTROL && c != '\t' ? 0xfffd : c));
        return clean.toString();
    }
}
