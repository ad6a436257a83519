package io.deskwire.mime.charset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Looks eight bytes at a time find what looks at one byte find. */
class ByteScanTest {

    private final Random random = new Random(11);

    @Test
    void the_first_byte_is_found_wherever_it_stands() {
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(60)];
            for (int i = 0; i < bytes.length; i++) {
                // Neighbours of what is looked for are what arithmetic on eight bytes might confuse.
                bytes[i] = (byte)
                        (random.nextInt(6) == 0
                                ? 9 + random.nextInt(6)
                                : random.nextInt(40) == 0 ? 128 + random.nextInt(128) : 'x');
            }
            int from = bytes.length == 0 ? 0 : random.nextInt(bytes.length);
            int to = from + (bytes.length == from ? 0 : random.nextInt(bytes.length - from + 1));

            assertThat(ByteScan.lineEnd(bytes, from, to))
                    .isEqualTo(Math.min(first(bytes, from, to, '\n'), first(bytes, from, to, '\r')));
            assertThat(ByteScan.indexOf(bytes, from, to, (byte) 11)).isEqualTo(first(bytes, from, to, 11));
            assertThat(ByteScan.indexOf(bytes, from, to, (byte) 0x8B)).isEqualTo(first(bytes, from, to, 0x8B));
            int high = from;
            while (high < to && bytes[high] >= 0) {
                high++;
            }
            assertThat(ByteScan.beyondAscii(bytes, from, to)).isEqualTo(high);
        }
    }

    private static int first(byte[] bytes, int from, int to, int wanted) {
        for (int i = from; i < to; i++) {
            if ((bytes[i] & 0xFF) == wanted) {
                return i;
            }
        }
        return to;
    }
}
