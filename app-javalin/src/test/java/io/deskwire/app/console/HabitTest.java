package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HabitTest {

    private static final Instant NOW = Instant.parse("2026-03-25T12:20:00Z");
    private static final Instant HOUR = Instant.parse("2026-03-25T12:00:00Z");

    /** As many an hour, in every hour of the weeks before the last. */
    private static NavigableMap<Instant, Long> always(long perHour, int weeks, int lastHours) {
        NavigableMap<Instant, Long> hours = new TreeMap<>();
        for (int i = lastHours + 1; i <= weeks * 168 + 24; i++) {
            if (perHour > 0) {
                hours.put(HOUR.minus(Duration.ofHours(i)), perHour);
            }
        }
        return hours;
    }

    @Test
    void a_channel_that_goes_on_as_before_is_not_quiet() {
        assertThat(Habit.quiet(always(5, 4, 0), NOW)).isNull();
        assertThat(Habit.quiet(new TreeMap<>(), NOW)).isNull();
    }

    @Test
    void nothing_in_three_hours_where_there_are_always_some_is_told_with_both_figures() {
        assertThat(Habit.quiet(always(5, 4, 3), NOW))
                .isEqualTo("Quieter than usual: 0 in the last 3 hours, usually about 15");
    }

    @Test
    void a_channel_with_little_mail_is_quiet_only_after_a_day() {
        NavigableMap<Instant, Long> hours = always(1, 4, 3);
        assertThat(Habit.quiet(hours, NOW)).isNull();
        assertThat(Habit.quiet(always(1, 4, 24), NOW)).contains("0 in the last 24 hours, usually about 24");
    }

    @Test
    void a_channel_that_is_always_almost_silent_never_alarms() {
        NavigableMap<Instant, Long> hours = new TreeMap<>();
        for (int day = 2; day < 30; day++) {
            hours.put(HOUR.minus(Duration.ofDays(day)), 3L);
        }
        assertThat(Habit.quiet(hours, NOW)).isNull();
    }

    @Test
    void a_week_is_too_little_to_know_a_habit() {
        assertThat(Habit.quiet(always(50, 1, 24), NOW)).isNull();
        assertThat(Habit.quiet(always(50, 2, 24), NOW)).isNotNull();
    }

    @Test
    void nights_and_weekends_are_compared_with_their_like() {
        NavigableMap<Instant, Long> hours = new TreeMap<>();
        // Only at noon of Mondays, and today is a Wednesday.
        for (int week = 0; week < 5; week++) {
            hours.put(HOUR.minus(Duration.ofDays(2 + 7L * week)), 200L);
        }
        assertThat(Habit.quiet(hours, NOW)).isNull();
    }

    @Test
    void what_came_in_the_hour_that_is_not_over_counts() {
        NavigableMap<Instant, Long> hours = always(5, 4, 3);
        hours.put(HOUR, 9L);
        assertThat(Habit.quiet(hours, NOW)).isNull();
    }
}
