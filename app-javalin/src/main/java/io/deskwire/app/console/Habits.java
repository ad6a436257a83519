package io.deskwire.app.console;

import io.deskwire.engine.Channels;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is unusual about tenants' channels, looked up once in a while: weeks of figures are read for it, and pages ask often. */
final class Habits {

    private static final Duration FRESH = Duration.ofMinutes(2);
    private static final int MOST_TENANTS = 1_000;

    private final Channels channels;
    private final Clock clock;
    private final Map<String, Known> known = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > MOST_TENANTS;
        }
    });

    private record Known(Instant at, Map<String, String> quiet) {}

    Habits(Channels channels, Clock clock) {
        this.channels = channels;
        this.clock = clock;
    }

    /** The tenant's channels that receive less than usual, each with what is unusual, in words. */
    Map<String, String> quiet(String tenantId) {
        Instant now = clock.instant();
        Known before = known.get(tenantId);
        if (before != null && now.isBefore(before.at().plus(FRESH)) && !now.isBefore(before.at())) {
            return before.quiet();
        }
        Map<String, String> quiet = new HashMap<>();
        channels.arrivals(tenantId, Habit.from(now)).forEach((channel, hours) -> {
            String words = Habit.quiet(hours, now);
            if (words != null) {
                quiet.put(channel, words);
            }
        });
        known.put(tenantId, new Known(now, Map.copyOf(quiet)));
        return quiet;
    }
}
