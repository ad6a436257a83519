package io.deskwire.app.http;

import io.deskwire.app.openapi.ApiDescription;
import io.deskwire.json.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** The API's description as tests read it, and what was seen of it. */
final class Described {

    /** What any call may be answered with, without being named at each. */
    private static final Set<Integer> EVERYWHERE = Set.of(429, 500, 503);

    private final Map<String, Object> document = ApiDescription.own().document("http://127.0.0.1");
    private final SchemaCheck check = new SchemaCheck(this::at);
    private final List<Operation> operations = read();
    private final Set<String> seen = new ConcurrentSkipListSet<>();

    /** An operation; {@code parameters} holds those of its path as well. */
    record Operation(String method, String path, Map<String, Object> tree, List<Map<String, Object>> parameters) {

        String id() {
            return String.valueOf(tree.get("operationId"));
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    List<Operation> operations() {
        return operations;
    }

    private List<Operation> read() {
        List<Operation> operations = new ArrayList<>();
        object(document.get("paths")).forEach((path, value) -> {
            Map<String, Object> item = object(value);
            item.forEach((method, operation) -> {
                if (operation instanceof Map<?, ?>) {
                    List<Map<String, Object>> parameters = new ArrayList<>();
                    for (Map<String, Object> of : List.of(item, object(operation))) {
                        list(of, "parameters").forEach(parameter -> parameters.add(resolved(parameter)));
                    }
                    operations.add(new Operation(method.toUpperCase(Locale.ROOT), path, object(operation), parameters));
                }
            });
        });
        return operations;
    }

    Map<String, Object> schemas() {
        return object(object(document.get("components")).get("schemas"));
    }

    Map<String, Object> document() {
        return document;
    }

    /** What is wrong with a value. */
    List<String> problems(Object schema, @Nullable Object value) {
        return check.problems(object(schema), value);
    }

    /** Operations and statuses of all answers that were checked, such as {@code listTickets 200}. */
    Set<String> seen() {
        return new TreeSet<>(seen);
    }

    /** The operation that a call reaches; of several the one that names most of the path. */
    Optional<Operation> operation(String method, String path) {
        return operations.stream()
                .filter(operation -> operation.method().equals(method) && matches(operation.path(), path))
                .min(Comparator.comparingLong(operation ->
                        operation.path().chars().filter(c -> c == '{').count()));
    }

    private static boolean matches(String template, String path) {
        List<String> wanted = Arrays.asList(template.split("/", -1));
        List<String> given = Arrays.asList(path.split("/", -1));
        if (wanted.size() != given.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.get(i).startsWith("{") && !wanted.get(i).equals(given.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** What is wrong with a real answer; nothing where the call reaches no operation. */
    List<String> problems(String method, String path, int status, String contentType, byte[] body) {
        Operation operation = operation(method, path).orElse(null);
        if (operation == null) {
            return List.of();
        }
        seen.add(operation.id() + " " + status);
        Map<String, Object> responses = object(operation.tree().get("responses"));
        Object named = responses.get(String.valueOf(status));
        if (named == null && (EVERYWHERE.contains(status) || operation.path().equals("/oauth/callback"))) {
            named = responses.get("default");
        }
        if (named == null) {
            return List.of(operation + " answers " + status + ", which is not described");
        }
        Map<String, Object> content = object(resolved(named).getOrDefault("content", Map.of()));
        if (method.equals("HEAD") || (content.isEmpty() && body.length == 0)) {
            return List.of();
        }
        String mediaType = contentType.split(";", 2)[0];
        Object media = content.getOrDefault(mediaType, content.get("*/*"));
        if (media == null) {
            return List.of(operation + " answers " + status + " with " + contentType + ", which is not described");
        }
        if (!mediaType.endsWith("json") || !object(media).containsKey("schema")) {
            return List.of();
        }
        return problems(
                        Objects.requireNonNull(object(media).get("schema")),
                        Json.lenient().parse(body))
                .stream()
                .map(problem -> operation + " answers " + status + ": " + problem)
                .toList();
    }

    Map<String, Object> resolved(Object value) {
        Map<String, Object> tree = object(value);
        if (!(tree.get("$ref") instanceof String reference)) {
            return tree;
        }
        Map<String, Object> whole = new LinkedHashMap<>(at(reference));
        tree.forEach((name, beside) -> {
            if (!name.equals("$ref")) {
                whole.put(name, beside);
            }
        });
        return whole;
    }

    private Map<String, Object> at(String reference) {
        Object found = document;
        for (String segment : reference.substring("#/".length()).split("/", -1)) {
            found = object(found).get(segment);
        }
        return object(Objects.requireNonNull(found, reference));
    }

    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    static Map<String, Object> object(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    static List<?> list(Map<String, Object> tree, String name) {
        return tree.get(name) instanceof List<?> list ? list : List.of();
    }
}
