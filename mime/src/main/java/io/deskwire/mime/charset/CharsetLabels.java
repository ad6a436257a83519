package io.deskwire.mime.charset;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a charset's label means in mail; misspelt ones included. */
final class CharsetLabels {

    /** What bytes are taken for when nothing better is known: every byte means something in it. */
    static final Charset WESTERN = Charset.forName("windows-1252");

    static final Charset JAPANESE_MAIL = available("x-windows-iso2022jp", "ISO-2022-JP");

    private static final Map<String, Charset> LARGER = new HashMap<>();

    static {
        larger(WESTERN, "iso-8859-1", "latin1", "latin-1", "l1", "8859-1", "ansi", "iso-ir-100");
        larger(available("windows-1254", "ISO-8859-9"), "iso-8859-9", "latin5", "latin-5");
        larger(available("x-windows-874", "TIS-620"), "iso-8859-11", "tis-620", "tis620", "cp874");
        larger(
                available("GB18030", "GBK"),
                "gb2312",
                "gb-2312",
                "gb2312-80",
                "gb-2312-80",
                "gbk",
                "x-gbk",
                "cp936",
                "euc-cn",
                "chinese",
                "gb18030-2000",
                "gb18030-2022",
                "gb-18030");
        larger(
                available("windows-31j", "Shift_JIS"),
                "shift-jis",
                "shiftjis",
                "sjis",
                "x-sjis",
                "s-jis",
                "ms-kanji",
                "cp932",
                "ms932");
        larger(
                JAPANESE_MAIL,
                "iso-2022-jp",
                "iso-2022-jp-1",
                "iso-2022-jp-2",
                "iso-2022-jp-3",
                "iso-2022-jp-2004",
                "iso-2022-jp-ext",
                "iso-2022-jp-ms",
                "iso2022-jp",
                "jis",
                "cp50220",
                "cp50221",
                "cp50222");
        larger(
                available("x-windows-949", "EUC-KR"),
                "ks-c-5601-1987",
                "ks-c-5601-1989",
                "ks-c-5601-1992",
                "ks-c-5601",
                "ks-x-1001",
                "ksc5601",
                "ksc-5601",
                "ksc5601-1987",
                "korean",
                "uhc",
                "cp949",
                "euc-kr",
                "euckr");
        larger(available("Big5-HKSCS", "Big5"), "big5", "big-5", "cn-big5", "x-x-big5", "big5-eten", "cp950");
        larger(available("ISO-8859-8", "windows-1255"), "iso-8859-8-i", "iso-8859-8-e", "logical", "visual");
        larger(available("ISO-8859-6", "windows-1256"), "iso-8859-6-i", "iso-8859-6-e");
        larger(available("x-MacRoman", "windows-1252"), "macintosh", "x-mac-roman", "mac", "macroman");
        larger(available("x-MacCyrillic", "windows-1251"), "x-mac-cyrillic", "x-mac-ukrainian");
        larger(available("x-MacCentralEurope", "windows-1250"), "x-mac-ce", "x-mac-centraleurroman");
        larger(available("x-MacGreek", "windows-1253"), "x-mac-greek");
        larger(available("x-MacTurkish", "windows-1254"), "x-mac-turkish");
        // The same but for eight box-drawing characters, which Ukrainian letters replace.
        larger(available("KOI8-U", "KOI8-R"), "koi8-r", "koi8", "koi", "koi8-ru");
        larger(
                StandardCharsets.UTF_8,
                "utf8",
                "utf-8mb4",
                "utf8mb4",
                "x-utf-8",
                "utf-8-sig",
                "unicode-1-1-utf-8",
                "cp65001",
                "65001");
    }

    private CharsetLabels() {}

    private static void larger(Charset charset, String... labels) {
        for (String label : labels) {
            LARGER.put(label, charset);
        }
    }

    /** The charset a label means, or null when nobody knows it. */
    static @Nullable Charset named(String label) {
        String name = clean(label);
        Charset larger = LARGER.get(name);
        if (larger != null) {
            return larger;
        }
        if (name.equals("default") || name.isEmpty()) {
            // Some versions of Java take this for a name of their own.
            return null;
        }
        Charset direct = find(name);
        if (direct == null) {
            direct = find(label.strip());
        }
        if (direct == null && name.startsWith("win-")) {
            direct = find("windows-" + name.substring(4));
        }
        if (direct == null && name.startsWith("windows") && name.length() > 7 && name.charAt(7) != '-') {
            direct = find("windows-" + name.substring(7));
        }
        if (direct == null && name.startsWith("cp-")) {
            direct = find("cp" + name.substring(3));
        }
        if (direct == null && name.startsWith("x-")) {
            direct = find(name.substring(2));
        }
        if (direct == null && name.startsWith("8859-")) {
            direct = find("iso-" + name);
        }
        return direct == null ? null : LARGER.getOrDefault(direct.name().toLowerCase(Locale.ROOT), direct);
    }

    /** A label in lower case with hyphens, without what senders put around it. */
    static String clean(String label) {
        StringBuilder out = new StringBuilder(label.length());
        String lower = label.toLowerCase(Locale.ROOT).trim();
        if (lower.startsWith("charset=")) {
            lower = lower.substring(8);
        }
        for (int i = 0; i < Math.min(lower.length(), 60); i++) {
            char c = lower.charAt(i);
            if (c == ';' || c == ',' || c == ':') {
                break;
            }
            char hyphen = c == '_' ? '-' : c;
            boolean doubled = hyphen == '-' && out.length() > 0 && out.charAt(out.length() - 1) == '-';
            if (!doubled && c > ' ' && c < 0x7F && c != '"' && c != '\'') {
                out.append(hyphen);
            }
        }
        return out.toString();
    }

    private static @Nullable Charset find(String name) {
        try {
            Charset found = Charset.forName(name);
            return found.newDecoder() == null ? null : found;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return findUnderscored(name);
        } catch (UnsupportedOperationException e) {
            return null;
        }
    }

    private static @Nullable Charset findUnderscored(String name) {
        try {
            return name.indexOf('-') < 0 ? null : Charset.forName(name.replace('-', '_'));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    static Charset available(String wanted, String otherwise) {
        Charset found = find(wanted);
        return found != null ? found : Charset.forName(otherwise);
    }
}
