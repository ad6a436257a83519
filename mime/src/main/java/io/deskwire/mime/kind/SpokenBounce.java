package io.deskwire.mime.kind;

import io.deskwire.message.Address;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.mime.header.Ids;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Non-delivery reports in words alone, from servers that do not follow RFC 3464. */
final class SpokenBounce {

    private static final int MOST_RECIPIENTS = 50;
    private static final int READ = 64 * 1024;

    private static final String[] SENDERS = {
        "mailer-daemon", "postmaster", "mail-daemon", "mailerdaemon", "mdaemon", "post_master"
    };

    private static final String[] SUBJECTS = {
        "undeliver",
        "delivery fail",
        "delivery status notification",
        "failure notice",
        "returned mail",
        "mail delivery",
        "delivery notification",
        "non delivery",
        "nondeliver",
        "non-deliver",
        "delivery error",
        "failed mail",
        "could not be delivered",
        "returned to sender",
        "mail system error",
        "warning: message",
        "delivery has failed",
        "delivery report",
        "unzustellbar",
        "nicht zugestellt",
        "non remis",
        "non recapitabile",
        "mancato recapito",
        "no se puede entregar",
        "não entregue",
        "delayed mail",
        "error sending",
        "message not delivered",
        "mail failed",
        "failure delivery",
        "delivery problem",
        "недоставлен",
        "не доставлено",
        "退信",
        "配信不能",
        "配信エラー"
    };

    private static final String[] PHRASES = {
        "could not be delivered",
        "couldn't be delivered",
        "undeliverable",
        "delivery failed",
        "delivery to the following",
        "permanent fatal errors",
        "permanent error",
        "could not deliver",
        "unable to deliver",
        "wasn't able to deliver",
        "was not able to deliver",
        "not delivered",
        "following addresses failed",
        "user unknown",
        "mailbox unavailable",
        "has failed",
        "transcript of session",
        "was undeliverable",
        "has been delayed",
        "does not exist",
        "unknown user",
        "no such user",
        "mailbox full",
        "quota exceeded",
        "delivery error",
        "your message was not",
        "your message could not",
        "rejected"
    };

    private static final String[] ORIGINAL = {
        "this is a copy of the message",
        "original message",
        "below this line is a copy",
        "return-path:",
        "returned message",
        "message header follows",
        "unsent message",
        "received: from",
        "text of the message"
    };

    private SpokenBounce() {}

    /** Whether sender and words together say that mail came back. */
    static boolean is(@Nullable String from, boolean nullSender, @Nullable String subject, String text) {
        String local = from == null ? "" : from.toLowerCase(Locale.ROOT);
        int at = local.indexOf('@');
        local = at < 0 ? local : local.substring(0, at);
        boolean daemon = contains(local, SENDERS);
        if (!daemon && !nullSender && from != null) {
            return false;
        }
        String head = text.substring(0, Math.min(text.length(), READ)).toLowerCase(Locale.ROOT);
        boolean told = subject != null && contains(subject.toLowerCase(Locale.ROOT), SUBJECTS);
        boolean spoken = contains(head, PHRASES);
        return told ? daemon || spoken || StatusCode.enhanced(head) != null : daemon && spoken;
    }

    static List<DeliveryReport> reports(
            String text, List<String> failedRecipients, @Nullable String returnedId, Set<String> notThem) {
        String head = text.substring(0, Math.min(text.length(), READ));
        int original = originalAt(head.toLowerCase(Locale.ROOT));
        String words = head.substring(0, original);
        Set<String> who = new LinkedHashSet<>(failedRecipients);
        if (who.isEmpty()) {
            addresses(words, notThem, who);
        }
        String code = StatusCode.enhanced(words);
        code = code == null ? StatusCode.reply(words) : code;
        boolean delayed = words.toLowerCase(Locale.ROOT).contains("delayed") && (code == null || code.startsWith("4"));
        DeliveryStatus status = delayed ? DeliveryStatus.DEFERRED : DeliveryStatus.BOUNCED;
        String id = returnedId != null ? returnedId : idIn(head.substring(original));
        String reason = StandardReports.reason(lineWith(words, code));
        List<DeliveryReport> reports = new ArrayList<>();
        for (String address : who) {
            reports.add(new DeliveryReport(id, null, Address.email(address), status, code, reason, null));
        }
        if (reports.isEmpty()) {
            reports.add(new DeliveryReport(id, null, null, status, code, reason, null));
        }
        return reports;
    }

    private static void addresses(String words, Set<String> notThem, Set<String> who) {
        int at = words.indexOf('@');
        while (at >= 0 && who.size() < MOST_RECIPIENTS) {
            int from = at;
            while (from > 0 && at - from < 64 && isLocal(words.charAt(from - 1))) {
                from--;
            }
            int to = at + 1;
            while (to < words.length() && to - at < 200 && isDomain(words.charAt(to))) {
                to++;
            }
            while (to > at + 1 && (words.charAt(to - 1) == '.' || words.charAt(to - 1) == '-')) {
                to--;
            }
            String address = words.substring(from, to);
            String lower = address.toLowerCase(Locale.ROOT);
            boolean daemon = contains(lower, SENDERS);
            if (from < at && address.indexOf('.', at - from) > 0 && !daemon && !notThem.contains(lower)) {
                who.add(address);
            }
            at = words.indexOf('@', Math.max(to, at + 1));
        }
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || "._%+-=#~&/!$^*?{}|".indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }

    private static int originalAt(String lower) {
        int first = lower.length();
        for (String mark : ORIGINAL) {
            int at = lower.indexOf(mark);
            // "Your original message could not be delivered" stands in a first sentence, not above the copy.
            boolean heading = at > 0
                    && (lower.charAt(at - 1) == '\n'
                            || lower.charAt(at - 1) == '-'
                            || (at >= 2 && lower.charAt(at - 2) == '-'));
            if (heading && at < first) {
                first = at;
            }
        }
        return first;
    }

    private static @Nullable String idIn(String original) {
        int at = original.toLowerCase(Locale.ROOT).indexOf("message-id:");
        if (at < 0) {
            return null;
        }
        int end = original.indexOf('>', at);
        return end < 0 || end - at > 1200 ? null : Ids.first(original.substring(at + 11, end + 1));
    }

    private static @Nullable String lineWith(String words, @Nullable String code) {
        int at = code == null ? -1 : words.indexOf(code);
        if (at < 0) {
            return null;
        }
        int from = words.lastIndexOf('\n', at) + 1;
        int end = words.indexOf('\n', at);
        return words.substring(from, end < 0 ? words.length() : end);
    }

    private static boolean contains(String text, String[] words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
