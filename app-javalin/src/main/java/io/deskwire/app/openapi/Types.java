package io.deskwire.app.openapi;

import io.deskwire.app.openapi.Reference.Field;
import io.deskwire.app.openapi.Reference.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Says in words what a schema asks for. */
final class Types {

    /** Limits that are worth saying, with the words around their number. */
    private static final Map<String, String> LIMITS = Map.of(
            "minimum", "from ",
            "maximum", "to ",
            "maxLength", "at most characters: ",
            "maxItems", "at most entries: ");

    private Types() {}

    /** The type in words; other schemas are named, not repeated. */
    static List<Piece> words(Map<String, Object> schema) {
        List<Piece> words = new ArrayList<>();
        add(words, schema);
        return words;
    }

    private static void add(List<Piece> words, Map<String, Object> schema) {
        String reference = Trees.text(schema, "$ref");
        List<?> choices = Trees.list(schema, "anyOf");
        if (!reference.isEmpty()) {
            String name = name(reference);
            words.add(new Piece(name, name));
        } else if (!choices.isEmpty()) {
            for (int i = 0; i < choices.size(); i++) {
                if (i > 0) {
                    words.add(new Piece(" or ", null));
                }
                add(words, Trees.object(choices.get(i)));
            }
        } else if (schema.containsKey("const")) {
            words.add(new Piece(String.valueOf(schema.get("const")), null));
        } else if (schema.containsKey("enum")) {
            String values =
                    Trees.list(schema, "enum").stream().map(String::valueOf).collect(Collectors.joining(", "));
            words.add(new Piece("one of " + values, null));
        } else {
            plain(words, schema);
        }
    }

    private static void plain(List<Piece> words, Map<String, Object> schema) {
        Object type = schema.get("type");
        List<?> types = type instanceof List<?> several ? several : type == null ? List.of() : List.of(type);
        for (int i = 0; i < types.size(); i++) {
            String word = String.valueOf(types.get(i));
            String before = i == 0 ? "" : " or ";
            if (word.equals("array")) {
                words.add(new Piece(before + "array of ", null));
                add(words, Trees.object(schema, "items"));
            } else {
                String format = word.equals("string") ? Trees.text(schema, "format") : "";
                words.add(new Piece(before + (format.isEmpty() ? word : format), null));
            }
        }
        if (types.isEmpty()) {
            words.add(new Piece("bytes", null));
        }
        LIMITS.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .filter(limit -> schema.containsKey(limit.getKey()))
                .forEach(limit -> words.add(new Piece(", " + limit.getValue() + schema.get(limit.getKey()), null)));
        if (schema.containsKey("default")) {
            words.add(new Piece(", else " + schema.get("default"), null));
        }
    }

    /** The fields of an object, those of unnamed objects within it included. */
    static List<Field> fields(Map<String, Object> schema) {
        List<Field> fields = new ArrayList<>();
        collect(fields, "", schema);
        return fields;
    }

    private static void collect(List<Field> fields, String before, Map<String, Object> schema) {
        Set<String> required =
                Trees.list(schema, "required").stream().map(String::valueOf).collect(Collectors.toSet());
        Trees.object(schema, "properties").forEach((name, value) -> {
            Map<String, Object> property = Trees.object(value);
            fields.add(new Field(
                    before + name, required.contains(name), words(property), Trees.text(property, "description")));
            within(fields, before + name, property);
        });
    }

    private static void within(List<Field> fields, String name, Map<String, Object> property) {
        collect(fields, name + ".", property);
        collect(fields, name + "[].", Trees.object(property, "items"));
        for (Object choice : Trees.list(property, "anyOf")) {
            collect(fields, name + ".", Trees.object(choice));
        }
        for (Object choice : Trees.list(Trees.object(property, "items"), "anyOf")) {
            collect(fields, name + "[].", Trees.object(choice));
        }
    }

    /** The last segment of a reference. */
    static String name(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1);
    }
}
