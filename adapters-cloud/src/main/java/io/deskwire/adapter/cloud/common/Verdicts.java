package io.deskwire.adapter.cloud.common;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What providers say about a sender, in the words of RFC 8601. */
public final class Verdicts {

    private static final Set<String> WORDS =
            Set.of("pass", "fail", "softfail", "neutral", "none", "temperror", "permerror", "policy");

    private Verdicts() {}

    /**
     * One verdict: {@code Pass}, {@code SoftFail}, {@code temp_error}, {@code PROCESSING_FAILED} and the like as one of
     * {@code pass}, {@code fail}, {@code softfail}, {@code neutral}, {@code none}, {@code temperror}, {@code permerror},
     * {@code policy}.
     *
     * @return null when nothing was said, or nothing that is a verdict
     */
    public static @Nullable String word(@Nullable String said) {
        if (said == null) {
            return null;
        }
        String text = said.strip().toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
        int end = 0;
        while (end < text.length() && text.charAt(end) >= 'a' && text.charAt(end) <= 'z') {
            end++;
        }
        String word = text.substring(0, end);
        return switch (word) {
            case "passed" -> "pass";
            case "failed", "hardfail" -> "fail";
            case "gray", "grey" -> "neutral";
            case "processingfailed", "error" -> "temperror";
            case "unknown" -> "permerror";
            default -> WORDS.contains(word) ? word : null;
        };
    }
}
