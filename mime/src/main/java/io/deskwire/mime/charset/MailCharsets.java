package io.deskwire.mime.charset;

import io.deskwire.mime.repair.Repairs;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Charsets as mail uses them: a label names the smallest set the sender thought of, the bytes often hold the vendor's
 * larger one (the WHATWG encoding standard maps them in the same way), or another one altogether. Decoding never fails.
 */
public final class MailCharsets {

    private static final Charset WESTERN = CharsetLabels.WESTERN;
    private static final Charset JAPANESE_MAIL = CharsetLabels.JAPANESE_MAIL;
    private static final Charset CESU_8 = CharsetLabels.available("CESU-8", "UTF-8");

    /** ISO sets whose place for control characters Windows gave to letters and quotes. */
    private static final Map<String, String> WINDOWS = Map.of(
            "ISO-8859-2", "windows-1250",
            "ISO-8859-7", "windows-1253",
            "ISO-8859-8", "windows-1255",
            "ISO-8859-13", "windows-1257",
            "ISO-8859-15", "windows-1252");

    private static final byte ESCAPE = 0x1B;

    private MailCharsets() {}

    /** The charset a label means in mail, or null when nobody knows it. UTF-7 and HZ are known to {@link #decode} alone. */
    public static @Nullable Charset named(String label) {
        return CharsetLabels.named(label);
    }

    /** Decodes text under a label that may be absent, unknown or wrong. */
    public static String decode(byte[] bytes, int length, @Nullable String label, Repairs repairs) {
        return decode(bytes, length, label, null, repairs);
    }

    /**
     * Decodes text under a label that may be absent, unknown or wrong.
     *
     * @param hint the label of something near that may be in the same charset, or null
     */
    public static String decode(
            byte[] bytes, int length, @Nullable String label, @Nullable String hint, Repairs repairs) {
        if (length == 0) {
            return "";
        }
        String marked = Wide.byMark(bytes, length);
        if (marked != null) {
            return marked;
        }
        String name = label == null ? "" : CharsetLabels.clean(label);
        if (name.equals("utf-7") || name.equals("unicode-1-1-utf-7") || name.equals("x-unicode-2-0-utf-7")) {
            return Utf7.decode(bytes, length);
        }
        if (name.equals("hz-gb-2312") || name.equals("hz")) {
            return Hz.decode(bytes, length);
        }
        Charset charset = label == null || name.isEmpty() ? null : named(label);
        Utf8.Shape shape = Utf8.of(bytes, length);
        if (shape.ascii() && JapaneseMail.is(bytes, length)) {
            if (!JAPANESE_MAIL.equals(charset)) {
                repairs.note(
                        charset == null || isAscii(charset) ? "undeclared-charset" : "mislabelled-charset",
                        "read as iso-2022-jp");
            }
            return JapaneseMail.decode(bytes, length);
        }
        if (charset != null && charset.name().startsWith("UTF-16")) {
            return utf16(bytes, length, charset, shape, repairs);
        }
        Charset wide = charset == null || shape.ascii() ? Wide.byZeros(bytes, length) : null;
        if (wide != null) {
            repairs.note(charset == null ? "undeclared-charset" : "mislabelled-charset", "read as utf-16");
            return new String(bytes, 0, length, wide);
        }
        if (charset == null || isAscii(charset)) {
            return withoutLabel(bytes, length, charset == null ? name : "", hint, shape, repairs);
        }
        if (charset.equals(StandardCharsets.UTF_8)) {
            return utf8(bytes, length, shape, hint, repairs);
        }
        if (charset.equals(WESTERN) && !shape.ascii()) {
            return western(bytes, length, name, shape, repairs);
        }
        return strictly(bytes, length, charset, name, shape, repairs);
    }

    /**
     * A header's raw bytes, which stand in {@code latin1} one a character: UTF-8 if it is that, else the charset of the
     * message's body, else a guess (RFC 6532 allows only the first; the others are old habit).
     */
    public static String header(String latin1, @Nullable String bodyCharset, Repairs repairs) {
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
        if (escape && JapaneseMail.is(bytes, bytes.length)) {
            repairs.note("undeclared-charset", "a header field read as iso-2022-jp");
            return JapaneseMail.decode(bytes, bytes.length);
        }
        if (Utf8.of(bytes, bytes.length).valid()) {
            return new String(bytes, StandardCharsets.UTF_8);
        }
        Charset body = bodyCharset == null ? null : named(bodyCharset);
        Charset charset = null;
        if (body != null && !isAscii(body) && !body.equals(StandardCharsets.UTF_8) && !body.equals(WESTERN)) {
            charset = orNull(bytes, bytes.length, body) == null ? null : body;
        }
        if (charset == null) {
            charset = guessed(bytes, bytes.length);
        }
        repairs.note("undeclared-charset", "a header field read as " + lower(charset));
        return new String(bytes, charset);
    }

    private static String withoutLabel(
            byte[] bytes, int length, String name, @Nullable String hint, Utf8.Shape shape, Repairs repairs) {
        Charset charset = StandardCharsets.UTF_8;
        if (!shape.valid()) {
            Charset near = hint == null ? null : named(hint);
            Charset other = null;
            if (near != null && !isAscii(near) && !near.equals(StandardCharsets.UTF_8)) {
                other = orNull(bytes, length, near) != null ? near : null;
            }
            Charset guess = other == null || other.equals(WESTERN) ? CharsetGuess.of(bytes, length) : null;
            charset = guess != null ? guess : other != null ? other : WESTERN;
        }
        if (!name.isEmpty()) {
            repairs.note("unknown-charset", name + ", read as " + lower(charset));
        } else if (!shape.ascii()) {
            repairs.note("undeclared-charset", "read as " + lower(charset));
        }
        return new String(bytes, 0, length, charset);
    }

    private static String utf8(byte[] bytes, int length, Utf8.Shape shape, @Nullable String hint, Repairs repairs) {
        if (shape.valid()) {
            String text = Utf8.decode(bytes, length, shape);
            if (text.endsWith("\uFFFD") && bytes[length - 1] != (byte) 0xBD) {
                repairs.note("damaged-charset", "utf-8, cut inside a character");
            }
            return text;
        }
        String paired = hasSurrogates(bytes, length) ? orNull(bytes, length, CESU_8) : null;
        if (paired != null) {
            repairs.note("damaged-charset", "utf-8 with surrogates");
            return paired;
        }
        Charset other = StandardCharsets.UTF_8;
        if (shape.sequences() < shape.broken()) {
            Charset near = hint == null ? null : named(hint);
            Charset guess = CharsetGuess.of(bytes, length);
            other = guess != null ? guess : shape.sequences() > 0 ? other : WESTERN;
            if (guess == null && near != null && !isAscii(near) && !near.equals(StandardCharsets.UTF_8)) {
                other = near;
            }
        }
        boolean damaged = other.equals(StandardCharsets.UTF_8);
        repairs.note(
                damaged ? "damaged-charset" : "mislabelled-charset",
                "utf-8, " + (damaged ? "broken sequences: " + shape.broken() : "read as " + lower(other)));
        return new String(bytes, 0, length, other);
    }

    private static String western(byte[] bytes, int length, String name, Utf8.Shape shape, Repairs repairs) {
        Charset other =
                shape.sequences() > 0 && shape.valid() ? StandardCharsets.UTF_8 : CharsetGuess.of(bytes, length);
        if (other != null) {
            repairs.note("mislabelled-charset", name + " is " + lower(other));
        }
        return new String(bytes, 0, length, other == null ? WESTERN : other);
    }

    private static String utf16(byte[] bytes, int length, Charset charset, Utf8.Shape shape, Repairs repairs) {
        if (Wide.isNarrow(bytes, length)) {
            repairs.note("mislabelled-charset", lower(charset) + " is " + (shape.ascii() ? "us-ascii" : "utf-8"));
            return new String(bytes, 0, length, shape.valid() ? StandardCharsets.UTF_8 : WESTERN);
        }
        Charset shown = Wide.byZeros(bytes, length);
        return new String(bytes, 0, length, shown != null ? shown : charset);
    }

    private static String strictly(
            byte[] bytes, int length, Charset charset, String name, Utf8.Shape shape, Repairs repairs) {
        String windows = WINDOWS.get(charset.name());
        if (windows != null && hasControls(bytes, length)) {
            repairs.note("mislabelled-charset", name + " is " + windows);
            return new String(bytes, 0, length, CharsetLabels.available(windows, charset.name()));
        }
        String text = orNull(bytes, length, charset);
        if (text != null && !(shape.valid() && shape.sequences() > 3 && text.length() < length)) {
            return text;
        }
        if (shape.valid() && shape.sequences() > 0) {
            repairs.note("mislabelled-charset", name + " is utf-8");
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
        Charset guess = text == null ? CharsetGuess.of(bytes, length) : null;
        if (guess != null && !guess.equals(charset)) {
            repairs.note("mislabelled-charset", name + " is " + lower(guess));
            return new String(bytes, 0, length, guess);
        }
        if (text != null) {
            return text;
        }
        repairs.note("damaged-charset", name);
        return new String(bytes, 0, length, charset);
    }

    private static Charset guessed(byte[] bytes, int length) {
        Charset guess = CharsetGuess.of(bytes, length);
        return guess == null ? WESTERN : guess;
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

    private static boolean isAscii(Charset charset) {
        return charset.equals(StandardCharsets.US_ASCII);
    }

    private static String lower(Charset charset) {
        return charset.name().toLowerCase(Locale.ROOT);
    }

    /** Halves of UTF-16 pairs, each written as three bytes of its own. */
    private static boolean hasSurrogates(byte[] bytes, int length) {
        for (int i = 0; i + 5 < length; i++) {
            if (bytes[i] == (byte) 0xED && (bytes[i + 1] & 0xF0) == 0xA0 && bytes[i + 3] == (byte) 0xED) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasControls(byte[] bytes, int length) {
        for (int i = 0; i < length; i++) {
            if ((bytes[i] & 0xE0) == 0x80) {
                return true;
            }
        }
        return false;
    }
}
