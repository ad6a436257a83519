package io.deskwire.testkit.whatsapp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON trees by hand. */
final class Trees {

    private Trees() {}

    /** Names and values in turn; a null value leaves its name out. */
    static Map<String, Object> of(@Nullable Object... namesAndValues) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            Object value = namesAndValues[i + 1];
            if (value != null) {
                tree.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return tree;
    }

    /** What stands under a name, as an object; empty when it is none. */
    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** A value as a list; empty when it is none. */
    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** A value as text; null when it is absent. */
    static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    /** A value as text; the fallback when it is absent. */
    static String text(@Nullable Object value, String fallback) {
        return value == null ? fallback : value.toString();
    }
}
