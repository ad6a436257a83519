package io.deskwire.adapter.whatsapp;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the rates of one number: to each person a message in six seconds with a burst of 45, and silence for a while where
 * the provider asked for it, four times as long each time it asks again.
 */
final class PairRate {

    private static final int BURST = 45;
    private static final Duration REFILL = Duration.ofSeconds(6);
    private static final Duration LONGEST = Duration.ofHours(4);
    private static final int MOST_PEOPLE = 10_000;

    /** What is silent. */
    private enum Scope {
        RECIPIENT,
        NUMBER,
        ACCOUNT
    }

    /** Messages left, as the time at which the burst will be whole again. */
    private final Map<String, Instant> wholeAt = new LinkedHashMap<>();

    private final Map<String, Block> blocks = new LinkedHashMap<>();

    private record Block(Instant until, int times) {}

    /** When a message may go to somebody; when that is now or earlier, it is counted as gone. */
    synchronized Instant mayLeaveAt(String person, Instant now) {
        Instant free = latest(now, until(Scope.ACCOUNT, ""), until(Scope.NUMBER, ""), until(Scope.RECIPIENT, person));
        if (free.isAfter(now)) {
            return free;
        }
        Instant whole = Objects.requireNonNullElse(wholeAt.get(person), now);
        Instant from = whole.isAfter(now) ? whole : now;
        // With n messages out of the burst it is whole again in n refills; the next may go while n is below 45.
        Instant earliest = from.plus(REFILL).minus(REFILL.multipliedBy(BURST));
        if (earliest.isAfter(now)) {
            return earliest;
        }
        wholeAt.put(person, from.plus(REFILL));
        forgetTheIdle(now);
        return now;
    }

    /**
     * Learns from a refusal.
     *
     * @param asked how long the provider asked to wait, or null
     * @return how long it will be silent, or null when the code tells of no rate
     */
    synchronized @Nullable Duration refused(int code, String person, @Nullable Duration asked, Instant now) {
        Scope scope = switch (code) {
            case 131056 -> Scope.RECIPIENT;
            case 130429, 131048, 131057, 133016, 471, 63017, 63018, 63038, 20429, 429 -> Scope.NUMBER;
            case 80007, 4, 17, 32, 613 -> Scope.ACCOUNT;
            default -> null;
        };
        if (scope == null) {
            return null;
        }
        String key = key(scope, person);
        Block earlier = blocks.get(key);
        int times = earlier == null ? 0 : earlier.times();
        Duration wait = first(code).multipliedBy(1L << (2 * Math.min(times, 10)));
        wait = wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
        if (asked != null && asked.compareTo(wait) > 0) {
            wait = asked;
        }
        // Messages under way at once are refused for one and the same cause, which counts once.
        boolean sameCause = earlier != null && earlier.until().isAfter(now);
        blocks.put(
                key,
                new Block(
                        latest(now.plus(wait), earlier == null ? null : earlier.until()), times + (sameCause ? 0 : 1)));
        return wait;
    }

    /** A message was taken: what was silent for its sake no longer is. */
    synchronized void taken(String person) {
        blocks.remove(key(Scope.RECIPIENT, person));
        blocks.remove(key(Scope.NUMBER, ""));
        blocks.remove(key(Scope.ACCOUNT, ""));
    }

    private static Duration first(int code) {
        return switch (code) {
            case 131056 -> REFILL;
            // A better quality rating and a lifted lock are a matter of hours, maintenance one of minutes.
            case 131048, 471, 133016, 63038 -> Duration.ofHours(1);
            case 131057 -> Duration.ofMinutes(1);
            default -> Duration.ofSeconds(1);
        };
    }

    private @Nullable Instant until(Scope scope, String person) {
        Block block = blocks.get(key(scope, person));
        return block == null ? null : block.until();
    }

    private static String key(Scope scope, String person) {
        return scope == Scope.RECIPIENT ? "r " + person : scope.name();
    }

    private static Instant latest(Instant first, @Nullable Instant... others) {
        Instant latest = first;
        for (Instant other : others) {
            latest = other != null && other.isAfter(latest) ? other : latest;
        }
        return latest;
    }

    private void forgetTheIdle(Instant now) {
        if (wholeAt.size() > MOST_PEOPLE) {
            wholeAt.values().removeIf(whole -> !whole.isAfter(now));
            // Refused long ago; whoever is refused again begins with a short silence again.
            blocks.entrySet()
                    .removeIf(e ->
                            e.getKey().startsWith("r ") && e.getValue().until().isBefore(now));
        }
    }
}
