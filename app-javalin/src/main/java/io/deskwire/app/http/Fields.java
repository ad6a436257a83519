package io.deskwire.app.http;

import io.deskwire.config.ConfigProblem;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Typed reading of an object of a body that collects everything wrong with it. */
final class Fields {

    private final Map<String, Object> tree;
    private final String prefix;
    private final List<ConfigProblem> problems;

    Fields(Map<String, Object> tree) {
        this(tree, "", new ArrayList<>());
    }

    private Fields(Map<String, Object> tree, String prefix, List<ConfigProblem> problems) {
        this.tree = tree;
        this.prefix = prefix;
        this.problems = problems;
    }

    List<ConfigProblem> problems() {
        return problems;
    }

    /** Throws 422 when anything is wrong. */
    void check() {
        if (!problems.isEmpty()) {
            throw ProblemException.invalid("the request is not valid", problems);
        }
    }

    void problem(String field, String message) {
        problems.add(new ConfigProblem(prefix + field, message));
    }

    /** A misspelt name would be ignored without a word otherwise. */
    void allowOnly(Set<String> names) {
        for (String name : tree.keySet()) {
            if (!names.contains(name)) {
                problem(name, "is not known here");
            }
        }
    }

    /** What stands in the body, by name. */
    Set<String> names() {
        return new TreeSet<>(tree.keySet());
    }

    boolean has(String field) {
        return tree.get(field) != null;
    }

    /** Whether the field stands there, be it as null. */
    boolean isGiven(String field) {
        return tree.containsKey(field);
    }

    @Nullable String text(String field) {
        Object value = tree.get(field);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        problem(field, "must be a text");
        return null;
    }

    String requiredText(String field) {
        String text = text(field);
        if (text == null && !has(field)) {
            problem(field, "is required");
        } else if (text != null && text.isBlank()) {
            problem(field, "must not be empty");
        }
        return text == null ? "" : text;
    }

    boolean bool(String field, boolean absent) {
        Object value = tree.get(field);
        if (value == null) {
            return absent;
        }
        if (value instanceof Boolean b) {
            return b;
        }
        problem(field, "must be true or false");
        return absent;
    }

    /** An object; null when it is absent or wrong. */
    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    @Nullable Map<String, Object> object(String field) {
        Object value = tree.get(field);
        if (value == null || value instanceof Map<?, ?>) {
            return (Map<String, Object>) value;
        }
        problem(field, "must be an object");
        return null;
    }

    /** An object to be read field by field; null when it is absent or wrong. */
    @Nullable Fields fields(String field) {
        Map<String, Object> object = object(field);
        return object == null ? null : new Fields(object, prefix + field + ".", problems);
    }

    /** A number between two others; null when it is absent or wrong. */
    @Nullable Double number(String field, double least, double most) {
        Object value = tree.get(field);
        if (value instanceof Number number && number.doubleValue() >= least && number.doubleValue() <= most) {
            return number.doubleValue();
        }
        problem(
                field,
                value == null
                        ? "is required"
                        : String.format(Locale.ROOT, "must be a number from %.0f to %.0f", least, most));
        return null;
    }

    /** A time with its offset from UTC (RFC 3339). */
    @Nullable Instant time(String field) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            problem(field, "must be a time such as 2026-01-31T09:00:00Z");
            return null;
        }
    }

    /** A day. */
    @Nullable LocalDate date(String field) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            problem(field, "must be a day such as 2026-01-31");
            return null;
        }
    }

    /** The objects of an array. */
    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    List<Fields> objects(String field) {
        List<Fields> objects = new ArrayList<>();
        List<?> entries = list(field);
        for (int i = 0; i < entries.size(); i++) {
            String path = field + "[" + i + "]";
            if (entries.get(i) instanceof Map<?, ?> map) {
                objects.add(new Fields((Map<String, Object>) map, prefix + path + ".", problems));
            } else {
                problem(path, "must be an object");
            }
        }
        return objects;
    }

    /** The entries of an array; a single text or object counts as an array of one. */
    List<?> oneOrMore(String field) {
        Object value = tree.get(field);
        return value instanceof String || value instanceof Map<?, ?> ? List.of(value) : list(field);
    }

    boolean isList(String field) {
        return tree.get(field) instanceof List<?>;
    }

    /** The objects of an array as they are. */
    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    List<Map<String, Object>> maps(String field) {
        List<Map<String, Object>> maps = new ArrayList<>();
        List<?> entries = list(field);
        for (int i = 0; i < entries.size(); i++) {
            if (entries.get(i) instanceof Map<?, ?> map) {
                maps.add((Map<String, Object>) map);
            } else {
                problem(field + "[" + i + "]", "must be an object");
            }
        }
        return maps;
    }

    /** The entries of an array; none when it is absent or wrong. */
    List<?> list(String field) {
        Object value = tree.get(field);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list) {
            return list;
        }
        problem(field, "must be an array");
        return List.of();
    }

    /** Takes a value out, so that it is not kept in memory longer than it is needed. */
    @Nullable Object take(String field) {
        return tree.remove(field);
    }
}
