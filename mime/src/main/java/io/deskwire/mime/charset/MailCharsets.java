package io.deskwire.mime.charset;

import io.deskwire.mime.repair.Repairs;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Charsets as mail uses them: a label names the smallest set the sender thought of, the bytes often hold the vendor's
 * larger one (the WHATWG encoding standard maps them in the same way). Decoding never fails.
 */
public final class MailCharsets {

    /** What bytes are taken for when nothing better is known: every byte means something in it. */
    public static final Charset WESTERN = Charset.forName("windows-1252");

    private static final Charset JAPANESE_MAIL = available("x-windows-iso2022jp", "ISO-2022-JP");

    private static final Map<String, Charset> LARGER = Map.ofEntries(
            Map.entry("iso-8859-1", WESTERN),
            Map.entry("latin1", WESTERN),
            Map.entry("iso-8859-9", available("windows-1254", "ISO-8859-9")),
            Map.entry("iso-8859-11", available("x-windows-874", "TIS-620")),
            Map.entry("tis-620", available("x-windows-874", "TIS-620")),
            Map.entry("gb2312", available("GB18030", "GBK")),
            Map.entry("gb-2312", available("GB18030", "GBK")),
            Map.entry("gb2312-80", available("GB18030", "GBK")),
            Map.entry("gbk", available("GB18030", "GBK")),
            Map.entry("x-gbk", available("GB18030", "GBK")),
            Map.entry("cp936", available("GB18030", "GBK")),
            Map.entry("euc-cn", available("GB18030", "GBK")),
            Map.entry("shift-jis", available("windows-31j", "Shift_JIS")),
            Map.entry("shiftjis", available("windows-31j", "Shift_JIS")),
            Map.entry("sjis", available("windows-31j", "Shift_JIS")),
            Map.entry("x-sjis", available("windows-31j", "Shift_JIS")),
            Map.entry("ms-kanji", available("windows-31j", "Shift_JIS")),
            Map.entry("cp932", available("windows-31j", "Shift_JIS")),
            Map.entry("iso-2022-jp", JAPANESE_MAIL),
            Map.entry("cp50220", JAPANESE_MAIL),
            Map.entry("cp50221", JAPANESE_MAIL),
            Map.entry("ks-c-5601-1987", available("x-windows-949", "EUC-KR")),
            Map.entry("ks-c-5601-1989", available("x-windows-949", "EUC-KR")),
            Map.entry("ks-c-5601", available("x-windows-949", "EUC-KR")),
            Map.entry("ksc5601", available("x-windows-949", "EUC-KR")),
            Map.entry("ksc-5601", available("x-windows-949", "EUC-KR")),
            Map.entry("euc-kr", available("x-windows-949", "EUC-KR")),
            Map.entry("big5", available("Big5-HKSCS", "Big5")),
            Map.entry("cn-big5", available("Big5-HKSCS", "Big5")),
            Map.entry("x-x-big5", available("Big5-HKSCS", "Big5")),
            Map.entry("iso-8859-8-i", available("ISO-8859-8", "windows-1255")),
            Map.entry("iso-8859-6-i", available("ISO-8859-6", "windows-1256")),
            Map.entry("macintosh", available("x-MacRoman", "windows-1252")),
            Map.entry("x-mac-roman", available("x-MacRoman", "windows-1252")),
            Map.entry("utf8", StandardCharsets.UTF_8),
            Map.entry("utf-8mb4", StandardCharsets.UTF_8),
            Map.entry("x-utf-8", StandardCharsets.UTF_8),
            Map.entry("unicode-1-1-utf-8", StandardCharsets.UTF_8),
            Map.entry("cp65001", StandardCharsets.UTF_8));

    private MailCharsets() {}

    /** The charset a label means in mail, or null when nobody knows it. UTF-7 is known to {@link #decode} alone. */
    public static @Nullable Charset named(String label) {
        String name = clean(label);
        Charset larger = LARGER.get(name);
        if (larger != null) {
            return larger;
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
        return direct != null && LARGER.containsKey(direct.name().toLowerCase(Locale.ROOT))
                ? LARGER.get(direct.name().toLowerCase(Locale.ROOT))
                : direct;
    }

    /** Decodes text under a label that may be absent, unknown or wrong. */
    public static String decode(byte[] bytes, int length, @Nullable String label, Repairs repairs) {
        if (length == 0) {
            return "";
        }
        String bom = byBom(bytes, length);
        if (bom != null) {
            return bom;
        }
        String name = label == null ? "" : clean(label);
        if (name.equals("utf-7") || name.equals("unicode-1-1-utf-7")) {
            return Utf7.decode(bytes, length);
        }
        Charset charset = name.isEmpty() ? null : named(name);
        Utf8.Shape shape = Utf8.of(bytes, length);
        if (shape.ascii() && isJapaneseMail(bytes, length)) {
            return new String(bytes, 0, length, JAPANESE_MAIL);
        }
        if (charset == null) {
            return withoutLabel(bytes, length, name, shape, repairs);
        }
        if (charset.equals(StandardCharsets.US_ASCII)) {
            return withoutLabel(bytes, length, "", shape, repairs);
        }
        if (charset.equals(StandardCharsets.UTF_8)) {
            return utf8(bytes, length, shape, repairs);
        }
        if (charset.equals(WESTERN) && shape.sequences() > 0 && shape.valid()) {
            repairs.note("mislabelled-charset", name + " is utf-8");
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
        if (charset.name().startsWith("UTF-16")
                && charset.name().equals("UTF-16")
                && looksLittleEndian(bytes, length)) {
            return new String(bytes, 0, length, StandardCharsets.UTF_16LE);
        }
        return strictly(bytes, length, charset, name, shape, repairs);
    }

    /**
     * A header's raw bytes, which stand in {@code latin1} one a character: UTF-8 if it is that, else the charset of the
     * message's body, else windows-1252 (RFC 6532 allows only the first; the others are old habit).
     */
    public static String header(String latin1, @Nullable String bodyCharset) {
        boolean ascii = true;
        boolean escape = false;
        for (int i = 0; i < latin1.length(); i++) {
            char c = latin1.charAt(i);
            ascii &= c < 0x80;
            escape |= c == 0x1B;
        }
        if (ascii && !escape) {
            return latin1;
        }
        byte[] bytes = latin1.getBytes(StandardCharsets.ISO_8859_1);
        if (escape && isJapaneseMail(bytes, bytes.length)) {
            return new String(bytes, JAPANESE_MAIL);
        }
        if (Utf8.of(bytes, bytes.length).valid()) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        Charset body = bodyCharset == null ? null : named(bodyCharset);
        if (body != null && !body.equals(StandardCharsets.US_ASCII) && !body.equals(StandardCharsets.UTF_8)) {
            String text = orNull(bytes, bytes.length, body);
            if (text != null) {
                return text;
            }
        }
        return new String(bytes, WESTERN);
    }

    private static String withoutLabel(byte[] bytes, int length, String name, Utf8.Shape shape, Repairs repairs) {
        if (!name.isEmpty()) {
            repairs.note("unknown-charset", name);
        } else if (!shape.ascii()) {
            repairs.note("undeclared-charset", shape.valid() ? "read as utf-8" : "read as windows-1252");
        }
        return new String(bytes, 0, length, shape.valid() ? StandardCharsets.UTF_8 : WESTERN);
    }

    private static String utf8(byte[] bytes, int length, Utf8.Shape shape, Repairs repairs) {
        if (shape.valid()) {
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
        boolean anyUtf8 = shape.sequences() > 0;
        repairs.note(anyUtf8 ? "damaged-charset" : "mislabelled-charset", "utf-8, broken sequences: " + shape.broken());
        return new String(bytes, 0, length, anyUtf8 ? StandardCharsets.UTF_8 : WESTERN);
    }

    private static String strictly(
            byte[] bytes, int length, Charset charset, String name, Utf8.Shape shape, Repairs repairs) {
        String text = orNull(bytes, length, charset);
        if (text != null) {
            return text;
        }
        if (shape.valid() && shape.sequences() > 0) {
            repairs.note("mislabelled-charset", name + " is utf-8");
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
        repairs.note("damaged-charset", name);
        return new String(bytes, 0, length, charset);
    }

    private static @Nullable String orNull(byte[] bytes, int length, Charset charset) {
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    private static @Nullable String byBom(byte[] bytes, int length) {
        if (length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            return new String(bytes, 3, length - 3, StandardCharsets.UTF_8);
        }
        if (length >= 2 && bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE) {
            return new String(bytes, 2, length - 2, StandardCharsets.UTF_16LE);
        }
        if (length >= 2 && bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF) {
            return new String(bytes, 2, length - 2, StandardCharsets.UTF_16BE);
        }
        return null;
    }

    private static boolean isJapaneseMail(byte[] bytes, int length) {
        for (int i = 0; i + 2 < length; i++) {
            if (bytes[i] == 0x1B && bytes[i + 1] == '$' && (bytes[i + 2] == 'B' || bytes[i + 2] == '@')) {
                return true;
            }
        }
        return false;
    }

    private static boolean looksLittleEndian(byte[] bytes, int length) {
        int low = 0;
        int high = 0;
        for (int i = 0; i + 1 < Math.min(length, 400); i += 2) {
            high += bytes[i] == 0 ? 1 : 0;
            low += bytes[i + 1] == 0 ? 1 : 0;
        }
        return low > high;
    }

    private static String clean(String label) {
        StringBuilder out = new StringBuilder(label.length());
        String lower = label.toLowerCase(Locale.ROOT).trim();
        if (lower.startsWith("charset=")) {
            lower = lower.substring(8);
        }
        for (int i = 0; i < Math.min(lower.length(), 60); i++) {
            char c = lower.charAt(i);
            if (c == ';' || c == ',') {
                break;
            }
            if (c == '_') {
                out.append('-');
            } else if (c > ' ' && c < 0x7F && c != '"' && c != '\'') {
                out.append(c);
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

    private static Charset available(String wanted, String otherwise) {
        Charset found = find(wanted);
        return found != null ? found : Charset.forName(otherwise);
    }
}
