package io.deskwire.mime.charset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

    @ParameterizedTest
    @ValueSource(ints = {0x80, 0x100, 0x800, 0x10000, 0x110000})
    void is_decoded_as_java_does_it_wherever_it_is_cut(int beyond) {
        Random random = new Random(3);
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(60); i > 0; i--) {
                int character = random.nextInt(3) > 0 ? 'a' + random.nextInt(26) : 1 + random.nextInt(beyond - 1);
                text.appendCodePoint(character >= 0xD800 && character <= 0xDFFF ? 'x' : character);
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            for (int cut = 0; cut < Math.min(4, bytes.length); cut++) {
                byte[] some = Arrays.copyOf(bytes, bytes.length - cut);
                Utf8.Shape shape = Utf8.of(some, some.length);
                assertThat(Utf8.decode(some, some.length, shape)).isEqualTo(new String(some, StandardCharsets.UTF_8));
            }
        }
    }
}
