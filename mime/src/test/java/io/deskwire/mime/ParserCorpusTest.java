package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.message.Correspondents;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every message under {@code parser/}, one for each class and variant of damage, against what a person expects of it. */
class ParserCorpusTest {

    private final MimeDecoder decoder = new MimeDecoder();

    @ParameterizedTest
    @MethodSource("mails")
    void a_damaged_mail_is_read_as_a_person_would_read_it(Path mail) throws IOException {
        String golden = Files.readString(
                mail.resolveSibling(mail.getFileName().toString().replace(".eml", ".golden")));
        assertThat(rendered(decoder.decode(GoldenMailTest.content(mail), Map.of())))
                .isEqualTo(golden);
    }

    @ParameterizedTest
    @MethodSource("mails")
    void each_file_of_a_damaged_mail_is_read_again_byte_for_byte(Path mail) throws IOException {
        Content content = GoldenMailTest.content(mail);
        for (Attachment each : decoder.decode(content, Map.of()).attachments()) {
            try (InputStream in = decoder.attachment(content, Map.of(), each.index())) {
                byte[] bytes = in.readAllBytes();
                assertThat((long) bytes.length).isEqualTo(each.size());
                assertThat(Content.of(bytes).sha256()).isEqualTo(each.sha256());
            }
        }
    }

    @Test
    void the_corpus_is_large() throws IOException, URISyntaxException {
        assertThat(mails()).hasSizeGreaterThan(600);
    }

    static List<Path> mails() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(ParserCorpusTest.class.getResource("/parser"))
                .toURI());
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(f -> f.toString().endsWith(".eml")).sorted().toList();
        }
    }

    private static String rendered(ParsedMessage message) {
        StringBuilder out = new StringBuilder();
        Correspondents people = message.people();
        line(out, "message-id", message.threading().messageId());
        line(out, "in-reply-to", String.join(" ", message.threading().inReplyTo()));
        line(out, "references", String.join(" ", message.threading().references()));
        line(out, "from", address(people.from()));
        line(out, "sender", address(people.sender()));
        line(out, "reply-to", addresses(people.replyTo()));
        line(out, "to", addresses(people.to()));
        line(out, "cc", addresses(people.cc()));
        line(out, "bcc", addresses(people.bcc()));
        line(out, "date", message.sentAt() == null ? null : message.sentAt().toString());
        line(out, "subject", message.body().subject());
        message.attachments().forEach(each -> line(out, "attachment", attachment(each)));
        message.issues().stream().map(Issue::code).distinct().sorted().forEach(code -> line(out, "issue", code));
        message.notes().forEach(note -> line(out, "note", note));
        out.append("== text\n").append(message.body().text().replace("\r", "")).append('\n');
        String html = message.body().html();
        if (html != null) {
            out.append("== html\n").append(html.replace("\r", "")).append('\n');
        }
        return out.toString();
    }

    private static void line(StringBuilder out, String name, @Nullable String value) {
        if (value != null && !value.isEmpty()) {
            out.append(name).append(": ").append(value).append('\n');
        }
    }

    private static String attachment(Attachment each) {
        String sha = each.sha256() == null ? "-" : each.sha256().substring(0, 8);
        return each.fileName() + " | " + each.contentType() + " | " + each.size() + " | " + sha
                + (each.inline() ? " | inline" : "")
                + (each.contentId() == null ? "" : " | " + each.contentId());
    }

    private static @Nullable String address(@Nullable Address address) {
        if (address == null) {
            return null;
        }
        return address.name() == null ? address.value() : address.name() + " <" + address.value() + ">";
    }

    private static String addresses(List<Address> addresses) {
        return addresses.stream().map(ParserCorpusTest::address).collect(Collectors.joining(" | "));
    }
}
