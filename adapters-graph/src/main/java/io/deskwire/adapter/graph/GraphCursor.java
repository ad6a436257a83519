package io.deskwire.adapter.graph;

import io.deskwire.channel.Cursor;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a mailbox was read to.
 *
 * @param link the delta or next link to go on with, or null to begin a round
 * @param since messages received before are passed over in the round that is under way, or null
 * @param wide whether the round lists the whole folder, because Graph cuts filtered ones at 5,000 messages
 * @param seen messages listed in the round that is under way
 * @param good when the last round that was read to its end began, or null
 * @param begun when the round that is under way began
 * @param todo stored messages for which the work after intake is still to be done
 */
record GraphCursor(
        @Nullable String link,
        @Nullable Instant since,
        boolean wide,
        int seen,
        @Nullable Instant good,
        Instant begun,
        List<String> todo) {
    GraphCursor {
        todo = List.copyOf(todo);
    }

    /** The start of a round. */
    static GraphCursor start(@Nullable Instant since, boolean wide, @Nullable Instant good, Instant now) {
        return new GraphCursor(null, since, wide, 0, good, now, List.of());
    }

    /** Reads a stored one; null when it is none of ours. */
    static @Nullable GraphCursor parse(Cursor cursor) {
        try {
            Map<String, Object> tree = Json.lenient().parseObject(cursor.value());
            Instant begun = instant(tree.get("begun"));
            if (begun == null) {
                return null;
            }
            List<String> todo = tree.get("todo") instanceof List<?> list
                    ? list.stream()
                            .filter(String.class::isInstance)
                            .map(String.class::cast)
                            .toList()
                    : List.of();
            return new GraphCursor(
                    tree.get("link") instanceof String link ? link : null,
                    instant(tree.get("since")),
                    Boolean.TRUE.equals(tree.get("wide")),
                    tree.get("seen") instanceof Long seen ? (int) Math.min(seen, 1_000_000) : 0,
                    instant(tree.get("good")),
                    begun,
                    todo);
        } catch (JsonException | DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant instant(@Nullable Object value) {
        return value instanceof String text ? Instant.parse(text) : null;
    }

    Cursor cursor() {
        Map<String, Object> tree = new LinkedHashMap<>();
        put(tree, "link", link);
        put(tree, "since", since == null ? null : since.toString());
        if (wide) {
            tree.put("wide", true);
        }
        if (seen > 0) {
            tree.put("seen", (long) seen);
        }
        put(tree, "good", good == null ? null : good.toString());
        tree.put("begun", begun.toString());
        if (!todo.isEmpty()) {
            tree.put("todo", todo);
        }
        return new Cursor(Json.write(tree));
    }

    private static void put(Map<String, Object> tree, String name, @Nullable String value) {
        if (value != null) {
            tree.put(name, value);
        }
    }

    GraphCursor withTodo(List<String> ids) {
        return new GraphCursor(link, since, wide, seen, good, begun, ids);
    }

    /** After a page that has another one behind it. */
    GraphCursor onward(String nextLink, int listed) {
        return new GraphCursor(nextLink, since, wide, Math.min(seen + listed, 1_000_000), good, begun, todo);
    }

    /** After the last page of a round. */
    GraphCursor complete(String deltaLink, Instant now) {
        return new GraphCursor(deltaLink, null, false, 0, begun, now, todo);
    }

    /** The next round begins now; this one was ended by {@link #complete} earlier. */
    GraphCursor resumed(Instant now) {
        return seen == 0 && since == null && link != null
                ? new GraphCursor(link, null, false, 0, good, now, todo)
                : this;
    }
}
