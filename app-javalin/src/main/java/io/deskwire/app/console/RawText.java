package io.deskwire.app.console;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Stored bytes as a text that a person reads and corrects in a browser's field, from which every byte that was not touched comes
 * back as it was.
 *
 * @param text what stands in the field
 * @param charset in which the text is turned back into bytes
 * @param lineEnds how lines end in the bytes; browsers send CR LF whatever stood there
 */
record RawText(String text, Charset charset, LineEnds lineEnds) {

    /** As the bytes end their lines. */
    enum LineEnds {
        CRLF,
        LF
    }

    /** The text for the eyes alone, as much of it as is asked for. */
    static String shown(byte[] bytes, int most) {
        byte[] some = bytes.length > most ? Arrays.copyOf(bytes, most) : bytes;
        return visible(
                decode(some, bytes.length > most).orElseGet(() -> new String(some, StandardCharsets.ISO_8859_1)));
    }

    /** Empty for bytes that no field could give back: zeros, carriage returns of their own, lines that end in two ways. */
    static Optional<RawText> editable(byte[] bytes) {
        boolean crlf = false;
        boolean lf = false;
        for (int i = 0; i < bytes.length; i++) {
            boolean after = i > 0 && bytes[i - 1] == '\r';
            if (bytes[i] == 0 || bytes[i] == '\r' && (i + 1 == bytes.length || bytes[i + 1] != '\n')) {
                return Optional.empty();
            }
            crlf |= bytes[i] == '\n' && after;
            lf |= bytes[i] == '\n' && !after;
        }
        if (crlf && lf) {
            return Optional.empty();
        }
        LineEnds ends = lf ? LineEnds.LF : LineEnds.CRLF;
        Optional<String> utf8 = decode(bytes, false);
        return Optional.of(
                utf8.isPresent()
                        ? new RawText(utf8.get(), StandardCharsets.UTF_8, ends)
                        : new RawText(
                                new String(bytes, StandardCharsets.ISO_8859_1), StandardCharsets.ISO_8859_1, ends));
    }

    /**
     * The bytes of a field's text.
     *
     * @throws CharacterCodingException when it holds a character that the charset has not
     */
    static byte[] bytes(String typed, String charset, String lineEnds) throws CharacterCodingException {
        String unix = typed.replace("\r\n", "\n").replace('\r', '\n');
        String text = lineEnds.equals("lf") ? unix : unix.replace("\n", "\r\n");
        Charset in = charset.equals("iso-8859-1") ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
        ByteBuffer encoded = in.newEncoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        return bytes;
    }

    String charsetName() {
        return charset.name().toLowerCase(Locale.ROOT);
    }

    String lineEndsName() {
        return lineEnds.name().toLowerCase(Locale.ROOT);
    }

    /** Strict UTF-8, but for a character that the cut went through. */
    private static Optional<String> decode(byte[] bytes, boolean cut) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CharBuffer out = CharBuffer.allocate(bytes.length);
        CoderResult end = decoder.decode(ByteBuffer.wrap(bytes), out, !cut);
        return end.isError() ? Optional.empty() : Optional.of(out.flip().toString());
    }

    /** What has no shape of its own, or changes that of others, is shown by a sign. */
    private static String visible(String text) {
        StringBuilder seen = new StringBuilder(text.length());
        text.replace("\r\n", "\n").codePoints().forEach(c -> {
            if (c == '\n' || c == '\t') {
                seen.append((char) c);
            } else if (c < ' ') {
                seen.append((char) (0x2400 + c));
            } else if (c == 0x7f) {
                seen.append('\u2421');
            } else if (c >= 0x80 && c < 0xa0 || Character.getType(c) == Character.FORMAT) {
                seen.append(String.format(Locale.ROOT, "⟦%04X⟧", c));
            } else {
                seen.appendCodePoint(c);
            }
        });
        return seen.toString();
    }
}
