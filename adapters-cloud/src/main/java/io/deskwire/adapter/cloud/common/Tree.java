package io.deskwire.adapter.cloud.common;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON trees whose shape nobody promises: ids come as numbers, numbers as texts, objects in the place of arrays, null
 * anywhere. What is not there reads as nothing.
 */
public final class Tree {

    private Tree() {}

    /** The object, or an empty one. */
    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    public static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }

    /** The object of this name, or an empty one. */
    public static Map<String, Object> object(Map<String, Object> parent, String name) {
        return object(parent.get(name));
    }

    /** The elements of an array; a single thing in its place is its only element; null is none. */
    public static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        return value == null ? List.of() : Collections.singletonList(value);
    }

    /** The elements of the array of this name. */
    public static List<?> list(Map<String, Object> parent, String name) {
        return list(parent.get(name));
    }

    /** A text that is not blank, or a number or truth value as text; else null. */
    public static @Nullable String text(Map<String, Object> parent, String name) {
        return text(parent.get(name));
    }

    /** A text that is not blank, or a number or truth value as text; else null. */
    public static @Nullable String text(@Nullable Object value) {
        if (value instanceof String text) {
            return text.isBlank() ? null : text;
        }
        if (value instanceof BigDecimal number) {
            return number.toPlainString();
        }
        return value instanceof Number || value instanceof Boolean ? value.toString() : null;
    }

    /** The first of these names that has a text. */
    public static @Nullable String firstText(Map<String, Object> parent, String... names) {
        for (String name : names) {
            String text = text(parent, name);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    /** A text without white space around it, or null. */
    public static @Nullable String word(Map<String, Object> parent, String name) {
        String text = text(parent, name);
        return text == null ? null : text.strip();
    }

    /** Whether something is true, as a truth value or as a word. */
    public static boolean isTrue(Map<String, Object> parent, String name) {
        Object value = parent.get(name);
        return Boolean.TRUE.equals(value)
                || (value instanceof String text && text.strip().equalsIgnoreCase("true"));
    }

    /** A number, also one written as text; or null. */
    public static @Nullable BigDecimal number(Map<String, Object> parent, String name) {
        String text = word(parent, name);
        // The length bounds what the arithmetic can cost.
        if (text == null || text.length() > 40 || !text.matches("[+-]?[0-9]*\\.?[0-9]+")) {
            return null;
        }
        return new BigDecimal(text);
    }
}
