package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.Verdicts;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Mailgun's spam filter says about a mail, in header fields above those of the sender. The topmost of each name counts:
 * others may be the sender's own.
 */
final class MailgunVerdicts {

    private final Map<String, String> topmost = new LinkedHashMap<>();

    /** Takes the next header field from the top. */
    void field(String name, String value) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith("x-mailgun-s") || lower.equals("x-mailgun-dkim-check-result")) {
            topmost.putIfAbsent(lower, value.strip());
        }
    }

    /** Puts them into metadata as {@code MimeDecoder} reads it. */
    void into(Map<String, String> meta) {
        put(meta, "spf", Verdicts.word(topmost.get("x-mailgun-spf")));
        put(meta, "dkim", Verdicts.word(topmost.get("x-mailgun-dkim-check-result")));
        String flag = topmost.get("x-mailgun-sflag");
        if (flag != null && flag.equalsIgnoreCase("yes")) {
            String score = topmost.get("x-mailgun-sscore");
            boolean number = score != null && score.matches("-?[0-9]{1,6}(\\.[0-9]{1,6})?");
            meta.put("spam", "Mailgun takes it for spam" + (number ? " (score " + score + ")" : ""));
        }
    }

    private static void put(Map<String, String> meta, String name, @Nullable String word) {
        if (word != null) {
            meta.put(name, word);
        }
    }
}
