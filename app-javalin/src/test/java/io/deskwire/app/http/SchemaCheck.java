package io.deskwire.app.http;

import java.math.BigInteger;
import java.net.URI;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds values against the schemas of the API's description: the part of JSON Schema that stands there, and a complaint about
 * any other. Objects with described fields have no others, unless their schema says so.
 */
final class SchemaCheck {

    private static final Set<String> WORDS =
            Set.of("$ref", "description", "default", "examples", "readOnly", "contentEncoding", "required");

    private final Function<String, Map<String, Object>> references;

    /** Where a name is defined. */
    SchemaCheck(Function<String, Map<String, Object>> references) {
        this.references = references;
    }

    /** Everything in which a value is not as its schema says. */
    List<String> problems(Map<String, Object> schema, @Nullable Object value) {
        List<String> problems = new ArrayList<>();
        check(schema, value, "$", problems);
        return problems;
    }

    private void check(Map<String, Object> schema, @Nullable Object value, String at, List<String> problems) {
        if (schema.get("$ref") instanceof String reference) {
            check(references.apply(reference), value, at, problems);
        }
        schema.forEach((keyword, wanted) -> {
            boolean fits = switch (keyword) {
                case "type" -> isOfType(wanted, value);
                case "enum" -> ((List<?>) wanted).contains(value);
                case "const" -> Objects.equals(wanted, value);
                case "pattern" ->
                    !(value instanceof String text)
                            || Pattern.compile((String) wanted).matcher(text).find();
                case "format" -> !(value instanceof String text) || isOfFormat((String) wanted, text);
                case "minimum" -> !(value instanceof Number n) || n.doubleValue() >= number(wanted);
                case "maximum" -> !(value instanceof Number n) || n.doubleValue() <= number(wanted);
                case "minLength" -> !(value instanceof String text) || text.length() >= number(wanted);
                case "maxLength" -> !(value instanceof String text) || text.length() <= number(wanted);
                case "minItems" -> !(value instanceof List<?> list) || list.size() >= number(wanted);
                case "maxItems" -> !(value instanceof List<?> list) || list.size() <= number(wanted);
                case "anyOf" -> anyOf((List<?>) wanted, value, at, problems);
                case "items" -> items(object(wanted), value, at, problems);
                case "properties", "additionalProperties" -> true;
                default -> WORDS.contains(keyword);
            };
            if (!fits) {
                problems.add(at + ": not as '" + keyword + "' says, " + wanted + ": " + value);
            }
        });
        if (value instanceof Map<?, ?> map && !schema.containsKey("$ref") && !schema.containsKey("anyOf")) {
            names(schema, map, at, problems);
        }
    }

    private void names(Map<String, Object> schema, Map<?, ?> map, String at, List<String> problems) {
        Map<String, Object> known = object(schema.getOrDefault("properties", Map.of()));
        Object others = schema.getOrDefault("additionalProperties", schema.containsKey("properties") ? false : true);
        for (Object name : (List<?>) schema.getOrDefault("required", List.of())) {
            if (!map.containsKey(name)) {
                problems.add(at + ": lacks " + name);
            }
        }
        map.forEach((name, value) -> {
            String path = at + "." + name;
            if (known.containsKey(name)) {
                check(object(known.get(name)), value, path, problems);
            } else if (others instanceof Map<?, ?>) {
                check(object(others), value, path, problems);
            } else if (others.equals(false)) {
                problems.add(path + ": is not described");
            }
        });
    }

    private boolean items(Map<String, Object> schema, @Nullable Object value, String at, List<String> problems) {
        if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                check(schema, list.get(i), at + "[" + i + "]", problems);
            }
        }
        return true;
    }

    /** What is wrong with the choice that comes nearest, where none fits. */
    private boolean anyOf(List<?> choices, @Nullable Object value, String at, List<String> problems) {
        List<String> nearest = choices.stream()
                .map(choice -> {
                    List<String> wrong = new ArrayList<>();
                    check(object(choice), value, at, wrong);
                    return wrong;
                })
                .min(Comparator.comparingInt(List::size))
                .orElseThrow();
        problems.addAll(nearest);
        return true;
    }

    private static boolean isOfType(Object wanted, @Nullable Object value) {
        return wanted instanceof List<?> several
                ? several.stream().anyMatch(type -> isOfType(type, value))
                : switch ((String) wanted) {
                    case "null" -> value == null;
                    case "string" -> value instanceof String;
                    case "boolean" -> value instanceof Boolean;
                    case "integer" -> value instanceof Long || value instanceof Integer || value instanceof BigInteger;
                    case "number" -> value instanceof Number;
                    case "array" -> value instanceof List<?>;
                    case "object" -> value instanceof Map<?, ?>;
                    default -> false;
                };
    }

    private static boolean isOfFormat(String format, String text) {
        try {
            return switch (format) {
                case "date-time" -> OffsetDateTime.parse(text) != null;
                case "date" -> LocalDate.parse(text) != null;
                case "uri" -> URI.create(text).isAbsolute();
                case "uri-reference" -> URI.create(text) != null;
                default -> false;
            };
        } catch (RuntimeException e) {
            return false;
        }
    }

    private static double number(Object limit) {
        return ((Number) limit).doubleValue();
    }

    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    private static Map<String, Object> object(@Nullable Object value) {
        return (Map<String, Object>) Objects.requireNonNull(value);
    }
}
