package io.deskwire.jdbc;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers of a document in the types people write them in, so that what was put is equal to what is read. */
final class Numbers {

    private Numbers() {}

    static Map<String, Object> usual(Map<String, Object> document) {
        Map<String, Object> usual = new LinkedHashMap<>();
        document.forEach((name, value) -> put(usual, name, value(value)));
        return usual;
    }

    /** A document's values may be null, which the type of the tree does not say. */
    @SuppressWarnings("NullAway")
    private static void put(Map<String, Object> document, String name, @Nullable Object value) {
        document.put(name, value);
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object value(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return usual((Map<String, Object>) map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> usual = new ArrayList<>();
            list.forEach(entry -> usual.add(value(entry)));
            return usual;
        }
        if (value instanceof Long whole && whole == whole.intValue()) {
            return whole.intValue();
        }
        if (value instanceof BigDecimal fraction) {
            double near = fraction.doubleValue();
            boolean same = Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(fraction) == 0;
            return same ? (Object) near : fraction;
        }
        return value;
    }
}
