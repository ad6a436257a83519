package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PairRateTest {

    private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");

    private final PairRate rate = new PairRate();

    @Test
    void forty_five_go_at_once_and_then_one_in_six_seconds() {
        for (int i = 0; i < 45; i++) {
            assertThat(rate.mayLeaveAt("ann", NOW)).isEqualTo(NOW);
        }
        assertThat(rate.mayLeaveAt("ann", NOW)).isEqualTo(NOW.plusSeconds(6));
        assertThat(rate.mayLeaveAt("ann", NOW.plusSeconds(5))).isEqualTo(NOW.plusSeconds(6));
        assertThat(rate.mayLeaveAt("ann", NOW.plusSeconds(6))).isEqualTo(NOW.plusSeconds(6));
        assertThat(rate.mayLeaveAt("ann", NOW.plusSeconds(6))).isEqualTo(NOW.plusSeconds(12));
        assertThat(rate.mayLeaveAt("bo", NOW)).isEqualTo(NOW);
    }

    @Test
    void silence_makes_the_burst_whole_again_and_no_larger() {
        for (int i = 0; i < 45; i++) {
            rate.mayLeaveAt("ann", NOW);
        }
        Instant later = NOW.plus(Duration.ofDays(3));
        for (int i = 0; i < 45; i++) {
            assertThat(rate.mayLeaveAt("ann", later)).isEqualTo(later);
        }
        assertThat(rate.mayLeaveAt("ann", later)).isAfter(later);
    }

    @Test
    void one_person_too_often_stops_that_person_alone() {
        assertThat(rate.refused(131056, "ann", null, NOW)).isEqualTo(Duration.ofSeconds(6));
        assertThat(rate.mayLeaveAt("ann", NOW)).isEqualTo(NOW.plusSeconds(6));
        assertThat(rate.mayLeaveAt("bo", NOW)).isEqualTo(NOW);
    }

    @Test
    void the_number_and_the_account_stop_everybody_and_four_times_as_long_each_time() {
        for (int code : new int[] {130429, 80007, 4}) {
            PairRate fresh = new PairRate();
            Instant now = NOW;
            for (long seconds : new long[] {1, 4, 16, 64, 256}) {
                assertThat(fresh.refused(code, "ann", null, now)).isEqualTo(Duration.ofSeconds(seconds));
                assertThat(fresh.mayLeaveAt("bo", now)).isEqualTo(now.plusSeconds(seconds));
                now = now.plusSeconds(seconds);
            }
            assertThat(fresh.mayLeaveAt("bo", now)).isEqualTo(now);
            fresh.taken("bo");
            assertThat(fresh.refused(code, "ann", null, now)).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void some_things_take_hours_and_none_for_ever() {
        assertThat(rate.refused(131048, "ann", null, NOW)).isEqualTo(Duration.ofHours(1));
        assertThat(new PairRate().refused(131057, "ann", null, NOW)).isEqualTo(Duration.ofMinutes(1));
        Instant now = NOW;
        for (int i = 0; i < 40; i++) {
            now = now.plus(Duration.ofHours(5));
            assertThat(rate.refused(131048, "ann", null, now)).isLessThanOrEqualTo(Duration.ofHours(4));
        }
    }

    @Test
    void what_the_provider_asks_for_counts_when_it_is_longer() {
        assertThat(rate.refused(130429, "ann", Duration.ofSeconds(77), NOW)).isEqualTo(Duration.ofSeconds(77));
        assertThat(rate.mayLeaveAt("bo", NOW)).isEqualTo(NOW.plusSeconds(77));
    }

    @Test
    void messages_refused_together_count_once() {
        for (int i = 0; i < 10; i++) {
            rate.refused(130429, "ann", null, NOW);
        }
        assertThat(rate.mayLeaveAt("bo", NOW)).isBeforeOrEqualTo(NOW.plusSeconds(4));
    }

    @Test
    void other_refusals_say_nothing_about_a_rate() {
        assertThat(rate.refused(131026, "ann", null, NOW)).isNull();
        assertThat(rate.mayLeaveAt("ann", NOW)).isEqualTo(NOW);
    }
}
