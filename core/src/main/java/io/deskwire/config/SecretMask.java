package io.deskwire.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Hides secrets in a document that is shown, and puts the stored ones back when it returns unchanged. */
public final class SecretMask {

    /** What stands in the place of a secret. */
    public static final String MASK = "********";

    private SecretMask() {}

    /** The document with every secret replaced by {@link #MASK}. */
    public static Map<String, Object> mask(Map<String, Object> document, Set<String> secretFields) {
        Map<String, Object> masked = new LinkedHashMap<>(document);
        for (String field : secretFields) {
            masked.computeIfPresent(field, (name, value) -> masked(value));
        }
        return masked;
    }

    /** The document with every {@link #MASK} replaced by the secret that is stored at the same place. */
    public static Map<String, Object> unmask(
            Map<String, Object> shown, Map<String, Object> stored, Set<String> secretFields) {
        Map<String, Object> whole = new LinkedHashMap<>(shown);
        for (String field : secretFields) {
            whole.computeIfPresent(field, (name, value) -> unmasked(value, stored.get(name)));
        }
        return whole;
    }

    /** Whether a document still holds a mask: there was no stored secret to put in its place. */
    public static boolean isMasked(@Nullable Object value) {
        return MASK.equals(value)
                || value instanceof List<?> list && list.stream().anyMatch(MASK::equals);
    }

    private static Object masked(Object value) {
        return value instanceof List<?> list ? list.stream().map(entry -> MASK).toList() : MASK;
    }

    private static Object unmasked(Object shown, @Nullable Object stored) {
        if (shown instanceof List<?> list) {
            List<Object> whole = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                Object at = stored instanceof List<?> old && i < old.size() ? old.get(i) : i == 0 ? stored : null;
                whole.add(unmasked(list.get(i), at));
            }
            return whole;
        }
        return MASK.equals(shown) && stored != null ? stored : shown;
    }
}
