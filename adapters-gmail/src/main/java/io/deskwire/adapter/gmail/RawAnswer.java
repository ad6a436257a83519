package io.deskwire.adapter.gmail;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The answer to {@code messages.get?format=raw}, read member by member so that the message itself, which may be larger than
 * memory, is decoded as it comes. All other members are small.
 */
final class RawAnswer implements AutoCloseable {

    private static final int MOST_OF_A_MEMBER = 1 << 20;

    private final InputStream in;
    private final Map<String, Object> members = new LinkedHashMap<>();
    private boolean begun;
    private boolean ended;

    RawAnswer(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** Every other member that was read so far. */
    Map<String, Object> members() {
        return members;
    }

    /** Reads on to the next {@code raw}; false when the object ends before. */
    boolean findRaw() throws IOException {
        while (!ended) {
            int c = separator();
            if (c == '}') {
                ended = true;
                return false;
            }
            String name = string(c);
            expect(':');
            int value = next();
            if (name.equals("raw")) {
                if (value != '"') {
                    throw new MalformedAnswerException("the answer's raw message is no text");
                }
                return true;
            }
            members.put(name, value(value));
        }
        return false;
    }

    /** The message behind {@link #findRaw}; it must be read to its end before anything else. */
    InputStream raw() {
        return new Base64Url(this::textCharacter);
    }

    private int separator() throws IOException {
        int c = next();
        if (!begun) {
            begun = true;
            if (c != '{') {
                throw new MalformedAnswerException("the answer is no JSON object");
            }
            return next();
        }
        return c == ',' ? next() : c;
    }

    /** One character of a JSON text, -1 at its closing quote; escapes of what base64 is made of are undone. */
    private int textCharacter() throws IOException {
        int c = byteOrEnd();
        if (c == '"') {
            return -1;
        }
        if (c != '\\') {
            return c;
        }
        int escaped = byteOrEnd();
        if (escaped != 'u') {
            // An n is a line feed, which base64 may be wrapped with.
            return escaped == 'n' || escaped == 'r' ? '\n' : escaped;
        }
        int code = 0;
        for (int i = 0; i < 4; i++) {
            int digit = Character.digit(byteOrEnd(), 16);
            if (digit < 0) {
                throw new MalformedAnswerException("the answer holds a broken escape");
            }
            code = code << 4 | digit;
        }
        return code;
    }

    private String string(int quote) throws IOException {
        if (quote != '"') {
            throw new MalformedAnswerException("the answer is no JSON");
        }
        return String.valueOf(value(quote));
    }

    /** Any JSON value, by way of its text. */
    private Object value(int first) throws IOException {
        Text text = new Text();
        text.add(first);
        if (first == '"') {
            quoted(text);
        } else if (first == '{' || first == '[') {
            nested(text);
        } else {
            in.mark(1);
            for (int c = in.read(); c >= 0 && ",}] \r\n\t".indexOf(c) < 0; c = in.read()) {
                text.add(c);
                in.mark(1);
            }
            in.reset();
        }
        try {
            Object value = Json.lenient().parse(text.bytes());
            return value == null ? Map.of() : value;
        } catch (JsonException e) {
            throw new MalformedAnswerException("the answer is no JSON");
        }
    }

    private void nested(Text text) throws IOException {
        for (int depth = 1; depth > 0; ) {
            int c = byteOrEnd();
            text.add(c);
            if (c == '"') {
                quoted(text);
            } else if (c == '{' || c == '[') {
                depth++;
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
    }

    private void quoted(Text text) throws IOException {
        for (int c = byteOrEnd(); ; c = byteOrEnd()) {
            text.add(c);
            if (c == '"') {
                return;
            }
            if (c == '\\') {
                text.add(byteOrEnd());
            }
        }
    }

    private void expect(int wanted) throws IOException {
        if (next() != wanted) {
            throw new MalformedAnswerException("the answer is no JSON");
        }
    }

    private int next() throws IOException {
        int c = byteOrEnd();
        while (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            c = byteOrEnd();
        }
        return c;
    }

    private int byteOrEnd() throws IOException {
        int c = in.read();
        if (c < 0) {
            throw new EOFException("the answer ends in its middle");
        }
        return c;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** Bytes of one value. */
    private static final class Text {

        private final StringBuilder bytes = new StringBuilder();

        void add(int c) throws IOException {
            if (bytes.length() >= MOST_OF_A_MEMBER) {
                throw new MalformedAnswerException("the answer holds a member that is far too long");
            }
            bytes.append((char) c);
        }

        byte[] bytes() {
            return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
        }
    }
}
