package io.deskwire.testkit.whatsapp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One object of a request, read strictly: what is missing, of another kind, too long or unasked for is refused with a
 * {@link GraphRefusal} that names its place.
 */
final class Fields {

    private final Map<String, Object> values;
    private final String path;

    private Fields(Map<String, Object> values, String path) {
        this.values = values;
        this.path = path;
    }

    static Fields of(Map<String, Object> values) {
        return new Fields(values, "");
    }

    /** Refuses every name but these. */
    Fields only(String... names) {
        Set<String> allowed = Set.of(names);
        for (String name : values.keySet()) {
            if (!allowed.contains(name)) {
                throw GraphRefusal.parameter("Unexpected key \"" + name + "\" on param "
                        + (path.isEmpty() ? "'message'" : "'" + path + "'") + ".");
            }
        }
        return this;
    }

    boolean has(String name) {
        return values.get(name) != null;
    }

    @Nullable Object raw(String name) {
        return values.get(name);
    }

    Map<String, Object> values() {
        return values;
    }

    String at(String name) {
        return path.isEmpty() ? name : path + "['" + name + "']";
    }

    String text(String name) {
        String value = optionalText(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    @Nullable String optionalText(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw GraphRefusal.parameter("Param " + at(name) + " must be a string.");
    }

    /** A text of 1 to {@code max} characters, code points counted. */
    String text(String name, int max, int code) {
        String value = text(name);
        length(name, value, 1, max, code);
        return value;
    }

    /** Like {@link #text(String, int, int)}; null when absent. */
    @Nullable String optionalText(String name, int max, int code) {
        String value = optionalText(name);
        if (value != null) {
            length(name, value, 1, max, code);
        }
        return value;
    }

    /** A text that is one of these. */
    String oneOf(String name, int code, String... allowed) {
        String value = text(name);
        if (!List.of(allowed).contains(value)) {
            throw GraphRefusal.of(code, "Param " + at(name) + " must be one of " + List.of(allowed) + ".");
        }
        return value;
    }

    /** A flag; null when absent. */
    @Nullable Boolean optionalFlag(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw GraphRefusal.parameter("Param " + at(name) + " must be a boolean.");
    }

    /** A number, or a text that is one, within limits. */
    double number(String name, double min, double max) {
        Object value = values.get(name);
        if (value == null) {
            throw missing(name);
        }
        double number;
        try {
            number = value instanceof Number n ? n.doubleValue() : Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            throw GraphRefusal.parameter("Param " + at(name) + " must be a number.");
        }
        if (!(number >= min && number <= max)) {
            throw GraphRefusal.of(131009, "Param " + at(name) + " must lie between " + min + " and " + max + ".");
        }
        return number;
    }

    Fields object(String name) {
        Fields value = optionalObject(name);
        if (value == null) {
            throw missing(name);
        }
        return value;
    }

    @Nullable Fields optionalObject(String name) {
        Object value = values.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?>) {
            return new Fields(Trees.object(value), at(name));
        }
        throw GraphRefusal.parameter("Param " + at(name) + " must be a JSON object.");
    }

    /** A list of objects; empty when absent. */
    List<Fields> objects(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof List<?> list)) {
            throw GraphRefusal.parameter("Param " + at(name) + " must be an array.");
        }
        List<Fields> objects = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof Map<?, ?> map)) {
                throw GraphRefusal.parameter("Param " + at(name) + "[" + i + "] must be a JSON object.");
            }
            objects.add(new Fields(Trees.object(map), at(name) + "[" + i + "]"));
        }
        return objects;
    }

    /** A list of {@code min} to {@code max} objects. */
    List<Fields> objects(String name, int min, int max, int code) {
        if (!has(name)) {
            throw missing(name);
        }
        List<Fields> objects = objects(name);
        if (objects.size() < min || objects.size() > max) {
            throw GraphRefusal.of(
                    code, "Invalid " + at(name) + " count. Min allowed: " + min + ", max allowed: " + max + ".");
        }
        return objects;
    }

    GraphRefusal missing(String name) {
        return GraphRefusal.of(131008, "The parameter " + at(name) + " is required.");
    }

    private void length(String name, String value, int min, int max, int code) {
        int length = value.codePointCount(0, value.length());
        if (length < min || length > max) {
            throw GraphRefusal.of(
                    code,
                    "Param " + at(name) + " must be at least " + min + " and at most " + max + " characters long.");
        }
    }
}
