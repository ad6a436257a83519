package io.deskwire.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The code in the guides is the code of the examples, which is compiled and run. Above a block stands
 * {@code <!-- snippet: PATH#NAME -->}; in the source the piece stands between {@code // snippet: NAME} and {@code // end}
 * (in XML as comments); without a name it is the whole file. {@code -Dguides.write=true} puts the pieces into the pages.
 */
class GuidesTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK =
            Pattern.compile("<!-- snippet: (\\S+?)(?:#(\\S+))? -->\n```(\\w+)\n(.*?)```\n", Pattern.DOTALL);

    @Test
    void the_code_in_the_guides_is_the_code_that_is_run() throws IOException {
        int blocks = 0;
        for (Path page : pages()) {
            String text = Files.readString(page);
            Matcher block = BLOCK.matcher(text);
            StringBuilder renewed = new StringBuilder();
            while (block.find()) {
                blocks++;
                String snippet = snippet(block.group(1), block.group(2));
                String name = block.group(2) == null ? "" : "#" + block.group(2);
                block.appendReplacement(
                        renewed,
                        Matcher.quoteReplacement("<!-- snippet: " + block.group(1) + name + " -->\n```" + block.group(3)
                                + "\n" + snippet + "```\n"));
                if (!Boolean.getBoolean("guides.write")) {
                    assertThat(block.group(4))
                            .as("%s shows %s%s; renew it with -Dguides.write=true", page, block.group(1), name)
                            .isEqualTo(snippet);
                }
            }
            block.appendTail(renewed);
            if (Boolean.getBoolean("guides.write") && !renewed.toString().equals(text)) {
                Files.writeString(page, renewed);
            }
        }
        assertThat(blocks).as("blocks found").isGreaterThan(10);
    }

    /** A block without a source would rot. */
    @Test
    void every_block_of_java_in_the_guides_names_its_source() throws IOException {
        for (Path page : pages()) {
            String text = Files.readString(page);
            long java = Pattern.compile("^```(java|xml)$", Pattern.MULTILINE)
                    .matcher(text)
                    .results()
                    .count();
            long named = BLOCK.matcher(text)
                    .results()
                    .filter(block -> block.group(3).matches("java|xml"))
                    .count();
            assertThat(named).as("named blocks in %s", page).isEqualTo(java);
        }
    }

    /** The README shows the first program. */
    private static List<Path> pages() throws IOException {
        try (Stream<Path> pages = Files.list(ROOT.resolve("docs/embedding"))) {
            return pages.filter(page -> page.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private static String snippet(String path, @Nullable String name) throws IOException {
        List<String> lines = new ArrayList<>();
        boolean inside = name == null;
        for (String line : Files.readAllLines(ROOT.resolve(path))) {
            String bare = line.strip().replace("<!--", "//").replace("-->", "").strip();
            if (bare.equals("// end")) {
                inside = name == null;
            } else if (bare.startsWith("// snippet: ")) {
                inside = inside || bare.equals("// snippet: " + name);
            } else if (inside) {
                lines.add(line);
            }
        }
        assertThat(lines).as("%s#%s", path, name).isNotEmpty();
        int indent = lines.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .min()
                .orElse(0);
        StringBuilder text = new StringBuilder();
        lines.forEach(line ->
                text.append(line.isBlank() ? "" : line.substring(indent)).append('\n'));
        return text.toString().replaceAll("\n+$", "\n");
    }
}
