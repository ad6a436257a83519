package io.deskwire.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class PollPlacesTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Instant LATER = NOW.plus(PollPlaces.PATIENCE);

    private final PollPlaces places = new PollPlaces(4, 2, 2 * PollPlaces.LASTING);

    @Test
    void a_tenant_has_its_share_and_all_together_have_all_places() {
        assertThat(take("a", 3, true, NOW)).isEqualTo(2);
        assertThat(take("b", 3, true, NOW)).isEqualTo(2);
        assertThat(take("c", 1, true, NOW)).isZero();
    }

    @Test
    void a_place_that_is_left_is_free() {
        PollPlaces.Place place = places.take("a", true, NOW).orElseThrow();
        assertThat(take("a", 2, true, NOW)).isEqualTo(1);

        places.leave(place);

        assertThat(take("a", 1, true, NOW)).isEqualTo(1);
    }

    @Test
    void servers_that_say_nothing_hold_up_nobody_for_long() {
        for (String tenant : new String[] {"a", "b"}) {
            assertThat(take(tenant, 2, true, NOW)).isEqualTo(2);
        }
        assertThat(take("c", 1, true, NOW.plusMillis(4999))).isZero();

        assertThat(take("c", 1, true, LATER)).isEqualTo(1);
    }

    @Test
    void not_even_lasting_readings_are_without_number() {
        int all = 0;
        Instant now = NOW;
        for (int i = 0; i < 100; i++) {
            all += take("tenant " + i, 4, true, now);
            now = now.plus(PollPlaces.PATIENCE);
        }
        assertThat(all).isEqualTo(4 * PollPlaces.LASTING);
    }

    @Test
    void a_tenants_lasting_readings_are_bounded_by_its_own_share() {
        int all = 0;
        Instant now = NOW;
        for (int i = 0; i < 100; i++) {
            all += take("a", 4, true, now);
            now = now.plus(PollPlaces.PATIENCE);
        }
        assertThat(all).isEqualTo(2 * PollPlaces.LASTING);
        assertThat(take("b", 1, true, now)).isEqualTo(1);
    }

    @Test
    void channels_that_did_not_work_leave_half_to_those_that_did() {
        int failed = 0;
        for (int i = 0; i < 10; i++) {
            failed += take("failing " + i, 1, false, NOW);
        }
        assertThat(failed).isEqualTo(2);
        assertThat(take("a", 2, true, NOW)).isEqualTo(2);
    }

    /** How many of so many got a place. */
    private int take(String tenant, int wanted, boolean working, Instant now) {
        int got = 0;
        for (int i = 0; i < wanted; i++) {
            got += places.take(tenant, working, now).isPresent() ? 1 : 0;
        }
        return got;
    }
}
