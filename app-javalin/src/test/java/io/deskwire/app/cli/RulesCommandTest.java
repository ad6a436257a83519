package io.deskwire.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Installation;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.config.ChannelConfig;
import io.deskwire.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesCommandTest {

    @TempDir
    Path folder;

    private Path file(String name, String text) throws Exception {
        return Files.writeString(folder.resolve(name), text);
    }

    private Cli.Result dryRun(String... more) {
        String[] line = {"rules", "dry-run", "--data-dir", data(), "--tenant", "acme", "--channel", "support"};
        String[] all = new String[line.length + more.length];
        System.arraycopy(line, 0, all, 0, line.length);
        System.arraycopy(more, 0, all, line.length, more.length);
        return Cli.run(all);
    }

    private String data() {
        return folder.resolve("data").toString();
    }

    @Test
    void a_documents_problems_are_named_with_their_paths() throws Exception {
        Path good = file(
                "good.json",
                "{\"rules\":[{\"name\":\"a\",\"when\":{\"subject\":{\"matches\":\"^x+$\"}},"
                        + "\"then\":{\"drop\":\"x\"}}]}");
        Path bad = file(
                "bad.json",
                "{\"rules\":[{\"name\":\"a\",\"when\":{\"subject\":{\"matches\":\"(\"}},"
                        + "\"then\":{\"prio\":\"x\"}}]}");

        assertThat(Cli.run("rules", "check", good.toString()).out()).isEqualToIgnoringNewLines("no problems");
        Cli.Result refused = Cli.run("rules", "check", bad.toString());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out())
                .contains("parser_config.rules[0].when.subject.matches: ")
                .contains("parser_config.rules[0].then.prio: ");
        assertThat(Cli.run("rules", "check", file("no.json", "[").toString()).status())
                .isEqualTo(1);
        assertThat(Cli.run("rules", "check", folder.resolve("missing.json").toString())
                        .status())
                .isEqualTo(1);
    }

    @Test
    void a_dry_run_says_what_would_change_in_stored_mail() throws Exception {
        Settings settings = Settings.read(Map.of(Setting.DATA_DIR, data()), Map.of());
        try (Installation installation = Installation.open(settings, Clock.systemUTC())) {
            installation
                    .config()
                    .put(new ChannelConfig(
                            "acme",
                            "support",
                            "imap",
                            Map.of("host", "mail.acme.example", "username", "support@acme.example", "password", "x"),
                            null,
                            Map.of(),
                            false,
                            List.of()));
        }
        for (String subject : List.of("News of May", "Broken")) {
            Path mail = file(
                    subject + ".eml",
                    "From: Ann <a@b.example>\nTo: support@acme.example\nSubject: " + subject + "\nMessage-ID: <"
                            + subject.hashCode() + "@b.example>\n\nText of " + subject + "\n");
            assertThat(Cli.run(
                                    "import",
                                    "--data-dir",
                                    data(),
                                    "--tenant",
                                    "acme",
                                    "--channel",
                                    "support",
                                    mail.toString())
                            .status())
                    .isZero();
        }
        Path rules = file(
                "rules.json",
                "{\"rules\":[{\"name\":\"news\",\"when\":{\"subject\":\"news\"},"
                        + "\"then\":{\"drop\":\"nobody reads these\"}}]}");

        Cli.Result own = dryRun();
        assertThat(own.err()).isEmpty();
        assertThat(own.out())
                .isEqualToIgnoringNewLines("2 looked at, 0 would change, 0 that rules are not asked about");

        Cli.Result tried = dryRun("--file", rules.toString());
        assertThat(tried.out().lines()).hasSize(2);
        assertThat(tried.out())
                .contains("passed  ->  dropped, rule 'news': nobody reads these")
                .contains("2 looked at, 1 would change");

        List<String> lines = dryRun("--file", rules.toString(), "--json", "--limit", "1")
                .out()
                .lines()
                .toList();
        assertThat(lines)
                .singleElement()
                .satisfies(line -> assertThat(Json.strict().parseObject(line))
                        .containsEntry("subject", "Broken")
                        .containsEntry("changed", false));
        assertThat(Cli.run("rules", "dry-run", "--data-dir", data(), "--tenant", "acme", "--channel", "none")
                        .err())
                .contains("has no channel none");
    }
}
