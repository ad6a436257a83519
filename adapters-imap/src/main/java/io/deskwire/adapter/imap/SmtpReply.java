package io.deskwire.adapter.imap;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an SMTP server answered.
 *
 * @param code three digits, or below 1 when there was no answer
 * @param enhanced enhanced status code such as {@code 5.1.1} (RFC 3463), or null
 * @param text its words, joined, without the codes
 */
record SmtpReply(int code, @Nullable String enhanced, String text) {

    private static final Pattern ENHANCED = Pattern.compile("^([245]\\.\\d{1,3}\\.\\d{1,3})(?:\\s+|$)");

    /** Reads Angus' form: all lines, each with its code. */
    static SmtpReply parse(int code, @Nullable String lines) {
        StringBuilder text = new StringBuilder();
        String enhanced = null;
        for (String line : (lines == null ? "" : lines).split("\n", 50)) {
            String words = line.length() > 4 ? line.substring(4).strip() : "";
            Matcher matcher = ENHANCED.matcher(words);
            if (matcher.find()) {
                enhanced = enhanced == null ? matcher.group(1) : enhanced;
                words = words.substring(matcher.end());
            }
            if (!words.isEmpty()) {
                text.append(text.length() == 0 ? "" : " ").append(words);
            }
        }
        return new SmtpReply(code, enhanced, Failures.shown(text.toString()));
    }

    boolean isPositive() {
        return code >= 200 && code < 300;
    }

    boolean isTemporary() {
        return code >= 400 && code < 500;
    }

    /** The more telling of the two codes. */
    String bestCode() {
        return enhanced == null ? String.valueOf(code) : enhanced;
    }

    /** Code and words, for administrators. */
    String shown() {
        return (code + (enhanced == null ? "" : " " + enhanced) + " " + text).strip();
    }
}
