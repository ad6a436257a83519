package io.deskwire.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleConsumer;

/** One figure per round; told as median and range, since a mean hides what neighbours on the machine did. */
final class Samples {

    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    /** Every figure, in the order of the rounds. */
    void each(DoubleConsumer figure) {
        values.forEach(figure::accept);
    }

    boolean isEmpty() {
        return values.isEmpty();
    }

    double median() {
        double[] sorted = sorted();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double min() {
        return sorted()[0];
    }

    double max() {
        return sorted()[values.size() - 1];
    }

    /** {@code 5,243 [4,500..6,812]}. */
    String text(int decimals) {
        return isEmpty()
                ? "-"
                : number(median(), decimals) + " [" + number(min(), decimals) + ".." + number(max(), decimals) + "]";
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private double[] sorted() {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        Arrays.sort(sorted);
        return sorted;
    }
}
