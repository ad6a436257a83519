package io.deskwire.mime.kind;

import io.deskwire.message.Automation;
import io.deskwire.message.Automation.AutoSubmitted;
import io.deskwire.mime.header.Fields;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Signs of a machine in header fields: RFC 3834 first, then what stood in its place before.
 *
 * <p>X-Auto-Response-Suppress asks us not to answer; it does not say that the message itself is an answer of a machine.
 */
final class AutomationHeaders {

    private static final Set<String> YES = Set.of("yes", "true", "1", "auto", "on");

    private AutomationHeaders() {}

    static Automation of(Fields fields) {
        return new Automation(origin(fields), suppressed(fields), listId(fields));
    }

    private static AutoSubmitted origin(Fields fields) {
        String declared = fields.first("auto-submitted");
        if (declared != null) {
            String word = firstWord(declared);
            switch (word) {
                case "auto-replied" -> {
                    return AutoSubmitted.AUTO_REPLIED;
                }
                case "no" -> {
                    // A person wrote it; a list may still have spread it.
                }
                case "" -> {
                    return AutoSubmitted.UNKNOWN;
                }
                default -> {
                    return word.startsWith("auto") ? AutoSubmitted.AUTO_GENERATED : AutoSubmitted.UNKNOWN;
                }
            }
        }
        if (answersItself(fields)) {
            return AutoSubmitted.AUTO_REPLIED;
        }
        String precedence = firstWord(fields.first("precedence"));
        if (precedence.equals("auto_reply") || precedence.equals("auto-reply")) {
            return AutoSubmitted.AUTO_REPLIED;
        }
        if (fields.has("list-id")
                || fields.has("list-post")
                || fields.has("mailing-list")
                || fields.has("x-mailing-list")
                || precedence.equals("list")) {
            return AutoSubmitted.LIST;
        }
        if (precedence.equals("bulk") || precedence.equals("junk")) {
            return fields.has("list-unsubscribe") ? AutoSubmitted.LIST : AutoSubmitted.AUTO_GENERATED;
        }
        if (fields.has("list-unsubscribe")) {
            return AutoSubmitted.LIST;
        }
        return AutoSubmitted.NO;
    }

    private static boolean answersItself(Fields fields) {
        return YES.contains(firstWord(fields.first("x-autoreply")))
                || fields.has("x-autorespond")
                || fields.has("x-auto-reply-from")
                || YES.contains(firstWord(fields.first("x-mail-autoreply")))
                || fields.has("x-amazon-auto-reply")
                || fields.has("x-apple-auto-reply")
                || fields.has("x-autoreply-from")
                || fields.has("x-autoresponder")
                || fields.has("x-autoresponse")
                || fields.has("x-ms-exchange-inbox-rules-loop")
                || says(fields, "x-ms-exchange-generated-message-source", "mailbox rules agent")
                || says(fields, "x-post-messageclass", "oof")
                || says(fields, "x-mailer", "vacation")
                || says(fields, "x-mailer", "autoresponder");
    }

    private static boolean says(Fields fields, String name, String word) {
        String value = fields.first(name);
        return value != null && value.toLowerCase(Locale.ROOT).contains(word);
    }

    private static boolean suppressed(Fields fields) {
        String precedence = firstWord(fields.first("precedence"));
        if (precedence.equals("bulk")
                || precedence.equals("junk")
                || precedence.equals("list")
                || precedence.startsWith("auto")) {
            return true;
        }
        for (String value : fields.all("x-auto-response-suppress")) {
            String lower = value.toLowerCase(Locale.ROOT);
            // DR, NDR, RN and NRN concern reports only; the answers we might give are OOF and AutoReply.
            if (lower.contains("all") || lower.contains("oof") || lower.contains("autoreply")) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String listId(Fields fields) {
        String value = fields.first("list-id");
        if (value == null) {
            return null;
        }
        int open = value.lastIndexOf('<');
        int close = value.indexOf('>', Math.max(open, 0));
        String id = open >= 0 && close > open ? value.substring(open + 1, close) : value;
        id = id.strip();
        return id.isEmpty() ? null : id.substring(0, Math.min(id.length(), 255));
    }

    private static String firstWord(@Nullable String value) {
        if (value == null) {
            return "";
        }
        String text = value.strip().toLowerCase(Locale.ROOT);
        int end = 0;
        while (end < text.length()
                && text.charAt(end) > ' '
                && text.charAt(end) != ';'
                && text.charAt(end) != '('
                && text.charAt(end) != ',') {
            end++;
        }
        return text.substring(0, end);
    }
}
