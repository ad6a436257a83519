package io.deskwire.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.adapter.re2j.Re2jExpressions;
import io.deskwire.config.ConfigProblem;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import io.deskwire.message.InboundMessage;
import io.deskwire.mime.MimeDecoder;
import io.deskwire.rules.Candidate;
import io.deskwire.rules.Rulebook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What docs/rules.md shows is what happens. */
class RulesPageTest {

    private static final Pattern BLOCK =
            Pattern.compile("^```(\\w+)(?: (\\S+))?\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static Rulebook.Reading read(String document) {
        return Rulebook.read(Json.strict().parseObject(document), new Re2jExpressions());
    }

    @Test
    void every_document_is_read_and_every_mail_judged_as_the_page_says() throws Exception {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../docs/rules.md")));
        Rulebook.Reading rules = read("{}");
        InboundMessage mail = null;
        Content raw = null;
        List<String> seen = new ArrayList<>();
        while (blocks.find()) {
            String content = blocks.group(3);
            seen.add(blocks.group(1));
            switch (blocks.group(1)) {
                case "json" -> {
                    rules = read(content);
                    assertThat(rules.problems().isEmpty()).isEqualTo(!"wrong".equals(blocks.group(2)));
                }
                case "eml" -> {
                    raw = Content.of(content.replace("\n", "\r\n").getBytes(UTF_8));
                    mail = message(raw, blocks.group(2).substring("for=".length()));
                }
                case "verdict" ->
                    assertThat(DomainJson.toTree(rules.book()
                                    .judge(candidate(Objects.requireNonNull(mail), Objects.requireNonNull(raw)))))
                            .isEqualTo(Json.strict().parseObject(content));
                case "problems" -> {
                    List<String> expected = content.lines().toList();
                    List<String> found = rules.problems().stream()
                            .map(ConfigProblem::toString)
                            .toList();
                    assertThat(found).hasSameSizeAs(expected);
                    for (int i = 0; i < expected.size(); i++) {
                        assertThat(found.get(i)).startsWith(expected.get(i));
                    }
                }
                default -> throw new AssertionError("nobody checks a block of " + blocks.group(1));
            }
        }
        assertThat(seen).containsExactly("json", "eml", "verdict", "eml", "verdict", "json", "problems");
    }

    private static InboundMessage message(Content raw, String recipient) throws IOException {
        return new InboundMessage(
                "m1",
                "acme",
                "support",
                "r1",
                new Envelope(null, List.of(recipient)),
                Instant.parse("2026-03-02T12:00:00Z"),
                new MimeDecoder().decode(raw, Map.of()));
    }

    private static Candidate candidate(InboundMessage mail, Content raw) {
        return new Candidate(mail, false, raw.length(), null, () -> {
            try {
                return new MimeDecoder().particulars(raw, Map.of());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }
}
