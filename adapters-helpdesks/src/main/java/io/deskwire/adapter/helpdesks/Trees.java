package io.deskwire.adapter.helpdesks;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON trees whose shape nobody promises; for this module's packages. What is not there reads as nothing. */
public final class Trees {

    private Trees() {}

    /** The object, or an empty one. */
    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    public static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The object of this name, or an empty one. */
    public static Map<String, Object> object(Map<String, Object> parent, String name) {
        return object(parent.get(name));
    }

    /** The objects in an array; what is none is left out. */
    public static List<Map<String, Object>> objects(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().filter(Map.class::isInstance).map(Trees::object).toList()
                : List.of();
    }

    /** The objects in the array of this name. */
    public static List<Map<String, Object>> objects(Map<String, Object> parent, String name) {
        return objects(parent.get(name));
    }

    /** A text, or a number as text, of at least one character; else null. */
    public static @Nullable String text(Map<String, Object> parent, String name) {
        Object value = parent.get(name);
        if (value instanceof String text) {
            return text.isBlank() ? null : text;
        }
        return value instanceof Number ? value.toString() : null;
    }

    /** A text, or an empty one. */
    public static String textOrEmpty(Map<String, Object> parent, String name) {
        String text = text(parent, name);
        return text == null ? "" : text;
    }

    /** A whole number, also one written as text; or -1. Ids of helpdesks are positive. */
    public static long number(Map<String, Object> parent, String name) {
        String text = text(parent, name);
        if (text == null || !text.strip().matches("[0-9]{1,18}")) {
            return -1;
        }
        return Long.parseLong(text.strip());
    }

    /** Whether something is true. */
    public static boolean isTrue(Map<String, Object> parent, String name) {
        return Boolean.TRUE.equals(parent.get(name));
    }
}
