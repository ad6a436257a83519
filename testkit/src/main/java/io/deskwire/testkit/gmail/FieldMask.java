package io.deskwire.testkit.gmail;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code fields} parameter: {@code id,payload/headers,history(id,messages(id))}. Immutable. */
final class FieldMask {

    /** Names with what is asked for below; an empty map below means everything. */
    private final Map<String, FieldMask> names = new LinkedHashMap<>();

    private FieldMask() {}

    static FieldMask of(String text) {
        if (!text.matches("[A-Za-z0-9_,/()*]+")) {
            throw GmailRefusal.invalid("Invalid field selection " + text);
        }
        FieldMask mask = new FieldMask();
        for (String part : split(text)) {
            int end = 0;
            while (end < part.length() && "/(".indexOf(part.charAt(end)) < 0) {
                end++;
            }
            String below = part.substring(end);
            if (end == 0 || (below.startsWith("(") && !below.endsWith(")"))) {
                throw GmailRefusal.invalid("Invalid field selection " + text);
            }
            mask.names.put(
                    part.substring(0, end),
                    below.isEmpty() ? new FieldMask() : of(below.replaceAll("^/|^\\((.*)\\)$", "$1")));
        }
        return mask;
    }

    /** Splits at commas outside of parentheses. */
    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        if (depth != 0) {
            throw GmailRefusal.invalid("Invalid field selection " + text);
        }
        parts.add(text.substring(from));
        return parts;
    }

    @Nullable Object apply(@Nullable Object tree) {
        if (names.isEmpty() || names.containsKey("*")) {
            return tree;
        }
        if (tree instanceof List<?> list) {
            List<@Nullable Object> masked = new ArrayList<>();
            list.forEach(each -> masked.add(apply(each)));
            return masked;
        }
        if (!(tree instanceof Map<?, ?> map)) {
            return tree;
        }
        Map<String, @Nullable Object> masked = new LinkedHashMap<>();
        map.forEach((name, value) -> {
            FieldMask below = names.get(String.valueOf(name));
            if (below != null) {
                masked.put(String.valueOf(name), below.apply(value));
            }
        });
        return masked;
    }
}
