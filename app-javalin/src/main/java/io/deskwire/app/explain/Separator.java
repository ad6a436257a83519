package io.deskwire.app.explain;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the lines that begin a message of an mbox from prose that begins with the same word. */
final class Separator {

    static final String WORD = "From ";

    /** The date as every program writes it (asctime), or in the order of mail's own. */
    private static final Pattern DATED = Pattern.compile(
            "(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\\s+(?:[A-Z][a-z]{2}\\s+[0-9]{1,2}|[0-9]{1,2}\\s+[A-Z][a-z]{2})"
                    + "\\s.{0,40}?[0-9]{1,2}:[0-9]{2}");

    private static final Pattern FIELD = Pattern.compile("([!-9;-~]{1,100})[ \\t]*:.*");

    private static final Set<String> KNOWN = Set.of(
            "from",
            "to",
            "cc",
            "subject",
            "date",
            "message-id",
            "received",
            "return-path",
            "delivered-to",
            "envelope-to",
            "mime-version",
            "content-type",
            "sender",
            "reply-to",
            "status",
            "in-reply-to",
            "references",
            "dkim-signature",
            "authentication-results",
            "precedence",
            "resent-from",
            "delivery-date",
            "errors-to");

    private Separator() {}

    /** Whether the line says who and when, which prose does not. */
    static boolean isDated(String line) {
        return line.startsWith(WORD) && DATED.matcher(line).find();
    }

    /** Whether a line is a field that headers begin with. */
    static boolean beginsHeader(String line) {
        Matcher field = FIELD.matcher(line);
        if (!field.matches()) {
            return false;
        }
        String name = field.group(1).toLowerCase(Locale.ROOT);
        return KNOWN.contains(name) || name.startsWith("x-") || name.startsWith("arc-") || name.startsWith("list-");
    }
}
