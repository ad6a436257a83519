package io.deskwire.app.console;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether a channel receives clearly less than it does at this time of the week: nothing fails when somebody takes a forwarding
 * rule away. Compared with the median of the weeks before, so that one holiday decides nothing.
 */
final class Habit {

    static final int WEEKS = 4;

    /** A short one notices soon, a long one notices where there is little at a time. */
    private static final List<Integer> WINDOWS = List.of(3, 24);

    private static final Duration WEEK = Duration.ofDays(7);
    private static final int FEWEST_WEEKS = 2;

    private Habit() {}

    /** Since when arrivals have to be known. */
    static Instant from(Instant now) {
        return now.truncatedTo(ChronoUnit.HOURS).minus(WEEK.multipliedBy(WEEKS + 1L));
    }

    /**
     * What is unusual, in words, or null.
     *
     * @param hours what arrived, by hours
     */
    static @Nullable String quiet(NavigableMap<Instant, Long> hours, Instant now) {
        if (hours.isEmpty()) {
            return null;
        }
        Instant end = now.truncatedTo(ChronoUnit.HOURS);
        for (int length : WINDOWS) {
            Instant begin = end.minus(Duration.ofHours(length));
            List<Long> before = new ArrayList<>();
            for (int week = 1; week <= WEEKS; week++) {
                Instant then = begin.minus(WEEK.multipliedBy(week));
                if (!then.isBefore(hours.firstKey())) {
                    before.add(sum(hours, then, then.plus(Duration.ofHours(length))));
                }
            }
            // What came in the hour that is not over yet counts for the channel.
            long came = sum(hours, begin, now);
            if (before.size() >= FEWEST_WEEKS && isClearlyLess(came, median(before))) {
                return "Quieter than usual: " + came + " in the last " + length + " hours, usually about "
                        + Math.round(median(before));
            }
        }
        return null;
    }

    /** A third, and beyond what chance does to counts. */
    private static boolean isClearlyLess(long came, double usual) {
        return came < usual / 3 && usual - came > 3 * Math.sqrt(usual);
    }

    private static double median(List<Long> values) {
        List<Long> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0;
    }

    private static long sum(NavigableMap<Instant, Long> hours, Instant from, Instant to) {
        return hours.subMap(from, true, to, false).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
