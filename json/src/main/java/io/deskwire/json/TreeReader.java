package io.deskwire.json;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Typed reading of one object of a tree; every problem names the field's path. Fields nobody asks for are ignored. */
final class TreeReader {

    private final Map<?, ?> tree;
    private final String path;

    TreeReader(Map<?, ?> tree, String path) {
        this.tree = tree;
        this.path = path;
    }

    /** Reads a whole tree; what a record's own constructor refuses becomes a {@link JsonException} too. */
    static <T> T read(Map<String, Object> tree, String what, Function<TreeReader, T> reading) {
        try {
            return reading.apply(new TreeReader(tree, what));
        } catch (IllegalArgumentException e) {
            throw JsonException.inTree(what + " holds a value that is not allowed", e);
        }
    }

    String text(String name) {
        return required(textOrNull(name), name);
    }

    @Nullable String textOrNull(String name) {
        return typed(name, String.class, "a text");
    }

    boolean bool(String name) {
        return Boolean.TRUE.equals(typed(name, Boolean.class, "true or false"));
    }

    long number(String name) {
        return required(typed(name, Long.class, "a whole number"), name);
    }

    int integer(String name) {
        long number = number(name);
        if (number != (int) number) {
            throw wrong(name, "must be a whole number of 32 bits");
        }
        return (int) number;
    }

    double decimal(String name) {
        return required(typed(name, Number.class, "a number"), name).doubleValue();
    }

    Instant instant(String name) {
        return required(instantOrNull(name), name);
    }

    @Nullable Instant instantOrNull(String name) {
        String text = textOrNull(name);
        if (text == null) {
            return null;
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw wrong(name, "must be a time as in RFC 3339");
        }
    }

    <E extends Enum<E>> E choice(String name, Class<E> type) {
        return required(choiceOrNull(name, type), name);
    }

    <E extends Enum<E>> @Nullable E choiceOrNull(String name, Class<E> type) {
        String text = textOrNull(name);
        if (text == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        throw wrong(name, "holds a word that this version does not know");
    }

    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        for (Object entry : list(name)) {
            if (!(entry instanceof String text)) {
                throw wrong(name, "must hold texts only");
            }
            texts.add(text);
        }
        return texts;
    }

    <T> List<T> objects(String name, Function<TreeReader, T> reading) {
        List<T> objects = new ArrayList<>();
        for (Object entry : list(name)) {
            if (!(entry instanceof Map<?, ?> map)) {
                throw wrong(name, "must hold objects only");
            }
            objects.add(reading.apply(new TreeReader(map, path + "." + name)));
        }
        return objects;
    }

    <T> T object(String name, Function<TreeReader, T> reading) {
        return required(objectOrNull(name, reading), name);
    }

    <T> @Nullable T objectOrNull(String name, Function<TreeReader, T> reading) {
        Map<?, ?> map = typed(name, Map.class, "an object");
        return map == null ? null : reading.apply(new TreeReader(map, path + "." + name));
    }

    /** An object as it stands; empty when it is absent. */
    Map<String, Object> plain(String name) {
        Map<?, ?> map = typed(name, Map.class, "an object");
        return map == null ? Map.of() : plain(map);
    }

    /** This object as it stands. */
    Map<String, Object> plain() {
        return plain(tree);
    }

    @SuppressWarnings("unchecked") // Trees have text keys only.
    private static Map<String, Object> plain(Map<?, ?> map) {
        return (Map<String, Object>) map;
    }

    private List<?> list(String name) {
        List<?> list = typed(name, List.class, "an array");
        return list == null ? List.of() : list;
    }

    private <T> @Nullable T typed(String name, Class<T> type, String expected) {
        Object value = tree.get(name);
        if (value == null) {
            return null;
        }
        if (!type.isInstance(value)) {
            throw wrong(name, "must be " + expected + ", not " + nameOf(value));
        }
        return type.cast(value);
    }

    private <T> T required(@Nullable T value, String name) {
        if (value == null) {
            throw wrong(name, "is missing");
        }
        return value;
    }

    private JsonException wrong(String name, String problem) {
        return JsonException.inTree(path + "." + name + " " + problem, null);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String nameOf(Object value) {
        if (value instanceof Map) {
            return "an object";
        }
        if (value instanceof List) {
            return "an array";
        }
        if (value instanceof String) {
            return "a text";
        }
        if (value instanceof Boolean) {
            return "true or false";
        }
        return value instanceof Long || value instanceof BigInteger ? "a whole number" : "a number";
    }
}
