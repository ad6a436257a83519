package io.deskwire.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IdsTest {

    @Test
    void ids_sort_by_time_and_do_not_repeat() {
        Set<String> seen = new HashSet<>();
        String before = "";
        for (int i = 0; i < 10_000; i++) {
            String id = Ids.next(Instant.ofEpochMilli(1_800_000_000_000L + i));
            assertThat(id).matches("[0-9a-hjkmnp-tv-z]{26}").isGreaterThan(before);
            assertThat(seen.add(id)).isTrue();
            before = id;
        }
    }

    @Test
    void an_id_tells_when_it_was_made() {
        Instant noon = Instant.parse("2026-03-02T12:00:00.123Z");
        assertThat(Ids.madeAt(Ids.next(noon))).contains(noon);
        assertThat(Ids.madeAt(Ids.next(noon) + "#3")).contains(noon);
        assertThat(Ids.madeAt("m-1")).isEmpty();
        assertThat(Ids.madeAt("uuuuuuuuuuuuuuuuuuuuuuuuuu")).isEmpty();
    }

    @Test
    void the_random_part_uses_all_of_its_bits() {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            letters.append(Ids.next(Instant.EPOCH), 10, 26);
        }
        for (char c : "0123456789abcdefghjkmnpqrstvwxyz".toCharArray()) {
            assertThat(letters.indexOf(String.valueOf(c))).as("%s", c).isNotNegative();
        }
    }
}
