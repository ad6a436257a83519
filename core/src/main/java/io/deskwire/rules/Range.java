package io.deskwire.rules;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * @param least the smallest number in it
 * @param most the largest number in it
 */
record Range(double least, double most) {

    boolean holds(double number) {
        return number >= least && number <= most;
    }

    /** Reads {@code at_least} and {@code at_most}; null when something is wrong with them. */
    static @Nullable Range read(Place place, @Nullable Object value) {
        Map<String, Object> object = place.object(value, Set.of("at_least", "at_most"));
        if (object == null) {
            return null;
        }
        if (object.isEmpty()) {
            place.wrong("must have at_least, at_most, or both");
            return null;
        }
        double least = Double.NEGATIVE_INFINITY;
        double most = Double.POSITIVE_INFINITY;
        for (Map.Entry<String, Object> entry : object.entrySet()) {
            if (!(entry.getValue() instanceof Number number) || !Double.isFinite(number.doubleValue())) {
                place.field(entry.getKey()).wrong("must be a number");
                return null;
            }
            if (entry.getKey().equals("at_least")) {
                least = number.doubleValue();
            } else {
                most = number.doubleValue();
            }
        }
        if (least > most) {
            place.wrong("holds no number: at_least is more than at_most");
            return null;
        }
        return new Range(least, most);
    }
}
