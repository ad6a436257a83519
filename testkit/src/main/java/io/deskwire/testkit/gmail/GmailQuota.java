package io.deskwire.testkit.gmail;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What one user may use: units a minute and mails a day, both by whole minutes and days of the
 * clock, and calls at once. Thread-safe. */
final class GmailQuota {

    private final Clock clock;
    private int perMinute = Integer.MAX_VALUE;
    private boolean forbids;
    private int perDay = Integer.MAX_VALUE;
    private Instant minute = Instant.EPOCH;
    private int used;
    private Instant day = Instant.EPOCH;
    private int mails;
    private int atOnce = Integer.MAX_VALUE;
    private int running;
    private int most;

    GmailQuota(Clock clock) {
        this.clock = clock;
    }

    synchronized void limit(int unitsPerMinute, boolean withForbidden) {
        perMinute = unitsPerMinute;
        forbids = withForbidden;
    }

    synchronized void dailySends(int limit) {
        perDay = limit;
    }

    synchronized int used() {
        turn();
        return used;
    }

    private void turn() {
        Instant now = clock.instant();
        Instant thisMinute = now.truncatedTo(ChronoUnit.MINUTES);
        if (!thisMinute.equals(minute)) {
            minute = thisMinute;
            used = 0;
        }
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        if (!today.equals(day)) {
            day = today;
            mails = 0;
        }
    }

    /** Takes units, or refuses and takes none. */
    synchronized void take(int units) {
        turn();
        if (units > perMinute - used) {
            Instant until = minute.plus(Duration.ofMinutes(1));
            String text = "User-rate limit exceeded.";
            throw forbids ? GmailRefusal.forbidden("userRateLimitExceeded", text) : GmailRefusal.tooMany(text, until);
        }
        used += units;
    }

    synchronized void atOnce(int calls) {
        atOnce = calls;
    }

    /** A call begins; false when too many run already. {@link #end} follows in both cases. */
    synchronized boolean begin() {
        running++;
        if (running > atOnce) {
            return false;
        }
        most = Math.max(most, running);
        return true;
    }

    synchronized void end() {
        running--;
    }

    /** The most calls that ran at once. */
    synchronized int most() {
        return most;
    }

    /** Takes one mail of the day's, or refuses. */
    synchronized void takeMail() {
        turn();
        if (mails >= perDay) {
            throw GmailRefusal.tooMany("User-rate limit exceeded (Mail sending).", day.plus(Duration.ofDays(1)));
        }
        mails++;
    }
}
