package io.deskwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SettableClockTest {

    private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void it_stands_still_until_it_is_moved() {
        SettableClock clock = SettableClock.at(START);
        assertThat(clock.instant()).isEqualTo(START).isEqualTo(clock.instant());

        assertThat(clock.advance(Duration.ofMinutes(5))).isEqualTo(START.plusSeconds(300));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(300));

        clock.set(START);
        assertThat(clock.instant()).isEqualTo(START);
    }

    @Test
    void the_same_hands_move_in_every_zone() {
        SettableClock clock = SettableClock.at(START);
        ZoneId tokyo = ZoneId.of("Asia/Tokyo");
        Clock there = clock.withZone(tokyo);

        clock.advance(Duration.ofHours(1));

        assertThat(there.instant()).isEqualTo(START.plusSeconds(3600));
        assertThat(there.getZone()).isEqualTo(tokyo);
    }
}
