package io.deskwire.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.message.Content;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MultipartFormTest {

    private static Content text(String text) {
        return Content.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_form_is_written_byte_for_byte() throws Exception {
        MultipartForm form = MultipartForm.of("X")
                .text("messaging_product", "whatsapp")
                .file("file", "a\"b\r\nä.pdf", "application/pdf", text("%PDF-1.4\r\n--X"))
                .text("last", "");
        String expected = "--X\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a%22b%0D%0Aä.pdf\"\r\n"
                + "Content-Type: application/pdf\r\n\r\n%PDF-1.4\r\n--X\r\n"
                + "--X\r\nContent-Disposition: form-data; name=\"last\"\r\n\r\n\r\n--X--\r\n";
        Content content = form.content();
        try (InputStream bytes = content.open()) {
            assertThat(new String(bytes.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(expected);
        }
        assertThat(content.length()).isEqualTo(expected.getBytes(StandardCharsets.UTF_8).length);
        assertThat(content.sha256()).isEqualTo(text(expected).sha256());
        assertThat(form.contentType()).isEqualTo("multipart/form-data; boundary=X");
    }

    @Test
    void a_file_is_opened_only_when_its_turn_comes_and_closed_again() throws Exception {
        AtomicInteger open = new AtomicInteger();
        Content file = new Content() {
            @Override
            public long length() {
                return 3;
            }

            @Override
            public String sha256() {
                return "";
            }

            @Override
            public InputStream open() {
                open.incrementAndGet();
                return new ByteArrayInputStream(new byte[3]) {
                    @Override
                    public void close() {
                        open.decrementAndGet();
                    }
                };
            }
        };
        Content content = MultipartForm.of("b").file("f", "n", "a/b", file).content();
        try (InputStream bytes = content.open()) {
            assertThat(open).hasValue(0);
            assertThat(bytes.read()).isEqualTo('-');
            assertThat(bytes.readAllBytes().length).isEqualTo(content.length() - 1);
            assertThat(open).hasValue(0);
        }
    }

    @Test
    void what_would_break_the_form_is_refused() {
        assertThatThrownBy(() -> MultipartForm.of("a b")).isInstanceOf(IllegalArgumentException.class);
        MultipartForm form = MultipartForm.of("b");
        assertThatThrownBy(() -> form.file("f", "n", "a/b\r\nX: y", text("")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
