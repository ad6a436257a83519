package io.deskwire.json;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * JSON text (RFC 8259) to plain Java trees and back. A tree is made of {@code LinkedHashMap<String, Object>} in the order of
 * the text, {@code ArrayList<Object>}, {@code String}, {@code Boolean}, {@code Long} (a whole number that fits, else
 * {@code BigInteger}), {@code BigDecimal} (a number with a fraction or an exponent) and null. Every parse makes a tree of its
 * own, which the caller may change.
 *
 * <p>Instances are immutable and thread-safe. Hostile text costs no more than its {@link JsonLimits} allow and ends in a
 * {@link JsonException}, never in an error.
 */
public final class Json {

    private static final Json STRICT = new Json(true, JsonLimits.DOCUMENT);
    private static final Json LENIENT = new Json(false, JsonLimits.MACHINE);

    private final boolean strict;
    private final JsonLimits limits;
    private final TreeParser parser;

    private Json(boolean strict, JsonLimits limits) {
        this.strict = strict;
        this.limits = limits;
        this.parser = new TreeParser(strict, limits);
    }

    /**
     * For documents that people write, such as configuration: a name that stands twice in an object is refused, since one of
     * the two values would be ignored without a word, and so are bytes that are not UTF-8.
     */
    public static Json strict() {
        return STRICT;
    }

    /** For what machines send: of a name that stands twice the last value counts, bytes that are not UTF-8 become U+FFFD. */
    public static Json lenient() {
        return LENIENT;
    }

    /** The same with other limits. */
    public Json withLimits(JsonLimits newLimits) {
        return newLimits.equals(limits) ? this : new Json(strict, newLimits);
    }

    /**
     * Reads one JSON value; nothing but white space may follow it.
     *
     * @return the tree; null for the text {@code null}
     * @throws JsonException when the text is no JSON or goes beyond the limits
     */
    public @Nullable Object parse(String text) {
        try {
            return parser.parse(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory cannot fail to be read", e);
        }
    }

    /** Like {@link #parse(String)}; the bytes are UTF-8, with or without a byte order mark. */
    public @Nullable Object parse(byte[] bytes) {
        try {
            return parse(new ByteArrayInputStream(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }

    /**
     * Like {@link #parse(byte[])}, reading to the end; the caller closes the stream.
     *
     * @throws IOException when the stream itself fails
     */
    public @Nullable Object parse(InputStream stream) throws IOException {
        CodingErrorAction onBadBytes = strict ? CodingErrorAction.REPORT : CodingErrorAction.REPLACE;
        return parser.parse(new InputStreamReader(
                stream,
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(onBadBytes).onUnmappableCharacter(onBadBytes)));
    }

    /**
     * Like {@link #parse(String)} for a text that must be an object.
     *
     * @return names and values in the order of the text; a value may be null
     */
    public Map<String, Object> parseObject(String text) {
        return object(parse(text));
    }

    /** Like {@link #parse(byte[])} for bytes that must be an object. */
    public Map<String, Object> parseObject(byte[] bytes) {
        return object(parse(bytes));
    }

    /** Like {@link #parse(InputStream)} for a stream that must be an object. */
    public Map<String, Object> parseObject(InputStream stream) throws IOException {
        return object(parse(stream));
    }

    /**
     * Writes a tree without white space.
     *
     * <p>What PostgreSQL cannot hold in {@code TEXT} or {@code JSONB}, U+0000 and half surrogate pairs, is written as
     * U+FFFD; everything else comes back as it was.
     *
     * @param tree maps with text keys, iterables, texts, booleans, finite numbers and null
     * @throws IllegalArgumentException when there is anything else in it, or when it is nested deeper than 1000
     */
    public static String write(@Nullable Object tree) {
        return TreeWriter.write(tree, false);
    }

    /** Like {@link #write} for people: indented by two spaces, lines ended by a line feed, none after the last. */
    public static String writePretty(@Nullable Object tree) {
        return TreeWriter.write(tree, true);
    }

    /** {@link #write} as UTF-8. */
    public static byte[] writeBytes(@Nullable Object tree) {
        return write(tree).getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    private static Map<String, Object> object(@Nullable Object tree) {
        if (tree instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        String found = tree == null ? "null" : Objects.requireNonNullElse(TreeReader.nameOf(tree), "something else");
        throw JsonException.inTree("a JSON object was expected, not " + found, null);
    }
}
