package io.deskwire.app.explain;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MboxTest {

    private static final String FIRST = "From a@b.example Sun Nov 22 09:00:00 2026\n";
    private static final String NEXT = "From c@d.example Sun Nov 22 09:00:01 2026\n";

    @TempDir
    Path folder;

    private List<String> messages(String box) throws IOException {
        return messages("box", box);
    }

    private List<String> messages(String name, String box) throws IOException {
        Path file = folder.resolve(name);
        Files.write(file, box.getBytes(ISO_8859_1));
        List<String> messages = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        new MailFiles(
                        mail -> {
                            assertThat(mail.index()).isEqualTo(messages.size());
                            try (InputStream in = mail.content().open()) {
                                messages.add(new String(in.readAllBytes(), ISO_8859_1));
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        },
                        (path, why) -> unreadable.add(why))
                .read(file.toString(), InputStream.nullInputStream());
        assertThat(unreadable).isEmpty();
        return messages;
    }

    @Test
    void prose_that_begins_like_a_separator_parts_nothing() throws IOException {
        String body = "Subject: 1\n\nHours:\n\nFrom 10:00 to 11:30 we are closed.\nFrom what I see: nothing.\n\n"
                + "From here on\n\nit goes on.\n";
        assertThat(messages(FIRST + body + "\n" + NEXT + "Subject: 2\n\nx\n"))
                .containsExactly(body, "Subject: 2\n\nx\n");
    }

    @Test
    void a_content_length_that_fits_counts_more_than_lines_inside() throws IOException {
        String inside = "A box for you:\n\n" + NEXT + "Subject: no message\n\n>From the start.\n";
        String first = "Subject: 1\nContent-Length: " + inside.length() + "\n\n" + inside;
        assertThat(messages(FIRST + first + "\n" + NEXT + "Subject: 2\n\nx\n"))
                .containsExactly(first, "Subject: 2\n\nx\n");
        assertThat(messages(FIRST + first + NEXT + "Subject: 2\n\nx\n")).containsExactly(first, "Subject: 2\n\nx\n");
        assertThat(messages(FIRST + first)).containsExactly(first);
    }

    @Test
    void what_a_content_length_counts_is_unquoted_where_it_was_quoted() throws IOException {
        String inside = ">From the start.\n";
        assertThat(messages(FIRST + "Content-Length: " + inside.length() + "\n\n" + inside + "\n" + NEXT
                        + "Subject: 2\n\nx\n"))
                .containsExactly("Content-Length: " + inside.length() + "\n\nFrom the start.\n", "Subject: 2\n\nx\n");
    }

    @Test
    void a_content_length_that_is_wrong_is_passed_over() throws IOException {
        for (String length : List.of("3", "20", "99999", "99999999999999")) {
            String first = "Content-Length: " + length + "\n\nHello there.\n";
            assertThat(messages(FIRST + first + "\n" + NEXT + "Subject: 2\n\nx\n"))
                    .as(length)
                    .containsExactly(first, "Subject: 2\n\nx\n");
        }
    }

    @Test
    void lines_of_a_network_are_read_too() throws IOException {
        String box = (FIRST + "Subject: 1\n\n>From x\n\n" + NEXT + "Subject: 2\n\ny\n").replace("\n", "\r\n");
        assertThat(messages(box)).containsExactly("Subject: 1\r\n\r\nFrom x\r\n", "Subject: 2\r\n\r\ny\r\n");
    }

    @Test
    void a_box_that_was_cut_keeps_what_is_there() throws IOException {
        assertThat(messages(FIRST + "Subject: 1\n\nx\n\n" + NEXT + "Subj"))
                .containsExactly("Subject: 1\n\nx\n", "Subj");
        assertThat(messages("cut.mbox", "ord of a message.\n\n" + NEXT + "Subject: 2\n\nx\n"))
                .containsExactly("ord of a message.\n", "Subject: 2\n\nx\n");
        assertThat(messages(FIRST)).containsExactly("");
    }

    @Test
    void an_empty_box_holds_no_message_and_an_empty_mail_is_one() throws IOException {
        assertThat(messages("empty.mbox", "")).isEmpty();
        assertThat(messages("blank.mbox", "\n\n")).isEmpty();
        assertThat(messages("empty.eml", "")).containsExactly("");
    }

    @Test
    void a_separator_without_an_empty_line_before_it_counts_by_its_date_and_a_header() throws IOException {
        assertThat(messages(FIRST + "Subject: 1\n\nlast line\n" + NEXT + "Subject: 2\n\nx\n"))
                .containsExactly("Subject: 1\n\nlast line\n", "Subject: 2\n\nx\n");
        assertThat(messages(FIRST + "Subject: 1\n\nquoted:\n" + NEXT + "and more\n"))
                .containsExactly("Subject: 1\n\nquoted:\n" + NEXT + "and more\n");
    }

    @Test
    void long_lines_and_many_messages_are_found_where_they_are() throws IOException {
        StringBuilder box = new StringBuilder();
        String line = "x".repeat(70_000);
        for (int i = 0; i < 50; i++) {
            box.append(NEXT)
                    .append("Subject: ")
                    .append(i)
                    .append("\n\n")
                    .append(line)
                    .append("\n\n");
        }
        assertThat(messages(box.toString())).hasSize(50).allMatch(message -> message.endsWith(line + "\n"));
    }
}
