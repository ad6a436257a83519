package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SendPaceTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @Test
    void ten_leave_at_once_and_then_one_every_three_seconds() {
        SendPace pace = new SendPace(6_000);
        for (int i = 0; i < 10; i++) {
            assertThat(pace.next(NOON)).isEqualTo(NOON);
        }

        assertThat(pace.next(NOON)).isEqualTo(NOON.plusSeconds(3));
        assertThat(pace.next(NOON)).as("asking counts nothing").isEqualTo(NOON.plusSeconds(3));
        assertThat(pace.next(NOON.plusSeconds(3))).isEqualTo(NOON.plusSeconds(3));
        assertThat(pace.next(NOON.plusSeconds(3))).isEqualTo(NOON.plusSeconds(6));
    }

    @Test
    void a_minute_of_waiting_replies_stays_well_within_the_quota() {
        SendPace pace = new SendPace(6_000);
        Instant now = NOON;
        int sent = 0;
        while (now.isBefore(NOON.plus(Duration.ofMinutes(1)))) {
            Instant next = pace.next(now);
            if (next.isAfter(now)) {
                now = next;
            } else {
                sent++;
            }
        }

        assertThat(sent * 130).isLessThan(4_200);
    }
}
