package io.deskwire.rules;

import io.deskwire.channel.Particulars;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What filters on the way said of a mail. A sender can write such fields too, but only against himself: of several that
 * disagree the worst counts.
 *
 * @param suspected whether any of them, or the provider, takes it for spam
 * @param score the highest score, or null when nobody gave one
 */
record SpamSigns(boolean suspected, @Nullable Double score) {

    /** {@code Yes}, {@code Yes, score=7.1 required=5.0 …}, {@code FAIL}. */
    private static final List<String> FLAGS = List.of(
            "x-spam-flag",
            "x-spam-status",
            "x-spam",
            "x-barracuda-spam-status",
            "x-mailgun-sflag",
            "x-ses-spam-verdict");

    private static final Set<String> YES = Set.of("yes", "true", "fail", "spam");
    private static final List<String> SCORES =
            List.of("x-spam-score", "x-rspamd-score", "x-mailgun-sscore", "x-barracuda-spam-score");

    /** Of Microsoft's spam confidence level: from here on it goes to the junk folder. */
    private static final double JUNK_LEVEL = 5;

    static SpamSigns of(Particulars mail, boolean providerSuspects) {
        boolean suspected = providerSuspects;
        Double score = null;
        for (String name : FLAGS) {
            for (String value : some(mail, name)) {
                suspected |= YES.contains(firstWord(value));
                score = higher(score, after(value, "score="));
            }
        }
        for (String name : SCORES) {
            for (String value : some(mail, name)) {
                score = higher(score, number(value, 0));
            }
        }
        for (String value : some(mail, "x-spamd-result")) {
            // default: False [7.10 / 15.00]; …
            suspected |= firstWord(value.substring(value.indexOf(':') + 1)).equals("true");
            score = higher(score, after(value, "["));
        }
        for (String value : some(mail, "x-ms-exchange-organization-scl")) {
            suspected |= isJunk(number(value, 0));
        }
        for (String value : some(mail, "x-forefront-antispam-report")) {
            suspected |= isJunk(after(value, "scl:"));
        }
        return new SpamSigns(suspected, score);
    }

    private static List<String> some(Particulars mail, String name) {
        return mail.header(name).stream()
                .limit(RuleLimits.VALUES)
                .map(value -> Folding.cut(value, RuleLimits.LONGEST_FIELD).toLowerCase(Locale.ROOT))
                .toList();
    }

    private static boolean isJunk(@Nullable Double level) {
        return level != null && level >= JUNK_LEVEL;
    }

    private static @Nullable Double higher(@Nullable Double one, @Nullable Double other) {
        return one == null || (other != null && other > one) ? other : one;
    }

    private static String firstWord(String value) {
        return Arrays.stream(value.strip().split("[^a-z]+", 2)).findFirst().orElse("");
    }

    private static @Nullable Double after(String value, String mark) {
        int at = value.indexOf(mark);
        return at < 0 ? null : number(value, at + mark.length());
    }

    /** The number that begins here, or null. */
    private static @Nullable Double number(String value, int from) {
        int start = from;
        while (start < value.length() && value.charAt(start) == ' ') {
            start++;
        }
        int end = start;
        while (end < value.length() && end - start < 12 && "+-.0123456789".indexOf(value.charAt(end)) >= 0) {
            end++;
        }
        try {
            return end == start ? null : Double.valueOf(value.substring(start, end));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
