package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSplitTest {

    @Test
    void a_text_that_fits_stays_as_it_is() {
        assertThat(TextSplit.split(" a\n\nb ", 10)).containsExactly(" a\n\nb ");
        assertThat(TextSplit.split("😀".repeat(10), 10)).containsExactly("😀".repeat(10));
    }

    @Test
    void it_is_cut_between_paragraphs_then_lines_then_sentences_then_words() {
        assertThat(TextSplit.split("one two\nthree\n\nfour five", 20)).containsExactly("one two\nthree", "four five");
        assertThat(TextSplit.split("one. two three\nfour five six", 20))
                .containsExactly("one. two three", "four five six");
        assertThat(TextSplit.split("One two three. Four five six", 20))
                .containsExactly("One two three.", "Four five six");
        assertThat(TextSplit.split("one two three four", 10)).containsExactly("one two", "three four");
    }

    @Test
    void a_word_without_end_is_cut_between_what_a_reader_sees_as_characters() {
        String family = "👨‍👩‍👧"; // eight UTF-16 units, five code points, one picture
        List<String> pieces = TextSplit.split(family.repeat(4), 12);
        assertThat(pieces)
                .allMatch(piece -> piece.length() % family.length() == 0
                        || piece.codePoints().count() <= 12);
        assertThat(String.join("", pieces)).isEqualTo(family.repeat(4));
        assertThat(TextSplit.split("e\u0301".repeat(3), 5)).containsExactly("e\u0301".repeat(2), "e\u0301");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 40, 400})
    void nothing_but_white_space_is_lost_and_no_piece_is_too_long(int most) {
        Random random = new Random(7);
        String alphabet = "ab. \n!?😀ä\t";
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            int[] points = alphabet.codePoints().toArray();
            for (int i = random.nextInt(900); i >= 0; i--) {
                text.appendCodePoint(points[random.nextInt(points.length)]);
            }
            List<String> pieces = TextSplit.split(text.toString(), most);
            assertThat(pieces).allMatch(piece -> piece.codePointCount(0, piece.length()) <= most);
            assertThat(String.join("", pieces).replaceAll("\\s", ""))
                    .isEqualTo(text.toString().replaceAll("\\s", ""));
            assertThat(pieces).noneMatch(piece -> Character.isLowSurrogate((piece + "x").charAt(0)));
        }
    }
}
