package io.deskwire.app.explain;

import io.deskwire.json.ApiJson;
import io.deskwire.json.DomainJson;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Body;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was read from one mail, as one JSON object; a name without a value is null. */
final class Explanation {

    private Explanation() {}

    static Map<String, @Nullable Object> tree(Reading reading) {
        ParsedMessage message = reading.message();
        Map<String, @Nullable Object> tree = start(reading.mail());
        tree.put("kind", word(message.kind()));
        tree.put("message_id", message.threading().messageId());
        tree.put(
                "in_reply_to",
                message.threading().inReplyTo().stream().findFirst().orElse(null));
        tree.put("references", message.threading().references());
        Address from = message.people().from();
        tree.put("from", from == null ? null : ApiJson.address(from));
        tree.put("reply_to", addresses(message.people().replyTo()));
        tree.put("to", addresses(message.people().to()));
        tree.put("cc", addresses(message.people().cc()));
        tree.put("subject", message.body().subject());
        tree.put("date", message.sentAt() == null ? null : message.sentAt().toString());
        tree.put("text", message.body().text());
        tree.put("html", message.body().html());
        tree.put("safe_html", message.body().safeHtml());
        tree.put("reply_text", reading.replyText());
        tree.put("reply_confidence", word(message.body().confidence()));
        tree.put(
                "attachments",
                message.attachments().stream().map(Explanation::file).toList());
        tree.put("auto_submitted", word(message.automation().autoSubmitted()));
        tree.put("authentication", authentication(message.authentication()));
        tree.put("issues", reading.issues().stream().map(Issue::toString).toList());
        tree.put("notes", message.notes());
        tree.put("forwarded", message.forward() == null ? null : ApiJson.forward(message.forward()));
        tree.put("event", event(message.event()));
        tree.put("kind_evidence", reading.kindEvidence());
        tree.put("signals", reading.hints().stream().map(Explanation::hint).toList());
        tree.put("reports", message.reports().stream().map(Explanation::report).toList());
        if (reading.rulesGiven()) {
            tree.put("rules", reading.rules() == null ? null : DomainJson.toTree(reading.rules()));
        }
        return tree;
    }

    /** What it says about other messages or people, in a word. */
    private static @Nullable String event(@Nullable ChannelEvent event) {
        if (event == null) {
            return null;
        }
        return event.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }

    /** The line of a mail that could not be read at all. */
    static Map<String, @Nullable Object> unread(StoredMail mail, String why) {
        Map<String, @Nullable Object> tree = start(mail);
        for (String name : List.of("message_id", "in_reply_to", "from", "subject", "date", "html", "safe_html")) {
            tree.put(name, null);
        }
        for (String name : List.of("references", "reply_to", "to", "cc", "attachments")) {
            tree.put(name, List.of());
        }
        tree.put("kind", "message");
        tree.put("text", "");
        tree.put("reply_text", "");
        tree.put("reply_confidence", word(Body.Confidence.NONE));
        tree.put("auto_submitted", "unknown");
        tree.put("authentication", authentication(Authentication.unknown()));
        tree.put("issues", List.of(new Issue("unreadable", why).toString()));
        tree.put("notes", List.of());
        tree.put("forwarded", null);
        tree.put("event", null);
        for (String name : List.of("kind_evidence", "signals", "reports")) {
            tree.put(name, List.of());
        }
        return tree;
    }

    private static Map<String, @Nullable Object> start(StoredMail mail) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("file", mail.file());
        tree.put("index", mail.index());
        return tree;
    }

    private static List<Map<String, Object>> addresses(List<Address> addresses) {
        return addresses.stream().map(ApiJson::address).toList();
    }

    private static Map<String, @Nullable Object> file(Attachment file) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("file_name", file.fileName());
        tree.put("content_type", file.contentType());
        tree.put("size", file.size());
        tree.put("sha256", file.sha256());
        tree.put("inline", file.inline());
        tree.put("content_id", file.contentId());
        return tree;
    }

    private static Map<String, Object> hint(Hint hint) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("type", word(hint.type()));
        tree.put("evidence", hint.evidence());
        tree.put("reason", hint.reason());
        return tree;
    }

    private static Map<String, @Nullable Object> report(DeliveryReport report) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        Address recipient = report.recipient();
        tree.put("recipient", recipient == null ? null : ApiJson.address(recipient));
        tree.put("status", word(report.status()));
        tree.put("code", report.code());
        tree.put("reason", report.reason());
        tree.put("original_message_id", report.originalMessageId());
        tree.put("provider_message_id", report.providerMessageId());
        return tree;
    }

    private static Map<String, @Nullable Object> authentication(Authentication verdicts) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>();
        tree.put("spf", verdicts.spf());
        tree.put("dkim", verdicts.dkim());
        tree.put("dmarc", verdicts.dmarc());
        return tree;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
