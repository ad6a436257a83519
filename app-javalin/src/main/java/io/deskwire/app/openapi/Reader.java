package io.deskwire.app.openapi;

import io.deskwire.app.openapi.Reference.Answer;
import io.deskwire.app.openapi.Reference.Body;
import io.deskwire.app.openapi.Reference.Example;
import io.deskwire.app.openapi.Reference.Operation;
import io.deskwire.app.openapi.Reference.Parameter;
import io.deskwire.app.openapi.Reference.Schema;
import io.deskwire.app.openapi.Reference.Topic;
import io.deskwire.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes of the document what people read. */
final class Reader {

    private final Map<String, Object> document;

    Reader(Map<String, Object> document) {
        this.document = document;
    }

    Reference reference() {
        Map<String, List<Operation>> byTag = new LinkedHashMap<>();
        Trees.object(document, "paths").forEach((path, value) -> {
            Map<String, Object> item = Trees.object(value);
            item.forEach((method, operation) -> {
                if (operation instanceof Map<?, ?>) {
                    Map<String, Object> tree = Trees.object(operation);
                    String tag = String.valueOf(Trees.list(tree, "tags").get(0));
                    byTag.computeIfAbsent(tag, name -> new ArrayList<>())
                            .add(operation(method.toUpperCase(Locale.ROOT), path, item, tree));
                }
            });
        });
        List<Topic> topics = Trees.list(document, "tags").stream()
                .map(Trees::object)
                .map(tag -> new Topic(
                        Trees.text(tag, "name"),
                        Trees.text(tag, "description"),
                        byTag.getOrDefault(Trees.text(tag, "name"), List.of())))
                .toList();
        List<Schema> schemas = new ArrayList<>();
        Trees.object(Trees.object(document, "components"), "schemas").forEach((name, value) -> {
            Map<String, Object> schema = Trees.object(value);
            schemas.add(new Schema(name, Trees.text(schema, "description"), Types.words(schema), Types.fields(schema)));
        });
        return new Reference(Trees.text(Trees.object(document, "info"), "description"), topics, schemas);
    }

    private Operation operation(String method, String path, Map<String, Object> item, Map<String, Object> operation) {
        List<Parameter> parameters = new ArrayList<>();
        for (Map<String, Object> of : List.of(item, operation)) {
            Trees.list(of, "parameters").forEach(parameter -> parameters.add(parameter(resolved(parameter))));
        }
        List<Answer> answers = new ArrayList<>();
        Trees.object(operation, "responses").forEach((status, answer) -> answers.add(answer(status, resolved(answer))));
        boolean open = operation.containsKey("security")
                && Trees.list(operation, "security").isEmpty();
        return new Operation(
                Trees.text(operation, "operationId"),
                method,
                path,
                Trees.text(operation, "summary"),
                Trees.text(operation, "description"),
                !open,
                parameters,
                body(Trees.object(operation, "requestBody")),
                answers);
    }

    private static Parameter parameter(Map<String, Object> tree) {
        String in = Trees.text(tree, "in");
        Object example = in.equals("path") ? tree.get("example") : null;
        return new Parameter(
                Trees.text(tree, "name"),
                in,
                Boolean.TRUE.equals(tree.get("required")),
                Types.words(Trees.object(tree, "schema")),
                Trees.text(tree, "description"),
                example == null ? "" : String.valueOf(example));
    }

    private @Nullable Body body(Map<String, Object> tree) {
        Map<String, Object> content = Trees.object(tree, "content");
        if (content.isEmpty()) {
            return null;
        }
        String mediaType = content.keySet().iterator().next();
        Map<String, Object> media = Trees.object(content, mediaType);
        List<Example> examples = new ArrayList<>();
        Trees.object(media, "examples").forEach((name, value) -> {
            Map<String, Object> example = Trees.object(value);
            examples.add(new Example(Trees.text(example, "summary"), text(example.get("value"))));
        });
        Map<String, Object> schema = Trees.object(media, "schema");
        return new Body(
                Boolean.TRUE.equals(tree.get("required")),
                mediaType,
                Types.words(schema),
                Types.fields(resolved(schema)),
                examples);
    }

    private Answer answer(String status, Map<String, Object> tree) {
        Map<String, Object> content = Trees.object(tree, "content");
        Map<String, Object> media = Trees.object(content.values().stream()
                .filter(value -> !Trees.object(value).isEmpty())
                .findFirst()
                .orElse(null));
        Map<String, Object> schema = Trees.object(media, "schema");
        boolean shown = status.startsWith("2");
        Object example = shown ? example(media, schema) : null;
        return new Answer(
                status,
                Trees.text(tree, "description"),
                String.join(", ", content.keySet()),
                content.isEmpty() ? List.of() : Types.words(schema),
                shown ? Types.fields(schema) : List.of(),
                example == null ? "" : text(example));
    }

    /** The one beside the schema, else the schema's own. */
    private @Nullable Object example(Map<String, Object> media, Map<String, Object> schema) {
        Object example = media.get("example");
        if (example != null) {
            return example;
        }
        List<?> own = Trees.list(resolved(schema), "examples");
        if (!own.isEmpty()) {
            return own.get(0);
        }
        return Trees.list(schema, "anyOf").stream()
                .flatMap(choice -> Trees.list(resolved(choice), "examples").stream())
                .findFirst()
                .orElse(null);
    }

    private Map<String, Object> resolved(Object value) {
        Map<String, Object> tree = Trees.object(value);
        String reference = Trees.text(tree, "$ref");
        if (reference.isEmpty()) {
            return tree;
        }
        @Nullable Object target = document;
        for (String segment : reference.substring(2).split("/", -1)) {
            target = Trees.object(target).get(segment);
        }
        Map<String, Object> whole = new LinkedHashMap<>(Trees.object(target));
        tree.forEach((name, beside) -> {
            if (!name.equals("$ref")) {
                whole.put(name, beside);
            }
        });
        return whole;
    }

    private static String text(@Nullable Object example) {
        return example instanceof String text ? text : Json.writePretty(example);
    }
}
