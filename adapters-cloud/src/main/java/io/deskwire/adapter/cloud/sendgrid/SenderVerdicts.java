package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.Verdicts;
import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What SendGrid found out about a mail's sender. */
final class SenderVerdicts {

    /** Where SpamAssassin begins to call a mail spam. */
    private static final BigDecimal SPAM = BigDecimal.valueOf(5);

    private static final Pattern DKIM = Pattern.compile("@[^\\s:{}]{1,300}\\s*:\\s*([a-zA-Z]{1,20})");
    private static final Pattern SCORE = Pattern.compile("-?[0-9]{1,6}(\\.[0-9]{1,6})?");

    private SenderVerdicts() {}

    /** The field {@code SPF}. */
    static @Nullable String spf(String field) {
        return Verdicts.word(field);
    }

    /**
     * The field {@code dkim}: domains behind an @, each with a colon and its verdict, in braces that are no JSON. One good
     * signature is enough, as for any mail with several; else the first verdict counts.
     */
    static @Nullable String dkim(String field) {
        Matcher matcher = DKIM.matcher(field);
        String first = null;
        while (matcher.find()) {
            String verdict = Verdicts.word(matcher.group(1));
            if ("pass".equals(verdict)) {
                return verdict;
            }
            first = first == null ? verdict : first;
        }
        return first == null ? Verdicts.word(field) : first;
    }

    /** The field {@code spam_score}: words for people where it is suspicious, or null. */
    static @Nullable String spam(String field) {
        String score = field.strip();
        boolean suspicious = SCORE.matcher(score).matches() && new BigDecimal(score).compareTo(SPAM) >= 0;
        return suspicious ? "SendGrid's spam check gave this mail a score of " + score : null;
    }
}
