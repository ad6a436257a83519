package io.deskwire.json;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An object under construction: absent values and empty lists are left out. */
final class TreeFields {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    TreeFields put(String name, @Nullable Object value) {
        Object plain = plain(value);
        if (plain != null) {
            fields.put(name, plain);
        }
        return this;
    }

    /** A list that stays even when it is empty. */
    TreeFields list(String name, List<?> values) {
        fields.put(name, values);
        return this;
    }

    <T> TreeFields putAll(String name, List<T> values, Function<T, Map<String, Object>> form) {
        return put(name, values.stream().map(form).toList());
    }

    Map<String, Object> tree() {
        return fields;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        if (value instanceof Enum<?> constant) {
            return TreeReader.word(constant);
        }
        if (value instanceof Instant instant) {
            return instant.toString();
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        return value instanceof List<?> list && list.isEmpty() ? null : value;
    }
}
