package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A node of the version before works on while the next one migrates: nothing that it uses may go or be locked for long. */
class MigrationsAreAdditiveTest {

    /** Files of before the first release, when nobody had rows in these tables. */
    private static final Set<String> INDEX_EXCEPTIONS =
            Set.of("V2__messengers.sql", "V4__loops_and_moves.sql", "V5__retention.sql", "V12__stages.sql");

    private static final Pattern TAKES_AWAY = Pattern.compile(
            "\\b(DROP|RENAME|TRUNCATE|DELETE FROM|SET NOT NULL|ALTER COLUMN|ADD CONSTRAINT|ADD CHECK|ADD UNIQUE)\\b");
    private static final Pattern CREATED = Pattern.compile("^CREATE TABLE (?:IF NOT EXISTS )?(\\w+)");
    private static final Pattern INDEX = Pattern.compile("^CREATE (UNIQUE )?INDEX .* ?ON (\\w+)");

    @Test
    void no_migration_takes_away_what_the_version_before_uses() throws Exception {
        for (String dialect : List.of("postgresql", "sqlite")) {
            List<Path> files = files(dialect);
            assertThat(files).hasSizeGreaterThan(3);
            for (Path file : files) {
                assertThat(problems(String.valueOf(file.getFileName()), Files.readString(file)))
                        .as("%s/%s", dialect, file.getFileName())
                        .isEmpty();
            }
        }
    }

    @Test
    void the_same_steps_exist_for_both_databases() throws Exception {
        assertThat(files("sqlite").stream().map(file -> String.valueOf(file.getFileName())))
                .containsExactlyElementsOf(files("postgresql").stream()
                        .map(file -> String.valueOf(file.getFileName()))
                        .toList());
    }

    @Test
    void each_way_of_taking_something_away_is_noticed() {
        for (String sql : List.of(
                "DROP TABLE deskwire_raw;",
                "ALTER TABLE deskwire_raw DROP COLUMN meta;",
                "ALTER TABLE deskwire_raw RENAME COLUMN meta TO facts;",
                "alter table deskwire_raw alter column meta type varchar(10);",
                "ALTER TABLE deskwire_raw ALTER COLUMN meta SET NOT NULL;",
                "ALTER TABLE deskwire_raw ADD COLUMN n INTEGER NOT NULL;",
                "ALTER TABLE deskwire_raw ADD CONSTRAINT c CHECK (length > 0);",
                "CREATE UNIQUE INDEX i ON deskwire_raw (sha256);",
                "CREATE INDEX i ON deskwire_raw (sha256);",
                "CREATE TABLE a (n INTEGER);\nDELETE FROM deskwire_raw;")) {
            assertThat(problems("V99__x.sql", sql)).as(sql).isNotEmpty();
        }
        assertThat(problems(
                        "V99__x.sql",
                        "-- DROP is a word here.\nCREATE TABLE a (n INTEGER NOT NULL);\nCREATE UNIQUE INDEX i ON a (n);\n"
                                + "ALTER TABLE deskwire_raw ADD COLUMN n INTEGER NOT NULL DEFAULT 0;\n"
                                + "ALTER TABLE deskwire_raw ADD COLUMN m TEXT;"))
                .isEmpty();
    }

    /** What contracts says from which version on a program may work with it, and stands on its own. */
    @Test
    void a_file_that_says_whom_it_refuses_may_take_away() {
        assertThat(problems(
                        "V99__x.sql",
                        "ALTER TABLE deskwire_raw DROP COLUMN meta;\n"
                                + "INSERT INTO deskwire_compatibility (needs_version) VALUES (98);"))
                .isEmpty();
    }

    private static List<String> problems(String name, String sql) {
        List<String> problems = new ArrayList<>();
        Set<String> created = new HashSet<>();
        String text = sql.replaceAll("--[^\n]*", "").replaceAll("\\s+", " ").toUpperCase(Locale.ROOT);
        if (text.contains("INSERT INTO DESKWIRE_COMPATIBILITY")) {
            return problems;
        }
        for (String part : text.split(";", -1)) {
            String statement = part.strip();
            Matcher table = CREATED.matcher(statement);
            if (table.find()) {
                created.add(table.group(1));
            } else if (TAKES_AWAY.matcher(statement).find()) {
                problems.add("takes away: " + statement);
            } else if (statement.contains("ADD COLUMN")
                    && statement.contains("NOT NULL")
                    && !statement.contains("DEFAULT")) {
                problems.add("older nodes cannot insert: " + statement);
            }
            Matcher index = INDEX.matcher(statement);
            if (index.find()
                    && !created.contains(index.group(2))
                    && (index.group(1) != null || !INDEX_EXCEPTIONS.contains(name))) {
                problems.add("locks or refuses what older nodes write: " + statement);
            }
        }
        return problems;
    }

    /** From the second on: before the first there were no tables. */
    private static List<Path> files(String dialect) throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(Migrations.class.getResource("/db/deskwire/" + dialect))
                .toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !String.valueOf(file.getFileName()).startsWith("V1__"))
                    .sorted()
                    .toList();
        }
    }
}
