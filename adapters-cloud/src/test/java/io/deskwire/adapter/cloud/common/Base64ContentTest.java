package io.deskwire.adapter.cloud.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Content;
import java.util.Base64;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Base64ContentTest {

    @Test
    void every_length_is_encoded_as_the_platform_does_and_known_beforehand() throws Exception {
        Random random = new Random(1);
        IntStream lengths = IntStream.concat(IntStream.range(0, 200), IntStream.range(57 * 256 - 60, 57 * 256 + 60));
        for (int length : lengths.toArray()) {
            byte[] plain = new byte[length];
            random.nextBytes(plain);

            assertEncoded(
                    Base64Content.inOneLine(Content.of(plain)),
                    Base64.getEncoder().encode(plain));
            assertEncoded(
                    Base64Content.inLines(Content.of(plain)),
                    Base64.getMimeEncoder().encode(plain));
        }
    }

    private static void assertEncoded(Base64Content content, byte[] expected) throws Exception {
        assertThat(content.open().readAllBytes()).isEqualTo(expected);
        assertThat(content.length()).isEqualTo(expected.length);
        assertThat(content.sha256()).isEqualTo(Content.of(expected).sha256());
    }
}
