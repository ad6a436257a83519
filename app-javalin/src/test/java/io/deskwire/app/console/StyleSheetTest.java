package io.deskwire.app.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class StyleSheetTest {

    /** A block that stays open swallows all that follows, and browsers say nothing. */
    @Test
    void every_part_of_the_style_sheet_begins_outside_of_all_blocks() throws Exception {
        int open = 0;
        for (String line : Files.readAllLines(Path.of("src/main/resources/console/console.css"))) {
            if (line.startsWith("/*")) {
                assertThat(open).as(line).isZero();
            }
            open += (int) line.chars().filter(c -> c == '{').count()
                    - (int) line.chars().filter(c -> c == '}').count();
        }
        assertThat(open).isZero();
    }
}
