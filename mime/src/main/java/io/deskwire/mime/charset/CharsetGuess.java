package io.deskwire.mime.charset;

import java.nio.charset.Charset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says which charset bytes without a usable label are in. Looks at which bytes stand in pairs and at how often a language's
 * commonest letters come up; says nothing rather than something unlikely.
 */
final class CharsetGuess {

    private static final int LOOKED_AT = 4096;
    private static final double LIKELY = 0.85;

    private static final Charset SHIFT_JIS = CharsetLabels.available("windows-31j", "Shift_JIS");
    private static final Charset EUC_JP = CharsetLabels.available("EUC-JP", "Shift_JIS");
    private static final Charset CHINESE = CharsetLabels.available("GB18030", "GBK");
    private static final Charset BIG5 = CharsetLabels.available("Big5-HKSCS", "Big5");
    private static final Charset KOREAN = CharsetLabels.available("x-windows-949", "EUC-KR");

    /** One-byte charsets and the letters that make up most of a text in their languages. */
    private static final Map<Charset, String> LETTERS = Map.of(
            CharsetLabels.available("windows-1251", "KOI8-R"), "оеаинтсрвл",
            CharsetLabels.available("KOI8-U", "KOI8-R"), "оеаинтсрвл",
            CharsetLabels.available("windows-1253", "ISO-8859-7"), "αοιετσνηυρ",
            CharsetLabels.available("windows-1255", "ISO-8859-8"), "יוהלארתבשמ",
            CharsetLabels.available("windows-1256", "ISO-8859-6"), "اليمنترهوب",
            CharsetLabels.available("x-windows-874", "TIS-620"), "านรกอเงมยล่วดท้ี");

    private CharsetGuess() {}

    /** The likeliest charset, or null where the bytes look like a western language or like nothing known. */
    static @Nullable Charset of(byte[] bytes, int length) {
        int n = Math.min(length, LOOKED_AT);
        Pairs pairs = new Pairs(bytes, n, n < length);
        if (pairs.high < 4) {
            return null;
        }
        Charset wide = pairs.charset();
        // Every second byte of these scripts is a letter of another one; one-byte scripts do not come in even runs.
        Charset narrow = wide != null && pairs.evenRuns > 0.95 && !pairs.narrowRange() ? null : narrow(bytes, n, pairs);
        return narrow != null ? narrow : wide;
    }

    private static @Nullable Charset narrow(byte[] bytes, int n, Pairs pairs) {
        if (pairs.inLongRuns < 0.6) {
            return null;
        }
        Charset best = null;
        double most = 0.39;
        for (Map.Entry<Charset, String> each : LETTERS.entrySet()) {
            double share = share(bytes, n, each.getKey(), each.getValue());
            if (share > most) {
                most = share;
                best = each.getKey();
            }
        }
        return best;
    }

    /** How much of the text's letters are common ones; capitals inside words and signs between letters count against it. */
    private static double share(byte[] bytes, int n, Charset charset, String common) {
        String text = new String(bytes, 0, n, charset);
        int letters = 0;
        int good = 0;
        boolean lowerBefore = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                lowerBefore = false;
                continue;
            }
            letters++;
            if (c == '\uFFFD') {
                good -= 3;
            } else if (Character.isLetter(c)) {
                good += common.indexOf(Character.toLowerCase(c)) >= 0 ? 1 : 0;
                good -= Character.isUpperCase(c) && lowerBefore ? 1 : 0;
                lowerBefore = Character.isLowerCase(c);
            } else {
                good -= lowerBefore ? 1 : 0;
                lowerBefore = false;
            }
        }
        return letters == 0 ? 0 : (double) good / letters;
    }

    /** What the high bytes look like as pairs. */
    private static final class Pairs {
        private final byte[] bytes;
        private final int n;
        int high;
        double inLongRuns;
        double evenRuns;
        private int low = 0xFF;
        private int top = 0x80;

        Pairs(byte[] bytes, int n, boolean cut) {
            this.bytes = bytes;
            this.n = cut ? lastAscii(bytes, n) : n;
            runs();
        }

        private static int lastAscii(byte[] bytes, int n) {
            int end = n;
            while (end > 0 && bytes[end - 1] < 0) {
                end--;
            }
            return end == 0 ? n : end;
        }

        private void runs() {
            int runs = 0;
            int even = 0;
            int inLong = 0;
            int i = 0;
            while (i < n) {
                int start = i;
                while (i < n && bytes[i] < 0) {
                    low = Math.min(low, bytes[i] & 0xFF);
                    top = Math.max(top, bytes[i] & 0xFF);
                    i++;
                }
                int run = i - start;
                if (run > 0) {
                    high += run;
                    runs++;
                    even += run % 2 == 0 ? 1 : 0;
                    inLong += run >= 3 ? run : 0;
                }
                i++;
            }
            inLongRuns = high == 0 ? 0 : (double) inLong / high;
            evenRuns = runs == 0 ? 0 : (double) even / runs;
        }

        /** All high bytes within one case of one alphabet. */
        boolean narrowRange() {
            return top - low < 0x30;
        }

        @Nullable Charset charset() {
            double shiftJis = shareOf(SHIFT_JIS, (l, t) -> l >= 0x81 && l <= 0x97 && (l >= 0x88 || l <= 0x83));
            double eucJp = shareOf(EUC_JP, (l, t) -> l >= 0xA1 && l <= 0xCF && (l >= 0xB0 || l <= 0xA5));
            double kana = shareOf(EUC_JP, (l, t) -> l == 0xA4 || l == 0xA5);
            double chinese =
                    shareOf(CHINESE, (l, t) -> t >= 0xA1 && ((l >= 0xB0 && l <= 0xD7) || l == 0xA1 || l == 0xA3));
            double big5 = shareOf(BIG5, (l, t) -> l >= 0xA1 && l <= 0xC6);
            double korean = shareOf(KOREAN, (l, t) -> t >= 0xA1 && l >= 0xB0 && l <= 0xC8);
            if (shiftJis > LIKELY && shiftJis >= chinese && !(inLongRuns > 0.99 && low >= 0xA1)) {
                return SHIFT_JIS;
            }
            if (eucJp > LIKELY && kana > 0.2) {
                return EUC_JP;
            }
            if (inLongRuns < 0.3) {
                // Single accented letters: a western language.
                return null;
            }
            if (korean > 0.9) {
                return KOREAN;
            }
            double best = Math.max(chinese, big5);
            return best < LIKELY ? null : big5 > chinese ? BIG5 : CHINESE;
        }

        /** The share of pairs that are common in a charset; 0 when more than a few bytes are not valid in it. */
        private double shareOf(Charset charset, PairTest common) {
            int pairs = 0;
            int good = 0;
            for (int i = 0; i < n; i++) {
                if (bytes[i] >= 0) {
                    continue;
                }
                pairs++;
                if (i + 1 < n) {
                    good += common.is(bytes[i] & 0xFF, bytes[i + 1] & 0xFF) ? 1 : 0;
                    i++;
                }
            }
            return pairs == 0 || damaged(charset) > pairs / 50 ? 0 : (double) good / pairs;
        }

        /** How many characters a charset cannot have: a long text may have lost one byte on its way. */
        private int damaged(Charset charset) {
            String text = new String(bytes, 0, n, charset);
            int damaged = 0;
            for (int i = text.indexOf('\uFFFD'); i >= 0; i = text.indexOf('\uFFFD', i + 1)) {
                damaged++;
            }
            return damaged;
        }
    }

    private interface PairTest {
        boolean is(int lead, int trail);
    }
}
