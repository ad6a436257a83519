package io.deskwire.adapter.gmail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawAnswerTest {

    private static RawAnswer answer(String json) {
        return new RawAnswer(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }

    private static byte[] raw(RawAnswer answer) throws IOException {
        assertThat(answer.findRaw()).isTrue();
        return answer.raw().readAllBytes();
    }

    @Test
    void members_on_both_sides_of_the_message_are_read() throws IOException {
        RawAnswer answer = answer("""
                { "id" : "18f8", "labelIds":["A","B \\" } ]"], "sizeEstimate": 12,
                  "nested":{"a":[{"b":"}"}]}, "raw":"SGVs\\nbG8\\u003d", "none":null, "internalDate":"7" }""");

        assertThat(raw(answer)).asString(StandardCharsets.US_ASCII).isEqualTo("Hello");

        assertThat(answer.members()).containsEntry("id", "18f8").doesNotContainKey("internalDate");
        assertThat(answer.findRaw()).isFalse();
        assertThat(answer.members())
                .containsEntry("labelIds", List.of("A", "B \" } ]"))
                .containsEntry("sizeEstimate", 12L)
                .containsEntry("internalDate", "7");
        assertThat(answer.findRaw()).isFalse();
    }

    @Test
    void every_alphabet_and_padding_gives_the_same_bytes() throws IOException {
        Random random = new Random(3);
        for (int length = 0; length < 200; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            for (Base64.Encoder encoder : List.of(
                    Base64.getUrlEncoder(),
                    Base64.getUrlEncoder().withoutPadding(),
                    Base64.getEncoder(),
                    Base64.getMimeEncoder())) {
                String text = encoder.encodeToString(bytes).replace("\r\n", "\\r\\n");
                assertThat(raw(answer("{\"raw\":\"" + text + "\"}"))).isEqualTo(bytes);
            }
        }
    }

    @Test
    void an_answer_without_a_message_says_so() throws IOException {
        assertThat(answer("{}").findRaw()).isFalse();
        assertThat(answer("{\"id\":\"1\"}").findRaw()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "<html>",
                "{\"raw\":7}",
                "{\"a\" 1}",
                "{\"a\":x}",
                "{7:1}",
                "{\"raw\":\"%\"}",
                "{\"raw\":\"QUJDR\"}",
                "{\"raw\":\"\\u00zz\"}"
            })
    void what_is_no_such_answer_is_malformed(String text) {
        assertThatThrownBy(() -> raw(answer(text))).isInstanceOf(MalformedAnswerException.class);
    }

    @Test
    void an_answer_that_ends_anywhere_never_passes_for_a_whole_one() {
        String whole = "{\"id\":\"1\",\"raw\":\"SGVsbG8\",\"l\":[1]}";
        for (int length = 0; length < whole.length(); length++) {
            String cut = whole.substring(0, length);
            assertThatThrownBy(() -> {
                        RawAnswer answer = answer(cut);
                        while (answer.findRaw()) {
                            answer.raw().readAllBytes();
                        }
                    })
                    .as(cut)
                    .isInstanceOf(EOFException.class);
        }
    }
}
