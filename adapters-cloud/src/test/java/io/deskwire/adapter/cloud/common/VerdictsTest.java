package io.deskwire.adapter.cloud.common;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerdictsTest {

    @ParameterizedTest
    @CsvSource({
        "Pass, pass",
        "FAIL, fail",
        "SoftFail, softfail",
        "soft_fail, softfail",
        "Neutral, neutral",
        "none, none",
        "temperror (dns), temperror",
        "PermError, permerror",
        "GRAY, neutral",
        "PROCESSING_FAILED, temperror",
        "DISABLED,",
        "passenger,",
        "'',"
    })
    void words_are_those_of_rfc_8601(String said, String word) {
        assertThat(Verdicts.word(said)).isEqualTo(word);
    }

    @Test
    void nothing_said_is_nothing() {
        assertThat(Verdicts.word(null)).isNull();
    }
}
