package io.deskwire.app.explain;

import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation.AutoSubmitted;
import io.deskwire.message.Body;
import io.deskwire.message.Forward;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.rules.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What was read from one mail, for a person at a terminal. */
final class ForPeople {

    private static final int MOST_LINES = 20;

    private final StringBuilder out = new StringBuilder();

    private ForPeople() {}

    static String text(Reading reading) {
        ParsedMessage message = reading.message();
        ForPeople text = new ForPeople();
        text.head(reading.mail());
        text.say("kind", kind(message));
        text.list("because of", reading.kindEvidence());
        text.who(message);
        text.threading(reading);
        text.forward(message.forward());
        text.automation(message);
        text.rules(reading);
        text.list("files", message.attachments().stream().map(ForPeople::file).toList());
        text.block("what was written" + confidence(message.body()), reading.replyText());
        text.list("noted", message.notes());
        text.list(
                "repaired or noticed",
                reading.issues().stream().map(Issue::toString).toList());
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

    private static String kind(ParsedMessage message) {
        String word = word(message.kind());
        if (message.event() != null) {
            return word + " (says something of another message, opens no ticket)";
        }
        return message.kind() == MessageKind.MESSAGE
                ? word + " (opens a ticket, or continues one)"
                : word + " (opens no ticket; joins the conversation that it belongs to)";
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String confidence(Body body) {
        if (body.replyText() == null || body.confidence() == Body.Confidence.NONE) {
            return " (the whole text: nothing tells a quote apart)";
        }
        String left = body.text().length() > body.replyText().length() + 1
                ? ", " + (body.text().length() - body.replyText().length()) + " characters of quote and ending left out"
                : "";
        return " (confidence " + word(body.confidence()) + left + ")";
    }

    private void who(ParsedMessage message) {
        Address from = message.people().from();
        say("from", from == null ? "nobody that can be read" : person(from));
        say("reply to", people(message.people().replyTo()));
        say("to", people(message.people().to()));
        say("cc", people(message.people().cc()));
        say("subject", message.body().subject());
        Forward forward = message.forward();
        say("passed on", forward == null || forward.from() == null ? null : "written by " + person(forward.from()));
        say("sent", message.sentAt() == null ? null : message.sentAt().toString());
    }

    private void threading(Reading reading) {
        say("message id", reading.message().threading().messageId());
        if (reading.hints().isEmpty()) {
            say("thread", "nothing ties it to an earlier message");
        }
        list(
                "thread, the most trusted first",
                reading.hints().stream()
                        .map(hint -> word(hint.type()) + " " + hint.evidence() + ": " + hint.reason())
                        .toList());
    }

    private void rules(Reading reading) {
        Verdict verdict = reading.rules();
        if (!reading.rulesGiven()) {
            return;
        }
        if (verdict == null) {
            say("rules", "are not asked about this");
            return;
        }
        say(
                "rules",
                switch (verdict.outcome()) {
                    case DROP -> "drop it, " + verdict.line();
                    case QUARANTINE -> "hold it for a person, " + verdict.line();
                    case PASS -> verdict.matched().isEmpty() ? "none applies" : "let it pass";
                });
        list("rules that apply", verdict.matched());
        if (!verdict.fields().isEmpty()) {
            say("ticket gets", Json.write(DomainJson.toTree(verdict.fields())));
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
            say("written by", word(auto));
        }
        if (message.automation().suppressAutoResponse()) {
            say("asks for", "no automatic answer");
        }
        Authentication verdicts = message.authentication();
        if (verdicts.spf() != null || verdicts.dkim() != null || verdicts.dmarc() != null) {
            say("sender", "spf " + verdicts.spf() + ", dkim " + verdicts.dkim() + ", dmarc " + verdicts.dmarc());
        }
    }

    private static String file(Attachment file) {
        return file.fileName() + " (" + file.contentType() + ", "
                + (file.size() < 0 ? "size unknown" : file.size() + " bytes") + (file.inline() ? ", inline)" : ")");
    }

    private void say(String name, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            out.append(String.format("   %-12s %s\n", name, clean(value)));
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
