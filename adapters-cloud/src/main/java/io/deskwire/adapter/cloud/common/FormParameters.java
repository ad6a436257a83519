package io.deskwire.adapter.cloud.common;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parameters behind a value such as {@code form-data; name="a"}, as senders of forms write them: raw UTF-8, quotes escaped by
 * a backslash or as {@code %22}, and the extended form of RFC 5987 for file names. Of a repeated one the first counts.
 */
final class FormParameters {

    private final Map<String, String> values = new LinkedHashMap<>();

    private FormParameters() {}

    static FormParameters of(String value) {
        FormParameters parameters = new FormParameters();
        int at = value.indexOf(';');
        while (at >= 0 && at < value.length()) {
            at = parameters.parameter(value, at + 1);
        }
        return parameters;
    }

    @Nullable String get(String lowerName) {
        return values.get(lowerName);
    }

    /** The file's name, or null for what is no file. */
    @Nullable String fileName() {
        String extended = values.get("filename*");
        if (extended != null && extended.regionMatches(true, 0, "UTF-8'", 0, 6)) {
            int quote = extended.indexOf('\'', 6);
            return quote < 0 ? values.get("filename") : percentDecoded(extended.substring(quote + 1));
        }
        String plain = values.get("filename");
        return plain == null ? null : plain.replace("%22", "\"");
    }

    /** Reads one parameter; returns where the next semicolon stands, or the end. */
    private int parameter(String value, int from) {
        int equals = value.indexOf('=', from);
        int semicolon = value.indexOf(';', from);
        if (equals < 0 || (semicolon >= 0 && semicolon < equals)) {
            return semicolon < 0 ? value.length() : semicolon;
        }
        String name = value.substring(from, equals).strip().toLowerCase(Locale.ROOT);
        int at = equals + 1;
        while (at < value.length() && value.charAt(at) == ' ') {
            at++;
        }
        if (at < value.length() && value.charAt(at) == '"') {
            StringBuilder text = new StringBuilder();
            at++;
            while (at < value.length() && value.charAt(at) != '"') {
                char c = value.charAt(at);
                boolean escape = c == '\\'
                        && at + 1 < value.length()
                        && (value.charAt(at + 1) == '"' || value.charAt(at + 1) == '\\');
                if (escape) {
                    at++;
                }
                text.append(value.charAt(at));
                at++;
            }
            values.putIfAbsent(name, text.toString());
            int next = value.indexOf(';', at);
            return next < 0 ? value.length() : next;
        }
        int end = semicolon < 0 ? value.length() : semicolon;
        values.putIfAbsent(name, value.substring(Math.min(at, end), end).strip());
        return end;
    }

    /** UTF-8 where the bytes are that, else one character a byte. */
    static String text(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }

    private static String percentDecoded(String text) {
        byte[] bytes = text.replace("+", "%2B").getBytes(StandardCharsets.UTF_8);
        try (PercentDecoded.Decoding decoding = new PercentDecoded.Decoding(new ByteArrayInputStream(bytes))) {
            return text(decoding.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot fail to be read", e);
        }
    }
}
