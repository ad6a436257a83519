package io.deskwire.mime.kind;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Addresses in the lines of a report, and what they are named for. */
final class Mentions {

    private static final int LONGEST = 320;

    private Mentions() {}

    /** The address a line is about: it begins with it, or a word such as "Recipient:" stands before it. */
    static @Nullable String placed(String line) {
        int at = line.indexOf('@');
        if (at <= 0) {
            return null;
        }
        String address = addressAround(line, at);
        if (address == null || isDaemon(address)) {
            return null;
        }
        String before = line.substring(0, line.indexOf(address))
                .replace("<", "")
                .replace("[", "")
                .replace("(", "")
                .replace("\"", "")
                .replace("'", "")
                .replace("*", "")
                .replace("mailto:", "")
                .replace(">", "")
                .strip()
                .toLowerCase(Locale.ROOT);
        return before.isEmpty()
                        || before.equals("-")
                        || before.equals("•")
                        || before.equals("recipient:")
                        || before.equals("recipient address:")
                        || before.equals("to:")
                        || before.equals("rcpt to:")
                        || before.equals("address:")
                        || before.equals("user:")
                        || before.endsWith(", address:")
                        || before.endsWith("recipients:")
                        || before.endsWith("following address:")
                        || before.endsWith("delivering your mail to")
                        || before.endsWith("expanded from:")
                ? address
                : null;
    }

    /** Addresses one may write to for help, and the servers' own talk with each other about senders. */
    static boolean isAdvice(String line) {
        String lower = line.toLowerCase(Locale.ROOT);
        return lower.contains("contact")
                || lower.contains("mail from")
                || lower.contains("message-id")
                || lower.contains("for help")
                || lower.contains("please send mail to")
                || lower.contains("://")
                || lower.stripLeading().startsWith("from:")
                || lower.stripLeading().startsWith("from ");
    }

    static boolean isDaemon(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        return lower.startsWith("mailer-daemon@") || lower.startsWith("mailerdaemon@");
    }

    /** The address around an at sign, or null when there is none. */
    static @Nullable String addressAround(String text, int at) {
        int from = at;
        while (from > 0 && at - from < 64 && isLocal(text.charAt(from - 1))) {
            from--;
        }
        int to = at + 1;
        while (to < text.length() && to - at < 200 && isDomain(text.charAt(to))) {
            to++;
        }
        while (to > at + 1 && (text.charAt(to - 1) == '.' || text.charAt(to - 1) == '-')) {
            to--;
        }
        if (text.charAt(Math.max(0, at - 1)) == '"') {
            int open = text.lastIndexOf('"', at - 2);
            from = open >= 0 && at - open < 64 ? open : from;
        }
        String address = text.substring(from, to);
        boolean dotted = address.lastIndexOf('.') > address.lastIndexOf('@');
        return from < at && dotted && isClean(address) ? address : null;
    }

    /** Whether a text can be an address at all. */
    static boolean isClean(String address) {
        return address.length() <= LONGEST && address.chars().noneMatch(c -> c < ' ' || c == 127);
    }

    private static boolean isLocal(char c) {
        return Character.isLetterOrDigit(c) || "._%+-=#~&/!$^*?{}|".indexOf(c) >= 0;
    }

    private static boolean isDomain(char c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-';
    }
}
