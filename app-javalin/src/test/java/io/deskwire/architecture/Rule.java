package io.deskwire.architecture;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.function.Function;

/**
 * One rule.
 *
 * @param name what must hold, in words
 * @param in the rule for a layout
 * @param breakers simple names of the fixtures that must be found breaking it, each of them
 */
record Rule(String name, Function<Layout, ArchRule> in, List<String> breakers) {

    static Rule of(String name, Function<Layout, ArchRule> in, String... breakers) {
        return new Rule(name, in, List.of(breakers));
    }

    @Override
    public String toString() {
        return name;
    }
}
