package io.deskwire.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final ChannelException FAILED = ChannelException.of(FailureKind.TRANSIENT, "down");

    private final RetrySchedule exact = new RetrySchedule(List.of(Duration.ofSeconds(10), Duration.ofMinutes(1)), 0);

    @Test
    void each_attempt_waits_its_turn_and_the_schedule_ends() {
        assertThat(exact.next(1, NOW, FAILED, new Random(1))).contains(NOW.plusSeconds(10));
        assertThat(exact.next(2, NOW, FAILED, new Random(1))).contains(NOW.plusSeconds(60));
        assertThat(exact.next(3, NOW, FAILED, new Random(1))).isEmpty();
    }

    @Test
    void a_longer_retry_after_wins_and_is_capped_at_a_day() {
        ChannelException hour = ChannelException.throttled("slow down", Duration.ofHours(1));
        ChannelException year = ChannelException.throttled("slow down", Duration.ofDays(365));

        assertThat(exact.next(1, NOW, hour, new Random(1))).contains(NOW.plus(Duration.ofHours(1)));
        assertThat(exact.next(1, NOW, year, new Random(1))).contains(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void jitter_stays_within_its_share() {
        RetrySchedule jittered = new RetrySchedule(List.of(Duration.ofSeconds(100)), 0.2);
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            assertThat(jittered.next(1, NOW, FAILED, random).orElseThrow())
                    .isBetween(NOW.plusSeconds(80), NOW.plusSeconds(120));
        }
    }

    @Test
    void the_schedule_towards_the_helpdesk_lasts_about_three_days() {
        Duration total = RetrySchedule.SINK.delays().stream().reduce(Duration.ZERO, Duration::plus);

        assertThat(total).isBetween(Duration.ofHours(70), Duration.ofHours(72));
    }

    @Test
    void reconnecting_never_ends() {
        assertThat(exact.delayOrLast(500, new Random(1))).isEqualTo(Duration.ofMinutes(1));
    }
}
