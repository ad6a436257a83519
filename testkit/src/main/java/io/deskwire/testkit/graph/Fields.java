package io.deskwire.testkit.graph;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A JSON object whose names are read in any case, as Graph reads them: actions of the SDK are PascalCase. */
final class Fields {

    private final TreeMap<String, @Nullable Object> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private Fields(Map<?, ?> tree) {
        tree.forEach((name, value) -> values.put(String.valueOf(name), value));
    }

    static Fields parse(byte[] body) {
        if (body.length == 0) {
            return new Fields(Map.of());
        }
        try {
            return new Fields(Json.lenient().parseObject(body));
        } catch (JsonException e) {
            throw Refusal.badRequest("Unable to read JSON request payload. Please ensure Content-Type header is set and"
                    + " payload is of valid JSON format.");
        }
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    @Nullable Object get(String name) {
        return values.get(name);
    }

    @Nullable String text(String name) {
        Object value = values.get(name);
        if (value != null && !(value instanceof String)) {
            throw Refusal.badRequest("Cannot convert the literal to the expected type 'Edm.String' for " + name + ".");
        }
        return (String) value;
    }

    String text(String name, String otherwise) {
        String value = text(name);
        return value == null ? otherwise : value;
    }

    boolean flag(String name, boolean otherwise) {
        Object value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw Refusal.badRequest("Cannot convert the literal to the expected type 'Edm.Boolean' for " + name + ".");
    }

    @Nullable Fields object(String name) {
        return values.get(name) instanceof Map<?, ?> map ? new Fields(map) : null;
    }

    List<Fields> objects(String name) {
        if (!(values.get(name) instanceof List<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(Map.class::isInstance)
                .map(each -> new Fields((Map<?, ?>) each))
                .toList();
    }
}
