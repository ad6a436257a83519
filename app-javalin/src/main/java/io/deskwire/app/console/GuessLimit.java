package io.deskwire.app.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Makes guessing the admin token hopeless: ten wrong ones a minute, from wherever they come. Thread-safe. */
final class GuessLimit {

    private static final int MOST = 10;
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final Clock clock;
    private Instant windowStart = Instant.EPOCH;
    private int wrong;

    GuessLimit(Clock clock) {
        this.clock = clock;
    }

    synchronized boolean isReached() {
        if (!clock.instant().isBefore(windowStart.plus(WINDOW))) {
            return false;
        }
        return wrong >= MOST;
    }

    synchronized void wrong() {
        Instant now = clock.instant();
        if (!now.isBefore(windowStart.plus(WINDOW))) {
            windowStart = now;
            wrong = 0;
        }
        wrong++;
    }
}
