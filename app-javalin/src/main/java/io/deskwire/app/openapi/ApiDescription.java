package io.deskwire.app.openapi;

import io.deskwire.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The description of the API, put together from its pieces when it is first asked for. */
public final class ApiDescription {

    /** The pieces beside {@code base}, in the order in which they are shown. */
    private static final List<String> TOPICS = List.of(
            "channels",
            "versions",
            "templates",
            "tickets",
            "messages",
            "dead-letters",
            "traffic",
            "tenants",
            "operations",
            "installation",
            "access",
            "webhooks",
            "server");

    private final Map<String, Object> document;

    private ApiDescription(Map<String, Object> document) {
        this.document = document;
    }

    private static final class Own {
        static final ApiDescription DESCRIPTION = new ApiDescription(assembled());
    }

    /** The description of this program. */
    public static ApiDescription own() {
        return Own.DESCRIPTION;
    }

    /**
     * The document of OpenAPI 3.1.
     *
     * @param server where the API is reached from outside
     */
    public Map<String, Object> document(String server) {
        Map<String, Object> whole = new LinkedHashMap<>();
        document.forEach((name, value) -> {
            whole.put(name, value);
            if (name.equals("info")) {
                whole.put("servers", List.of(Map.of("url", server)));
            }
        });
        return whole;
    }

    /** The same for people. */
    public Reference reference() {
        return new Reader(document).reference();
    }

    private static Map<String, Object> assembled() {
        Map<String, Object> base = read("base");
        List<Object> tags = new ArrayList<>();
        Map<String, Object> paths = new LinkedHashMap<>();
        Map<String, Object> schemas = new LinkedHashMap<>();
        for (String topic : TOPICS) {
            Map<String, Object> piece = read(topic);
            Map<String, Object> tag = Trees.object(piece, "tag");
            tags.add(tag);
            Trees.object(piece, "paths")
                    .forEach((path, item) ->
                            add(paths, path, tagged(path, Trees.object(item), Trees.text(tag, "name"))));
            Trees.object(piece, "schemas").forEach((name, schema) -> add(schemas, name, schema));
        }
        Map<String, Object> components = new LinkedHashMap<>(Trees.object(base, "components"));
        Trees.object(components, "schemas").forEach((name, schema) -> add(schemas, name, schema));
        components.put("schemas", schemas);
        Map<String, Object> document = new LinkedHashMap<>(base);
        document.put("tags", tags);
        document.put("paths", paths);
        document.put("components", components);
        return document;
    }

    private static void add(Map<String, Object> all, String name, Object value) {
        if (all.put(name, value) != null) {
            throw new IllegalStateException("the API's description names " + name + " twice");
        }
    }

    private static Map<String, Object> tagged(String path, Map<String, Object> item, String tag) {
        Map<String, Object> tagged = new LinkedHashMap<>();
        item.forEach((name, value) -> {
            if (value instanceof Map<?, ?>) {
                Map<String, Object> operation = new LinkedHashMap<>();
                operation.put("tags", List.of(tag));
                operation.putAll(Everywhere.added(name.toUpperCase(Locale.ROOT) + " " + path, Trees.object(value)));
                tagged.put(name, operation);
            } else {
                tagged.put(name, value);
            }
        });
        return tagged;
    }

    private static Map<String, Object> read(String piece) {
        String resource = "/openapi/" + piece + ".json";
        try (InputStream in = ApiDescription.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from this build");
            }
            return Json.strict().parseObject(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
