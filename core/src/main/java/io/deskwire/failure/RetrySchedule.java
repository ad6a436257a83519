package io.deskwire.failure;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to try again, as a pure function of how often it was tried. One durable schedule per queue; nothing retries
 * underneath it.
 *
 * @param delays wait after the first, second, … failed attempt
 * @param jitter share by which each wait may be longer or shorter, 0 to 1
 */
public record RetrySchedule(List<Duration> delays, double jitter) {

    /** Longest wait that a provider's Retry-After is granted. */
    private static final Duration LONGEST_ASKED_FOR = Duration.ofHours(24);

    /** For a message that could not be decoded or filed: three attempts in all, then a dead letter. */
    public static final RetrySchedule INTAKE = of(Duration.ofSeconds(5), Duration.ofMinutes(1));

    /** Towards the helpdesk: about 71 hours. */
    public static final RetrySchedule SINK = of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofHours(24),
            Duration.ofHours(24));

    /** Towards customers: two days and some, as mail servers do (RFC 5321 section 4.5.4.1 asks for 4 to 5 at most). */
    public static final RetrySchedule OUTBOUND = of(
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(2),
            Duration.ofHours(4),
            Duration.ofHours(8),
            Duration.ofHours(16),
            Duration.ofHours(24));

    /** Finding out what became of an attempt: two hours, long enough for a provider that is away, then a person decides. */
    public static final RetrySchedule LOOK_UP = of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(4),
            Duration.ofMinutes(8),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1));

    /** Files that a provider keeps for about a week. */
    public static final RetrySchedule MEDIA = of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofMinutes(30),
            Duration.ofHours(1),
            Duration.ofHours(3),
            Duration.ofHours(6),
            Duration.ofHours(12),
            Duration.ofHours(24),
            Duration.ofHours(24),
            Duration.ofHours(24),
            Duration.ofHours(24),
            Duration.ofHours(24));

    /** Reconnecting a channel that fails: the last wait repeats for ever, see {@link #delayOrLast}. */
    public static final RetrySchedule RECONNECT = of(
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(30),
            Duration.ofMinutes(1),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10));

    public RetrySchedule {
        delays = List.copyOf(delays);
        if (delays.isEmpty() || jitter < 0 || jitter > 1) {
            throw new IllegalArgumentException("a schedule needs at least one delay and a jitter from 0 to 1");
        }
    }

    private static RetrySchedule of(Duration... delays) {
        return new RetrySchedule(List.of(delays), 0.2);
    }

    /**
     * When to try again.
     *
     * @param attempt how often it was tried, from 1
     * @param now the present
     * @param failure what the last attempt ended with; its Retry-After is honoured up to a day
     * @param random source of the jitter
     * @return the next time, or empty when the schedule is used up
     */
    public Optional<Instant> next(int attempt, Instant now, ChannelException failure, RandomGenerator random) {
        if (attempt > delays.size()) {
            return Optional.empty();
        }
        Duration planned = jittered(delays.get(Math.max(attempt, 1) - 1), random);
        Duration asked = failure.retryAfter().orElse(Duration.ZERO);
        Duration granted = asked.compareTo(LONGEST_ASKED_FOR) > 0 ? LONGEST_ASKED_FOR : asked;
        return Optional.of(now.plus(planned.compareTo(granted) > 0 ? planned : granted));
    }

    /** The wait after {@code attempt} failures in a row, repeating the last one for ever. */
    public Duration delayOrLast(int attempt, RandomGenerator random) {
        return jittered(delays.get(Math.min(Math.max(attempt, 1), delays.size()) - 1), random);
    }

    private Duration jittered(Duration delay, RandomGenerator random) {
        double factor = 1 + jitter * (2 * random.nextDouble() - 1);
        return Duration.ofMillis(Math.round(delay.toMillis() * factor));
    }
}
