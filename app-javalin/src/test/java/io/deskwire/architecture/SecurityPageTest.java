package io.deskwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds docs/security.md against the tree: a test or class that it names is there. */
class SecurityPageTest {

    private static final Path ROOT = Path.of("..");
    private static final int TOPICS = 18;

    private static final Pattern TOPIC = Pattern.compile("(?m)^## ([0-9]+)\\. .+$");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z0-9]*)#([a-z][a-z0-9_]*)`");
    private static final Pattern CLASS = Pattern.compile("`([A-Z][a-z0-9]+[A-Za-z0-9]*)`");

    /** Sources by the name of their class. */
    private final Map<String, String> sources = new HashMap<>();

    private final String page = read(ROOT.resolve("docs/security.md"));

    SecurityPageTest() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            files.filter(file ->
                            file.toString().endsWith(".java") && file.toString().contains("/src/"))
                    .filter(file -> !file.toString().contains("/target/")
                            && !file.toString().contains("/fixture/"))
                    .forEach(file -> sources.merge(
                            file.getFileName().toString().replace(".java", ""), read(file), (a, b) -> a + b));
        }
    }

    @Test
    void every_topic_has_its_section_with_a_test_or_a_reason() {
        Matcher topic = TOPIC.matcher(page);
        int count = 0;
        while (topic.find()) {
            assertThat(topic.group(1)).isEqualTo(String.valueOf(++count));
            int end = page.indexOf("\n## ", topic.end());
            String section = page.substring(topic.end(), end < 0 ? page.length() : end);
            assertThat(TEST.matcher(section).find() || section.contains("Does not apply"))
                    .as("%s names a test or says why there is none", topic.group())
                    .isTrue();
            assertThat(section).as(topic.group()).contains("**Remains**");
        }
        assertThat(count).isEqualTo(TOPICS);
    }

    @Test
    void every_test_that_the_page_names_is_there() {
        TreeSet<String> missing = new TreeSet<>();
        Matcher test = TEST.matcher(page);
        int count = 0;
        while (test.find()) {
            count++;
            String source = sources.getOrDefault(test.group(1), "");
            if (!source.contains("void " + test.group(2) + "(")) {
                missing.add(test.group());
            }
        }
        assertThat(missing).isEmpty();
        assertThat(count).isGreaterThan(2 * TOPICS);
    }

    @Test
    void every_class_that_the_page_names_is_there() {
        TreeSet<String> missing = new TreeSet<>();
        Matcher named = CLASS.matcher(page);
        while (named.find()) {
            if (!sources.containsKey(named.group(1))) {
                missing.add(named.group(1));
            }
        }
        assertThat(missing).isEmpty();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
