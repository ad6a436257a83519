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
        Position plain = Position.following(
                null, new BigInteger("18446744073709551615"), Instant.ofEpochSecond(7), null, List.of("INBOX"));
        Position full = new Position(
                "o'brien;=,%+x@acme.example",
                BigInteger.TEN,
                Instant.ofEpochSecond(1),
                Instant.ofEpochSecond(2),
                List.of("INBOX", "Label;7"),
                new Position.Listing(Instant.ofEpochSecond(3), Position.Why.GAP, Instant.ofEpochSecond(4), 5),
                new Position.Report(Position.Why.LABELS, Instant.ofEpochSecond(6), 7),
                List.of("a1", "b2"),
                List.of(
                        new Position.Trouble("c3", Instant.ofEpochSecond(8), Instant.ofEpochSecond(9), 10),
                        new Position.Trouble("d4", Instant.ofEpochSecond(11), Instant.ofEpochSecond(12), 13)));
        for (Position position : List.of(
                plain,
                full,
                full.with((Position.Listing) null),
                full.withReport(null),
                full.with(List.of(), List.of()))) {
            assertThat(Position.parse(position.cursor())).isEqualTo(position);
        }
        for (String text : List.of("", "v2;h=1;g=1", "v1", "v1;h=x;g=1", "v1;h=1;g=99999999999999999999", "v1;g=1")) {
            assertThat(Position.parse(new Cursor(text))).as(text).isNull();
        }
    }

    @Test
    void positions_of_an_earlier_version_are_understood() {
        Position position = Position.parse(new Cursor("v1;h=5;g=6;f=7;l=8;n=9;s=10;p=a1,b2"));

        assertThat(position)
                .isEqualTo(Position.following(
                                null,
                                BigInteger.valueOf(5),
                                Instant.ofEpochSecond(6),
                                Instant.ofEpochSecond(7),
                                List.of())
                        .with(new Position.Listing(
                                Instant.ofEpochSecond(8), Position.Why.GAP, Instant.ofEpochSecond(10), 9))
                        .with(List.of("a1", "b2"), List.of()));
    }
}
