package io.deskwire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpCallTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/",
                "http:///path",
                "/path",
                "mailto:a@b",
                "https://user:s3cret@host/",
                "http://host:99999/"
            })
    void an_address_that_cannot_be_called_is_refused_without_being_repeated(String uri) {
        assertThatThrownBy(() -> HttpCall.get(URI.create(uri)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({"a, 'b\r\nX: y'", "'a\n', b", "a, 'b\0'", "'', b", "'a b', c", "a, ü", "a:, b"})
    void a_header_that_could_become_two_is_refused(String name, String value) {
        assertThatThrownBy(() -> HttpCall.get(URI.create("https://helpdesk.example/path?key=s3cret"))
                        .withHeader(name, value))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_call_shows_neither_path_nor_headers() {
        assertThat(HttpCall.get(URI.create("https://helpdesk.example/path?key=s3cret"))
                        .withHeader("Authorization", "Bearer s3cret"))
                .hasToString("GET helpdesk.example");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "120, 120",
        "99999999999999999999, 31536000",
        "'Fri, 02 Jan 2026 03:04:35 GMT', 30",
        "'Fri, 02 Jan 2026 03:00:00 GMT', 0",
        "'Fri Jan  2 03:04:35 2026', 30",
        "-5, ",
        "soon, ",
        "'', ",
        "1.5, "
    })
    void retry_after_is_read_as_seconds_or_as_a_date(String text, @Nullable Long seconds) {
        HttpAnswer answer =
                new HttpAnswer(503, Map.of("retry-after", text), new byte[0], HttpAnswer.Completeness.WHOLE);
        assertThat(answer.retryAfter(Instant.parse("2026-01-02T03:04:05Z")))
                .isEqualTo(Optional.ofNullable(seconds).map(Duration::ofSeconds));
    }
}
