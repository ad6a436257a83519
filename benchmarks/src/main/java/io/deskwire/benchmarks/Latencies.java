package io.deskwire.benchmarks;

import java.util.Arrays;
import java.util.List;

/** Times in nanoseconds, told as percentiles in milliseconds. */
final class Latencies {

    private final long[] sorted;

    Latencies(long[] nanos) {
        sorted = nanos.clone();
        Arrays.sort(sorted);
    }

    static Latencies all(List<Latencies> several) {
        return new Latencies(
                several.stream().flatMapToLong(one -> Arrays.stream(one.sorted)).toArray());
    }

    int count() {
        return sorted.length;
    }

    /** In milliseconds; 0 where there is nothing. */
    double percentile(double percent) {
        return sorted.length == 0
                ? 0
                : sorted[Math.min(sorted.length - 1, (int) (sorted.length * percent / 100))] / 1e6;
    }
}
