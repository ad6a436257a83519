package io.deskwire.app.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Links between the pages lead somewhere. */
class LinksTest {

    private static final Pattern LINK = Pattern.compile("(?:\\]\\(|src(?:set)?=\")([^)\\s\"]+)");

    @Test
    void every_link_within_the_project_leads_to_a_file_and_a_heading() throws Exception {
        List<String> dead = new ArrayList<>();
        int links = 0;
        for (Page page : Page.all()) {
            Path folder = BuiltJar.ROOT.resolve(page.name()).getParent();
            for (String link : LINK.matcher(page.text()).results().map(found -> found.group(1)).toList()) {
                if (link.contains("://") || link.startsWith("mailto:")) {
                    continue;
                }
                links++;
                String[] parts = link.split("#", 2);
                Path target = parts[0].isEmpty() ? BuiltJar.ROOT.resolve(page.name()) : folder.resolve(parts[0]);
                if (!Files.exists(target)) {
                    dead.add(page + ": " + link);
                } else if (parts.length == 2 && !anchors(target).contains(parts[1])) {
                    dead.add(page + ": no heading " + link);
                }
            }
        }
        assertThat(links).isGreaterThan(60);
        assertThat(dead).isEmpty();
    }

    @Test
    void every_decision_is_in_the_index() throws Exception {
        Page index = Page.of("docs/adr/README.md");
        try (Stream<Path> files = Files.list(BuiltJar.ROOT.resolve("docs/adr"))) {
            assertThat(files.map(file -> String.valueOf(file.getFileName()))
                            .filter(name -> name.matches("\\d{4}-.*\\.md")))
                    .allSatisfy(name -> assertThat(index.text()).contains("(" + name + ")"));
        }
    }

    /** Headings as the usual renderers name them. */
    private static List<String> anchors(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .filter(line -> line.matches("#{1,6} .*"))
                .map(line -> line.replaceFirst("#+ ", "")
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .strip()
                        .replace(' ', '-'))
                .toList();
    }
}
