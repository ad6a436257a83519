package io.deskwire.intake;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What mail programs of many languages put before the subject of an answer. */
final class ReplyPrefix {

    private static final int LONGEST = 12;

    private static final Set<String> WORDS = Set.of(
            "re",
            "r",
            "ref",
            "res",
            "resp",
            "aw",
            "antw",
            "antwort",
            "sv",
            "svar",
            "vs",
            "odp",
            "rif",
            "réf",
            "rép",
            "rép.",
            "vá",
            "válasz",
            "ynt",
            "yanıt",
            "cvp",
            "atb",
            "ats",
            "отв",
            "ответ",
            "відп",
            "отг",
            "απ",
            "απάντηση",
            "σχετ",
            "תגובה",
            "השב",
            "رد",
            "回复",
            "回覆",
            "答复",
            "返信",
            "회신",
            "답장",
            "trả lời",
            "bls",
            "balas",
            "răsp",
            "odg",
            "vast");

    private ReplyPrefix() {}

    /** Whether a subject says that its mail answers another; the outermost prefix counts. */
    static boolean isOn(@Nullable String subject) {
        return WORDS.contains(prefix(subject));
    }

    /** Whether a subject begins with a prefix that means something else, such as forwarding. */
    static boolean isOther(@Nullable String subject) {
        String prefix = prefix(subject);
        return !prefix.isEmpty() && !WORDS.contains(prefix);
    }

    private static String prefix(@Nullable String subject) {
        String text = subject == null ? "" : subject.strip();
        int at = 0;
        while (at < text.length() && at <= LONGEST && text.charAt(at) != ':' && text.charAt(at) != '：') {
            at++;
        }
        if (at == 0 || at >= text.length() || at > LONGEST) {
            return "";
        }
        String word = text.substring(0, at).toLowerCase(Locale.ROOT);
        int count = Math.max(word.indexOf('['), word.indexOf('('));
        // Re[2]: counts how often.
        return (count > 0 ? word.substring(0, count) : word).strip();
    }
}
