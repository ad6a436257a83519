package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Bytes go into a browser's field and come back as they were. */
class RawTextTest {

    private static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void what_was_not_touched_comes_back_as_it_was() throws Exception {
        for (byte[] bytes : List.of(
                latin("Subject: a\r\n\r\nHello\r\n"),
                latin("Subject: a\n\nHello"),
                latin("\r\nbegins with an empty line"),
                latin("caf\u00e9 in an old character set \u0080\u009f\u00ff\r\n"),
                "Köln 👍 in UTF-8\r\n".getBytes(StandardCharsets.UTF_8),
                latin("\u0001\u001b[31m control\n"),
                latin("{\"a\":1}"))) {
            RawText text = RawText.editable(bytes).orElseThrow();
            // As a browser sends it.
            String sent = text.text().replace("\r\n", "\n").replace("\n", "\r\n");

            assertThat(RawText.bytes(sent, text.charsetName(), text.lineEndsName()))
                    .isEqualTo(bytes);
        }
    }

    @Test
    void what_a_field_would_change_is_not_offered() {
        for (String odd : List.of("a\u0000b", "a\rb", "a\r\nb\nc", "ends with\r")) {
            assertThat(RawText.editable(latin(odd))).as(odd).isEmpty();
        }
    }

    @Test
    void a_character_that_the_old_set_has_not_is_refused() {
        assertThatThrownBy(() -> RawText.bytes("ф", "iso-8859-1", "lf")).isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void what_has_no_shape_is_shown_by_a_sign_and_a_cut_character_spoils_nothing() {
        assertThat(RawText.shown(latin("a\u0000\u001b\u007f\r\n\tb"), 100)).isEqualTo("a␀␛␡\n\tb");
        assertThat(RawText.shown("\u202Egnp.exe".getBytes(StandardCharsets.UTF_8), 100))
                .isEqualTo("⟦202E⟧gnp.exe");
        assertThat(RawText.shown("abcä".getBytes(StandardCharsets.UTF_8), 4)).isEqualTo("abc");
        assertThat(RawText.shown(latin("abc\u00e4def"), 100)).isEqualTo("abcädef");
    }
}
