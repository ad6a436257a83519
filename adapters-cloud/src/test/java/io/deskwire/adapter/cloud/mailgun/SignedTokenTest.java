package io.deskwire.adapter.cloud.mailgun;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.config.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedTokenTest {

    private static @Nullable String objection(String key, String timestamp, String token, String signature) {
        return new SignedToken(timestamp, token, List.of(signature))
                .objection(List.of(Secret.of(key)), Instant.ofEpochSecond(Long.parseLong(timestamp)));
    }

    private static String flipped(String text, int at) {
        char other = text.charAt(at) == '1' ? '2' : '1';
        return text.substring(0, at) + other + text.substring(at + 1);
    }

    @ParameterizedTest
    @CsvSource({
        "tbsy84uSV1Kt3ZJZELY2TmShPRs91E3yL4tzf96297vBCkDWgL, 1539112500,"
                + " 7VwW7k6Ak7zcTwoSoNm7aTtbk1g67MKAnsYLfUB7PdszbgR5Xi,"
                + " ef24c5225322217bb065b80bb54eb4f9206d764e3e16abab07f0a64d1cf477cc",
        "test-signing-key-0123456789abcdef, 1736847000, 0123456789abcdef0123456789abcdef0123456789abcdef01,"
                + " 00eb8cc880ad246805b42491ebd899f4a48af9c82c9e088a56ac3472513ae0fa",
        "test-parent-key-fedcba9876543210, 1736847000, 0123456789abcdef0123456789abcdef0123456789abcdef01,"
                + " 4d703d37f98e5b0737f89fe44c9def685e0c04fb63a3bfbac61db17fe338b6fd",
        "test-signing-key-0123456789abcdef, 1736847200, fedcba98765432100123456789abcdeffedcba987654321001,"
                + " a5fbfc9b2cfd3f80d3126a1ee98a84c9f166d1c0a9b135f6a9e85ea33f4625a7"
    })
    void vectors_verify_and_with_one_change_do_not(String key, String timestamp, String token, String signature) {
        assertThat(objection(key, timestamp, token, signature)).isNull();
        assertThat(objection(key, timestamp, token, signature.toUpperCase(Locale.ROOT)))
                .isNull();
        for (int i = 0; i < signature.length(); i++) {
            assertThat(objection(key, timestamp, token, flipped(signature, i))).isNotNull();
        }
        for (int i = 0; i < token.length(); i++) {
            assertThat(objection(key, timestamp, flipped(token, i), signature)).isNotNull();
        }
        for (int i = 0; i < timestamp.length(); i++) {
            assertThat(objection(key, flipped(timestamp, i), token, signature)).isNotNull();
        }
        assertThat(objection(flipped(key, 0), timestamp, token, signature)).isNotNull();
        assertThat(objection(key, timestamp, token, signature.substring(1))).isNotNull();
        assertThat(objection(key, timestamp, token, signature + "0")).isNotNull();
        assertThat(objection(key, timestamp, token, "z" + signature.substring(1)))
                .isNotNull();
        assertThat(objection(key, timestamp, token, "")).isNotNull();
        assertThat(objection(key, "0" + timestamp, token, signature)).isNotNull();
    }

    @Test
    void nothing_stands_between_time_and_token() {
        assertThat(objection(
                        Posts.KEY,
                        Posts.TIMESTAMP,
                        Posts.TOKEN,
                        "bac1a1e49559385ab3b392e12c109bdb33a18d2df799ba40cf47b90b075259b8"))
                .isNotNull();
    }

    @Test
    void it_is_good_for_nine_hours_and_may_be_five_minutes_ahead() {
        SignedToken signed = new SignedToken(Posts.TIMESTAMP, Posts.TOKEN, List.of(Posts.SIGNATURE));
        List<Secret> keys = List.of(Secret.of(Posts.KEY));
        Instant at = Posts.SIGNED_AT;

        assertThat(signed.objection(keys, at.plus(Duration.ofHours(9)))).isNull();
        assertThat(signed.objection(keys, at.plus(Duration.ofHours(9)).plusSeconds(60)))
                .contains("9 hours");
        assertThat(signed.objection(keys, at.minus(Duration.ofMinutes(5)))).isNull();
        assertThat(signed.objection(keys, at.minus(Duration.ofMinutes(5)).minusSeconds(1)))
                .contains("future");
    }

    @Test
    void either_of_two_keys_is_good_and_none_proves_nothing() {
        SignedToken signed = new SignedToken(Posts.TIMESTAMP, Posts.TOKEN, List.of(Posts.SIGNATURE));

        assertThat(signed.objection(List.of(Secret.of("new"), Secret.of(Posts.KEY)), Posts.SIGNED_AT))
                .isNull();
        assertThat(signed.objection(List.of(), Posts.SIGNED_AT)).contains("no signing key");
        assertThat(new SignedToken(null, Posts.TOKEN, List.of(Posts.SIGNATURE))
                        .objection(List.of(Secret.of(Posts.KEY)), Posts.SIGNED_AT))
                .isNotNull();
        assertThat(new SignedToken(Posts.TIMESTAMP, null, List.of(Posts.SIGNATURE))
                        .objection(List.of(Secret.of(Posts.KEY)), Posts.SIGNED_AT))
                .isNotNull();
        assertThat(new SignedToken(Posts.TIMESTAMP, Posts.TOKEN, List.of())
                        .objection(List.of(Secret.of(Posts.KEY)), Posts.SIGNED_AT))
                .isNotNull();
    }
}
