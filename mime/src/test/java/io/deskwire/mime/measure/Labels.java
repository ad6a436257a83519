package io.deskwire.mime.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads JSON into maps, lists and texts; numbers and words stay texts. For trusted label files only. */
final class Labels {

    private final String json;
    private int at;

    private Labels(String json) {
        this.json = json;
    }

    static Map<?, ?> object(String json) {
        return (Map<?, ?>) Objects.requireNonNull(new Labels(json).value());
    }

    private @Nullable Object value() {
        char c = next();
        return switch (c) {
            case '{' -> map();
            case '[' -> list();
            case '"' -> text();
            default -> word(c);
        };
    }

    private char next() {
        while (Character.isWhitespace(json.charAt(at)) || json.charAt(at) == ',' || json.charAt(at) == ':') {
            at++;
        }
        return json.charAt(at++);
    }

    private Map<Object, @Nullable Object> map() {
        Map<Object, @Nullable Object> out = new LinkedHashMap<>();
        for (char c = next(); c != '}'; c = next()) {
            String key = text();
            out.put(key, value());
        }
        return out;
    }

    private List<@Nullable Object> list() {
        List<@Nullable Object> out = new ArrayList<>();
        for (char c = next(); c != ']'; c = next()) {
            at--;
            out.add(value());
        }
        return out;
    }

    private String text() {
        StringBuilder out = new StringBuilder();
        while (json.charAt(at) != '"') {
            char c = json.charAt(at++);
            if (c != '\\') {
                out.append(c);
                continue;
            }
            char escaped = json.charAt(at++);
            switch (escaped) {
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'u' -> {
                    out.append((char) Integer.parseInt(json.substring(at, at + 4), 16));
                    at += 4;
                }
                default -> out.append(escaped);
            }
        }
        at++;
        return out.toString();
    }

    private @Nullable String word(char first) {
        int from = at - 1;
        while (at < json.length() && Character.isLetterOrDigit(json.charAt(at))) {
            at++;
        }
        String word = json.substring(from, at);
        return word.equals("null") || first == 'n' ? null : word;
    }
}
