package io.deskwire.benchmarks;

import java.util.HashMap;
import java.util.Map;

/** {@code name=value} pairs of a command line. */
final class Arguments {

    private final Map<String, String> values = new HashMap<>();

    Arguments(String... arguments) {
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("expected name=value, got " + argument);
            }
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
    }

    int number(String name, int absent) {
        String value = values.get(name);
        return value == null ? absent : Integer.parseInt(value);
    }

    /** {@code yes} unless {@code no} is asked for. */
    boolean yes(String name) {
        return text(name, "yes").equals("yes");
    }

    String text(String name, String absent) {
        return values.getOrDefault(name, absent);
    }
}
