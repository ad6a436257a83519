package io.deskwire.app.openapi;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads plain trees of which the shape is known. */
final class Trees {

    private Trees() {}

    /** The object of a name; empty where there is none. */
    static Map<String, Object> object(Map<String, Object> tree, String name) {
        return object(tree.get(name));
    }

    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    static Map<String, Object> object(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    /** The array of a name; empty where there is none. */
    static List<?> list(Map<String, Object> tree, String name) {
        return tree.get(name) instanceof List<?> list ? list : List.of();
    }

    /** The text of a name; empty where there is none. */
    static String text(Map<String, Object> tree, String name) {
        return tree.get(name) instanceof String text ? text : "";
    }
}
