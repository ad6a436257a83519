package io.deskwire.mime.reply;

import io.deskwire.message.Forward;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the mail that a letter passes on in its text: by the line that mail programs put above it, or, where a program quotes
 * and forwards in the same form, by what the subject says.
 */
public final class InlineForward {

    private static final int MOST_LINES = 4000;
    private static final int LONGEST_RULE = 160;
    private static final int LONGEST_PREFIX = 20;

    /** Prefixes of subjects that mean forwarding wherever they are used. */
    private static final Set<String> PREFIXES = Set.of(
            "fwd",
            "fw",
            "forward",
            "forwarded",
            "wg",
            "weiterl",
            "weitergeleitet",
            "tr",
            "transf",
            "transféré",
            "rv",
            "reenv",
            "reenviado",
            "enc",
            "encaminhado",
            "inoltra",
            "inoltrato",
            "doorst",
            "doorgestuurd",
            "vb",
            "vidarebef",
            "vl",
            "pd",
            "przek",
            "př",
            "fs",
            "továbbítás",
            "továbbítva",
            "redir",
            "ilt",
            "i̇lt",
            "пересл",
            "перес",
            "пер",
            "переслано",
            "прк",
            "πρθ",
            "προωθ",
            "הועבר",
            "转发",
            "轉寄",
            "轉發",
            "転送",
            "전달",
            "إعادة توجيه",
            "chuyển tiếp",
            "terusan",
            "edasi",
            "persiųsta",
            "pārsūtīts");

    /** Prefixes that mean it only in some languages, with the label for the sender in those. */
    private static final Set<String> DOUBTFUL = Set.of("vs", "i");

    private static final Set<String> DOUBTFUL_FROM = Set.of("fra", "da", "frá");

    private final List<String> lines;
    private final Attribution attribution;
    private final HeaderBlock header;

    private InlineForward(List<String> lines) {
        this.lines = new Lines(lines);
        this.attribution = new Attribution(this.lines);
        this.header = new HeaderBlock(this.lines);
    }

    /**
     * The mail passed on, or null where there is none: a quote below an answer is none.
     *
     * @param subject the letter's subject, or null
     */
    public static @Nullable Forward find(String text, @Nullable String subject) {
        if (text.isBlank()) {
            return null;
        }
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\n", MOST_LINES)) {
            lines.add(line.length() > LONGEST_RULE * 4 ? line.substring(0, LONGEST_RULE * 4) : line.stripTrailing());
        }
        return new InlineForward(lines).find(prefix(subject));
    }

    private @Nullable Forward find(String prefix) {
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank()) {
                continue;
            }
            if (Landmarks.isQuoted(line)) {
                // An answer above or below a quote, in which somebody else passed something on; unless the quote itself
                // is
                // what the subject says: Apple's program indents all of it.
                return PREFIXES.contains(prefix) ? quoted(i, line) : null;
            }
            if (isMarker(line)) {
                ForwardedHeader found = ForwardedHeader.at(lines, i + 1);
                if (found != null) {
                    return found.forward();
                }
                continue;
            }
            if (isSeparator(line)) {
                return isForward(prefix, null) ? below(i + 1, prefix) : null;
            }
            if (header.beginsAt(i)) {
                return below(i, prefix);
            }
            if (attribution.end(i) > i) {
                return null;
            }
        }
        return null;
    }

    private @Nullable Forward quoted(int at, String line) {
        ForwardedHeader found = ForwardedHeader.at(lines, isMarker(line.replaceFirst("^[ >|]+", "")) ? at + 1 : at);
        return found == null ? null : found.forward();
    }

    private @Nullable Forward below(int at, String prefix) {
        ForwardedHeader found = ForwardedHeader.at(lines, at);
        return found != null && isForward(prefix, found.fromLabel()) ? found.forward() : null;
    }

    private static boolean isForward(String prefix, @Nullable String fromLabel) {
        return PREFIXES.contains(prefix)
                || (DOUBTFUL.contains(prefix) && (fromLabel == null || DOUBTFUL_FROM.contains(fromLabel)));
    }

    private static boolean isMarker(String line) {
        String lower = bare(line);
        return lower != null && QuoteWords.containsAny(lower, QuoteWords.FORWARDED);
    }

    private static boolean isSeparator(String line) {
        String lower = bare(line);
        return lower != null && QuoteWords.containsAny(lower, QuoteWords.ORIGINAL);
    }

    /** A line that stands between dashes or ends in a colon, lower-case; null for any other. */
    private static @Nullable String bare(String line) {
        String visible = LineText.visible(line);
        if (visible.length() < 4 || visible.length() > LONGEST_RULE) {
            return null;
        }
        char first = visible.charAt(0);
        char second = visible.charAt(1);
        boolean ruled = "-_=—–*~+#".indexOf(first) >= 0 && "-_=—–*~+# ".indexOf(second) >= 0;
        boolean announced = visible.endsWith(":") || visible.endsWith("：");
        return ruled || announced ? visible.toLowerCase(Locale.ROOT) : null;
    }

    /** The outermost prefix of a subject, lower-case, without tags in brackets before it; empty when there is none. */
    private static String prefix(@Nullable String subject) {
        String rest = subject == null ? "" : subject.strip();
        for (int tags = 0; tags < 3 && rest.startsWith("["); tags++) {
            int end = rest.indexOf(']');
            if (end < 0) {
                break;
            }
            rest = rest.substring(end + 1).strip();
        }
        int colon = rest.indexOf(':');
        int wide = rest.indexOf('：');
        int at = colon < 0 ? wide : wide < 0 ? colon : Math.min(colon, wide);
        if (at <= 0 || at > LONGEST_PREFIX) {
            return "";
        }
        String word = LineText.lower(rest.substring(0, at));
        int bracket = word.indexOf('[');
        // Fwd[2]: and the like count how often.
        return (bracket > 0 ? word.substring(0, bracket) : word)
                .replace(".", "")
                .strip();
    }
}
