package io.deskwire.mime.kind;

import java.util.Locale;
import java.util.Set;

/** What mail programs of many languages put before the subject of what they answer or forward. */
public final class SubjectPrefix {

    private static final Set<String> REPLIES = Set.of(
            "re", "aw", "antw", "sv", "vs", "res", "r", "rif", "ref", "rép", "rep", "odp", "ynt", "ad", "atb", "ats",
            "vá", "bls", "balas", "σχετ", "απ", "hv", "xs", "отв", "回复", "答复", "回覆", "返信", "답장", "回", "תגובה", "رد",
            "nv");

    private static final Set<String> FORWARDS = Set.of(
            "fw",
            "fwd",
            "wg",
            "wtr",
            "tr",
            "rv",
            "i",
            "enc",
            "vb",
            "vl",
            "vm",
            "pd",
            "doorst",
            "fs",
            "ilt",
            "továbbítás",
            "tov",
            "fö",
            "fm",
            "fwa",
            "trs",
            "прд",
            "пересл",
            "πρθ",
            "tl",
            "lanjutkan",
            "转发",
            "轉寄",
            "轉發",
            "転送",
            "전달",
            "הועבר",
            "إعادة توجيه",
            "redir",
            "vbs",
            "weitergeleitet",
            "přeposláno",
            "doručeno");

    private SubjectPrefix() {}

    /** Whether a lower-case word before a colon is such a mark. */
    static boolean is(String word) {
        String bare = word.strip();
        return REPLIES.contains(bare) || FORWARDS.contains(bare);
    }

    /** Whether a subject says that its mail passes another one on: the first mark decides, "Re: Fwd:" is an answer. */
    public static boolean isForward(String subject) {
        String lower = subject.strip().toLowerCase(Locale.ROOT);
        int colon = lower.indexOf(':');
        int wide = lower.indexOf('：');
        int at = colon < 0 ? wide : wide < 0 ? colon : Math.min(colon, wide);
        return at > 0 && at <= 16 && FORWARDS.contains(lower.substring(0, at).strip());
    }
}
