package io.deskwire.app.console;

import io.deskwire.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What differs between two documents, field by field. */
final class DocumentDiff {

    private DocumentDiff() {}

    /**
     * A field.
     *
     * @param path such as {@code config.host} or {@code parser_config.rules[0].name}
     * @param before as JSON; null where there was none
     * @param after likewise
     */
    record Line(
            String path, @Nullable String before, @Nullable String after) {}

    static List<Line> between(Map<String, Object> before, Map<String, Object> after) {
        Map<String, String> left = new TreeMap<>();
        Map<String, String> right = new TreeMap<>();
        flatten("", before, left);
        flatten("", after, right);
        TreeSet<String> paths = new TreeSet<>(left.keySet());
        paths.addAll(right.keySet());
        return paths.stream()
                .filter(path -> !Objects.equals(left.get(path), right.get(path)))
                .map(path -> new Line(path, left.get(path), right.get(path)))
                .toList();
    }

    private static void flatten(String path, @Nullable Object value, Map<String, String> found) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            map.forEach((name, inner) -> flatten(path.isEmpty() ? name.toString() : path + "." + name, inner, found));
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            List<?> entries = new ArrayList<>(list);
            for (int i = 0; i < entries.size(); i++) {
                flatten(path + "[" + i + "]", entries.get(i), found);
            }
        } else {
            found.put(path, Json.write(value));
        }
    }
}
