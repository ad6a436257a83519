package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.Particulars;
import io.deskwire.message.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ParticularsTest {

    private static Particulars of(String mail) {
        try {
            return new MimeDecoder().particulars(Content.of(mail.getBytes(StandardCharsets.UTF_8)), Map.of());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void fields_are_unfolded_decoded_and_found_by_lower_case_name() {
        Particulars mail =
                of("X-Team: =?utf-8?B?QsO8cm8=?=\r\nReceived: a\r\n\tb;\r\n c\r\nX-TEAM:  two \r\n\r\nX-Body: no\r\n");

        assertThat(mail.header("x-team")).containsExactly("Büro", "two");
        assertThat(mail.header("received")).containsExactly("a b; c");
        assertThat(mail.header("x-body")).isEmpty();
        assertThat(mail.networkType()).isNull();
    }

    @Test
    void what_stands_before_the_header_does_not_hide_it() {
        assertThat(of("\uFEFFX-A: 1\n\n").header("x-a")).containsExactly("1");
        assertThat(of("\n\nX-A: 1\n\n").header("x-a")).containsExactly("1");
        assertThat(of("From a@b Mon Mar  2 12:00:00 2026\nX-A: 1\nX-B: 2\n\n").header("x-b"))
                .containsExactly("2");
        assertThat(of("X-A: 1\rX-B: 2\r\rX-C: 3").header("x-b")).containsExactly("2");
        assertThat(of("X-A: 1\rX-B: 2\r\rX-C: 3").header("x-c")).isEmpty();
        assertThat(of("X-A: 1\nHello, no blank line\nX-B: 2\n").header("x-b")).isEmpty();
    }

    @Test
    void a_header_made_to_fill_the_memory_is_cut() {
        StringBuilder mail = new StringBuilder("X-First: yes\n");
        for (int i = 0; i < 100_000; i++) {
            mail.append("X-").append(i).append(": ").append("v").append('\n');
        }
        Particulars many = of(mail.toString());
        assertThat(many.header("x-first")).containsExactly("yes");
        assertThat(many.headers().size()).isBetween(1_000, 2_001);

        Particulars same = of("X-A: 1\n".repeat(5_000));
        assertThat(same.header("x-a")).hasSize(50);
        Particulars wide = of("X-A: " + "w".repeat(3_000_000));
        assertThat(wide.header("x-a").get(0).length()).isBetween(1_000, 10_000);
        assertThat(of("").headers()).isEmpty();
    }
}
