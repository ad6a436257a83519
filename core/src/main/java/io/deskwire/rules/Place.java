package io.deskwire.rules;

import io.deskwire.config.ConfigProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One place in a document: knows its path, and reads what stands there or says what is wrong with it. */
final class Place {

    private final String path;
    private final List<ConfigProblem> problems;

    Place(String path, List<ConfigProblem> problems) {
        this.path = path;
        this.problems = problems;
    }

    Place field(String name) {
        return new Place(path + "." + shown(name), problems);
    }

    Place at(int index) {
        return new Place(path + "[" + index + "]", problems);
    }

    String path() {
        return path;
    }

    /** Notes a problem; the first hundred are enough to begin with. */
    void wrong(String message) {
        if (problems.size() < RuleLimits.PROBLEMS) {
            problems.add(new ConfigProblem(path, message));
        }
    }

    /** An object with no other than these fields; null when it is none. */
    @Nullable Map<String, Object> object(@Nullable Object value, Set<String> allowed) {
        Map<String, Object> object = object(value);
        if (object != null) {
            for (String name : object.keySet()) {
                if (!allowed.contains(name)) {
                    field(name).wrong("is not known here; known are " + String.join(", ", new TreeSet<>(allowed)));
                }
            }
        }
        return object;
    }

    /** An object whose names are the tenant's. */
    @Nullable Map<String, Object> object(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            wrong("must be an object");
            return null;
        }
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((name, entry) -> object.put(String.valueOf(name), entry));
        return object;
    }

    /** An array; null when it is none or too long. */
    @Nullable List<?> list(@Nullable Object value, int most) {
        if (!(value instanceof List<?> list)) {
            wrong("must be an array");
            return null;
        }
        if (list.size() > most) {
            wrong("must not have more than " + most + " entries");
            return null;
        }
        return list;
    }

    /** A text with something in it; null when it is none. */
    @Nullable String text(@Nullable Object value, int longest) {
        if (!(value instanceof String text)) {
            wrong("must be a text");
            return null;
        }
        String stripped = text.strip();
        if (stripped.isEmpty()) {
            wrong("must not be empty");
            return null;
        }
        if (stripped.length() > longest) {
            wrong("must not be longer than " + longest + " characters");
            return null;
        }
        return stripped;
    }

    /** A text of one line, fit to be shown and handed on; null when it is none. */
    @Nullable String line(@Nullable Object value, int longest) {
        String text = text(value, longest);
        if (text != null && text.chars().anyMatch(c -> c < ' ' || c == 127)) {
            wrong("must not hold control characters");
            return null;
        }
        return text;
    }

    /** True or false; null when it is neither. */
    @Nullable Boolean bool(@Nullable Object value) {
        if (value instanceof Boolean bool) {
            return bool;
        }
        wrong("must be true or false");
        return null;
    }

    private static String shown(String name) {
        return name.length() <= RuleLimits.LONGEST_NAME ? name : name.substring(0, RuleLimits.LONGEST_NAME) + "…";
    }
}
