package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message under {@code mail/} against what a person wrote down for it in the golden file beside it. */
class GoldenMailTest {

    private final MimeDecoder decoder = new MimeDecoder();

    @ParameterizedTest
    @MethodSource("mails")
    void a_mail_is_read_as_its_golden_file_says(Path mail) throws IOException {
        String name = mail.getFileName().toString().replace(".eml", ".golden");
        String golden = Files.readString(mail.resolveSibling(name));
        assertThat(Rendering.of(decoder.decode(content(mail), Map.of()))).isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("mails")
    void each_attachment_is_read_again_byte_for_byte(Path mail) throws IOException {
        Content content = content(mail);
        ParsedMessage message = decoder.decode(content, Map.of());
        for (Attachment each : message.attachments()) {
            try (InputStream in = decoder.attachment(content, Map.of(), each.index())) {
                byte[] bytes = in.readAllBytes();
                assertThat((long) bytes.length).isEqualTo(each.size());
                assertThat(Content.of(bytes).sha256()).isEqualTo(each.sha256());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("mails")
    void line_ends_do_not_change_what_makes_a_mail_the_same(Path mail) throws IOException {
        byte[] bytes = Files.readAllBytes(mail);
        byte[] unix = new byte[bytes.length];
        int n = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '\r' || i + 1 == bytes.length || bytes[i + 1] != '\n') {
                unix[n++] = bytes[i];
            }
        }
        ParsedMessage one = decoder.decode(Content.of(bytes), Map.of());
        ParsedMessage other = decoder.decode(Content.of(java.util.Arrays.copyOf(unix, n)), Map.of());
        assertThat(other.dedupeKey()).isEqualTo(one.dedupeKey());
        assertThat(other.body().text()).isEqualTo(one.body().text());
    }

    static List<Path> mails() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(GoldenMailTest.class.getResource("/mail"))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(".eml")).sorted().toList();
        }
    }

    static Content content(Path mail) throws IOException {
        return Content.of(Files.readAllBytes(mail));
    }
}
