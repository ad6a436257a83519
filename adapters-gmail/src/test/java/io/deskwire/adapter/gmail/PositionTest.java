package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Cursor;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class PositionTest {

    @Test
    void positions_come_back_as_they_were_written() {
        Position plain = Position.following(new BigInteger("18446744073709551615"), Instant.ofEpochSecond(7), null);
        Position full = new Position(
                BigInteger.TEN,
                Instant.ofEpochSecond(1),
                Instant.ofEpochSecond(2),
                new Position.Listing(Instant.ofEpochSecond(3), Instant.ofEpochSecond(4), 5),
                List.of("a1", "b2"));
        for (Position position : List.of(plain, full, full.with(null), full.withPending(List.of()))) {
            assertThat(Position.parse(position.cursor())).isEqualTo(position);
        }
        for (String text : List.of("", "v2;h=1;g=1", "v1", "v1;h=x;g=1", "v1;h=1;g=99999999999999999999", "v1;g=1")) {
            assertThat(Position.parse(new Cursor(text))).as(text).isNull();
        }
    }
}
