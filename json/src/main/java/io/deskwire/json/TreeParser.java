package io.deskwire.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.PushbackReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Text to tree. Works on the token stream, so that limits and duplicate names are noticed where they stand. */
final class TreeParser {

    private static final int MAX_NUMBER_LENGTH = 1000;
    private static final int MAX_NAME_LENGTH = 50_000;
    // 1e999999999 is short to write and a gigabyte to calculate with.
    private static final int MAX_EXPONENT = 9999;
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final boolean strict;
    private final JsonLimits limits;
    private final JsonFactory factory;

    TreeParser(boolean strict, JsonLimits limits) {
        this.strict = strict;
        this.limits = limits;
        this.factory = JsonFactory.builder()
                // Names come from strangers: a shared table of them can be flooded, and interned ones stay.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(limits.maxLength())
                        .maxNestingDepth(limits.maxDepth())
                        .maxNumberLength(MAX_NUMBER_LENGTH)
                        .maxNameLength(MAX_NAME_LENGTH)
                        .maxStringLength((int) Math.min(limits.maxLength(), Integer.MAX_VALUE))
                        .build())
                .build();
    }

    @Nullable Object parse(Reader text) throws IOException {
        try (JsonParser tokens = factory.createParser(withoutByteOrderMark(text))) {
            tokens.disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
            try {
                return new OneText(tokens).read();
            } catch (StreamConstraintsException e) {
                throw problem("too long or nested too deeply", e.getLocation());
            } catch (JacksonException e) {
                throw problem("not valid JSON", e.getLocation());
            } catch (CharacterCodingException e) {
                throw problem("not valid UTF-8", tokens.currentLocation());
            }
        }
    }

    private static Reader withoutByteOrderMark(Reader text) throws IOException {
        PushbackReader reader = new PushbackReader(text, 1);
        try {
            int first = reader.read();
            if (first >= 0 && first != BYTE_ORDER_MARK) {
                reader.unread(first);
            }
        } catch (CharacterCodingException e) {
            throw JsonException.at("not valid UTF-8", 1, 1);
        }
        return reader;
    }

    private static JsonException problem(String what, @Nullable JsonLocation location) {
        int line = location == null ? 1 : Math.max(location.getLineNr(), 1);
        int column = location == null ? 1 : Math.max(location.getColumnNr(), 1);
        return JsonException.at(what, line, column);
    }

    private final class OneText {
        private final JsonParser tokens;
        private int values;

        OneText(JsonParser tokens) {
            this.tokens = tokens;
        }

        @Nullable Object read() throws IOException {
            JsonToken first = tokens.nextToken();
            if (first == null) {
                throw problem("empty", tokens.currentLocation());
            }
            Object tree = value(first);
            if (tokens.nextToken() != null) {
                throw problem("something follows the JSON value", tokens.currentTokenLocation());
            }
            return tree;
        }

        private @Nullable Object value(JsonToken token) throws IOException {
            values++;
            if (values > limits.maxValues()) {
                throw problem("too many values", tokens.currentTokenLocation());
            }
            return switch (token) {
                case START_OBJECT -> object();
                case START_ARRAY -> array();
                case VALUE_STRING -> tokens.getText();
                case VALUE_NUMBER_INT -> whole(tokens.getBigIntegerValue());
                case VALUE_NUMBER_FLOAT -> decimal();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NULL -> null;
                default -> throw problem("not valid JSON", tokens.currentTokenLocation());
            };
        }

        // Map and List of core take no annotated element types; a JSON null is a null value in them.
        @SuppressWarnings("NullAway")
        private Map<String, Object> object() throws IOException {
            Map<String, Object> object = new LinkedHashMap<>();
            while (tokens.nextToken() != JsonToken.END_OBJECT) {
                String name = tokens.currentName();
                if (strict && object.containsKey(name)) {
                    throw problem("a name stands twice in the same object", tokens.currentTokenLocation());
                }
                object.put(name, value(tokens.nextToken()));
            }
            return object;
        }

        @SuppressWarnings("NullAway")
        private List<Object> array() throws IOException {
            List<Object> array = new ArrayList<>(4);
            for (JsonToken token = tokens.nextToken(); token != JsonToken.END_ARRAY; token = tokens.nextToken()) {
                array.add(value(token));
            }
            return array;
        }

        private Object whole(BigInteger number) {
            return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
        }

        private BigDecimal decimal() throws IOException {
            BigDecimal number;
            try {
                number = tokens.getDecimalValue();
            } catch (NumberFormatException | ArithmeticException e) {
                throw problem("a number is out of range", tokens.currentTokenLocation());
            }
            if (Math.abs((long) number.scale()) > MAX_EXPONENT) {
                throw problem("a number is out of range", tokens.currentTokenLocation());
            }
            return number;
        }
    }
}
