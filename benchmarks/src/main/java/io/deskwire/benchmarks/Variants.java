package io.deskwire.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Things to compare. Every round runs each of them once, so that whatever the machine's neighbours do hits all of them;
 * the first round warms up and does not count.
 */
final class Variants {

    private final Map<String, Measured> variants = new LinkedHashMap<>();

    /** One measurement; answers the figure of the round. */
    @FunctionalInterface
    interface Measured {
        double run() throws Exception;
    }

    void add(String name, Measured measured) {
        variants.put(name, measured);
    }

    List<String> names() {
        return new ArrayList<>(variants.keySet());
    }

    Map<String, Samples> run(int rounds, boolean warmUp) throws Exception {
        Map<String, Samples> samples = new LinkedHashMap<>();
        variants.keySet().forEach(name -> samples.put(name, new Samples()));
        for (int round = warmUp ? -1 : 0; round < rounds; round++) {
            for (Map.Entry<String, Measured> variant : variants.entrySet()) {
                double figure = variant.getValue().run();
                if (round >= 0) {
                    Objects.requireNonNull(samples.get(variant.getKey())).add(figure);
                }
            }
        }
        return samples;
    }
}
