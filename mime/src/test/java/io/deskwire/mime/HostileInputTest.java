package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Content;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Inputs that cost other parsers minutes. Their sizes are such that anything quadratic would not end within a build; what
 * is asserted is that each gives a message, and how often the raw bytes were read.
 */
class HostileInputTest {

    private static final String HEADER =
            "From: a@kunde.example\r\nSubject: still here\r\nMessage-ID: <1@kunde.example>\r\n";

    @ParameterizedTest
    @CsvSource({
        "X-Subject: , =?, 500000",
        "Subject: , =?utf-8?q?, 20000",
        "Cc: , (<, 120000",
        "Cc: , '\"<', 120000",
        "Cc: , <a@b, 60000",
        "Cc: , =?a, 80000",
        "References: , <, 250000",
        "Date: , '1 ', 100000",
        "Content-Type: text/plain; name=, ' (', 120000",
        "Content-Type: text/plain, ; name*1*=a, 20000",
        "Content-Disposition: attachment; filename=, '\"', 200000"
    })
    void a_header_of_bait_gives_a_message(String start, String bait, int times) throws IOException {
        ParsedMessage message = decode(start + bait.repeat(times) + "\r\n" + HEADER + "\r\nbody");

        assertThat(message.threading().messageId()).isEqualTo("1@kunde.example");
        assertThat(message.issues()).extracting(Issue::code).doesNotContain("decoder-fault");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--\r\n",
                "----------\r\n",
                ">\r\n",
                "On 2020 a@b\r\n",
                "From: a\r\n",
                "x\r\n\r\nSent from my x\r\n\r\n",
                "=\r\n",
                "> "
            })
    void a_text_of_bait_gives_a_message(String bait) throws IOException {
        ParsedMessage message = decode(HEADER + "\r\nx\r\n" + bait.repeat(150_000));

        assertThat(message.body().subject()).isEqualTo("still here");
        assertThat(message.issues()).extracting(Issue::code).doesNotContain("decoder-fault");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<p><b>",
                "<a href=http://x.example>",
                "<table><tr><td>",
                "<font color=red><p>",
                "<",
                "<!--",
                "&amp;",
                "cid:",
                "<div style='a:b;'>"
            })
    void an_html_of_bait_gives_a_message(String bait) throws IOException {
        ParsedMessage message = decode(HEADER + "Content-Type: text/html\r\n\r\nx" + bait.repeat(70_000));

        assertThat(message.body().text()).startsWith("x");
        assertThat(message.issues()).extracting(Issue::code).doesNotContain("decoder-fault");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 50})
    void wrong_boundaries_make_the_bytes_be_read_again_a_few_times_at_most(int multiparts) throws IOException {
        StringBuilder mail = new StringBuilder(HEADER + "Content-Type: multipart/mixed; boundary=outer\r\n\r\n");
        for (int i = 0; i < multiparts; i++) {
            mail.append("--outer\r\nContent-Type: multipart/mixed; boundary=declared\r\n\r\n--used")
                    .append(i)
                    .append("\r\n");
            mail.append("Content-Type: text/plain\r\n\r\ntext ")
                    .append(i)
                    .append("\r\n--used")
                    .append(i)
                    .append("--\r\n");
        }
        byte[] bytes = (mail + "--outer--\r\n").getBytes(StandardCharsets.US_ASCII);
        AtomicInteger opened = new AtomicInteger();
        Content content = new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public String sha256() {
                return "";
            }

            @Override
            public InputStream open() throws IOException {
                opened.incrementAndGet();
                return Content.of(bytes).open();
            }
        };
        ParsedMessage message = new MimeDecoder().decode(content, Map.of());

        assertThat(opened.get()).isEqualTo(1 + Math.min(multiparts, 4));
        for (int i = 0; i < multiparts; i++) {
            assertThat(message.body().text()).contains("text " + i);
        }
    }

    private static ParsedMessage decode(String mail) throws IOException {
        return new MimeDecoder().decode(Content.of(mail.getBytes(StandardCharsets.ISO_8859_1)), Map.of());
    }
}
