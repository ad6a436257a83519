package io.deskwire.adapter.graph;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Positions as they are stored: JSON. */
final class GraphCursorText {

    private GraphCursorText() {}

    /** Null when it is none of ours. */
    static @Nullable GraphCursor parse(String text) {
        try {
            Map<String, Object> tree = Json.lenient().parseObject(text);
            String link = text(tree.get("link"));
            String owner = text(tree.get("owner"));
            if (owner == null && link == null) {
                return null;
            }
            return new GraphCursor(
                    owner,
                    link,
                    instant(tree.get("floor")),
                    Boolean.TRUE.equals(tree.get("whole")),
                    instant(tree.get("good")),
                    text(tree.get("report")),
                    todo(tree.get("todo")),
                    troubles(tree.get("troubles")));
        } catch (JsonException | DateTimeException e) {
            return null;
        }
    }

    private static Map<String, Integer> todo(@Nullable Object value) {
        Map<String, Integer> todo = new LinkedHashMap<>();
        if (value instanceof List<?> ids) {
            ids.forEach(id -> todo.put(String.valueOf(id), 0));
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((id, tries) -> todo.put(String.valueOf(id), number(tries)));
        }
        return todo;
    }

    private static List<Trouble> troubles(@Nullable Object value) {
        List<Trouble> troubles = new ArrayList<>();
        for (Object one : value instanceof List<?> list ? list : List.of()) {
            if (one instanceof Map<?, ?> map
                    && map.get("id") instanceof String id
                    && map.get("since") instanceof String since
                    && map.get("last") instanceof String last) {
                boolean noted = Boolean.TRUE.equals(map.get("noted"));
                troubles.add(
                        new Trouble(id, Instant.parse(since), Instant.parse(last), number(map.get("tries")), noted));
            }
        }
        return troubles;
    }

    private static int number(@Nullable Object value) {
        return value instanceof Long number ? (int) Math.max(0, Math.min(number, 1_000_000)) : 0;
    }

    private static @Nullable String text(@Nullable Object value) {
        return value instanceof String text ? text : null;
    }

    private static @Nullable Instant instant(@Nullable Object value) {
        return value instanceof String text ? Instant.parse(text) : null;
    }

    static String of(GraphCursor cursor) {
        Map<String, Object> tree = new LinkedHashMap<>();
        put(tree, "owner", cursor.owner());
        put(tree, "link", cursor.link());
        put(tree, "floor", cursor.floor());
        if (cursor.whole()) {
            tree.put("whole", true);
        }
        put(tree, "good", cursor.good());
        put(tree, "report", cursor.report());
        if (!cursor.todo().isEmpty()) {
            Map<String, Object> todo = new LinkedHashMap<>();
            cursor.todo().forEach((id, tries) -> todo.put(id, (long) tries));
            tree.put("todo", todo);
        }
        if (!cursor.troubles().isEmpty()) {
            tree.put(
                    "troubles",
                    cursor.troubles().stream().map(GraphCursorText::tree).toList());
        }
        return Json.write(tree);
    }

    private static Map<String, Object> tree(Trouble trouble) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", trouble.id());
        put(tree, "since", trouble.since());
        put(tree, "last", trouble.last());
        tree.put("tries", (long) trouble.tries());
        if (trouble.noted()) {
            tree.put("noted", true);
        }
        return tree;
    }

    private static void put(Map<String, Object> tree, String name, @Nullable Object value) {
        if (value != null) {
            tree.put(name, value.toString());
        }
    }
}
