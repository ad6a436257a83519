package io.deskwire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.config.Secret;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class HmacTest {

    private static final byte[] MESSAGE = "what do ya want for nothing?".getBytes(StandardCharsets.US_ASCII);

    @Test
    void the_vectors_of_the_rfcs_come_out() {
        // RFC 4231 section 4.3 and RFC 2202 section 3.
        assertThat(HexFormat.of().formatHex(Hmac.sha256(Secret.of("Jefe"), MESSAGE)))
                .isEqualTo("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
        assertThat(HexFormat.of().formatHex(Hmac.sha1(Secret.of("Jefe"), MESSAGE)))
                .isEqualTo("effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    }

    @Test
    void keys_are_read_as_utf_8_and_an_empty_one_proves_nothing() {
        assertThat(Hmac.sha256(Secret.of("ä"), MESSAGE)).isNotEqualTo(Hmac.sha256(Secret.of("a"), MESSAGE));
        assertThatThrownBy(() -> Hmac.sha256(Secret.of(""), MESSAGE)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void only_the_same_is_the_same() {
        assertThat(Hmac.same(Secret.of("token"), "token")).isTrue();
        assertThat(Hmac.same(Secret.of("token"), "tokem")).isFalse();
        assertThat(Hmac.same(Secret.of("token"), "token ")).isFalse();
        assertThat(Hmac.same(Secret.of("token"), "")).isFalse();
    }
}
