package io.deskwire.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Installation;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.json.Json;
import io.deskwire.message.Envelope;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quarantine from the command line. */
class DeadLettersTest {

    @TempDir
    Path folder;

    @BeforeEach
    void giveUpOne() {
        Settings settings = Settings.read(Map.of(Setting.DATA_DIR, folder.toString()), Map.of());
        try (Installation installation = Installation.open(settings, Clock.systemUTC())) {
            installation
                    .config()
                    .put(new ChannelConfig(
                            "acme",
                            "support",
                            "imap",
                            Map.of("host", "h.example", "username", "u@h.example", "password", "x"),
                            null,
                            Map.of(),
                            false,
                            List.of()));
            // A format that no decoder here reads: given up at once.
            installation
                    .deskwire()
                    .channels()
                    .receive(
                            "acme",
                            "support",
                            new RawItem(
                                    "key-1",
                                    "carrier-pigeon",
                                    Envelope.unknown(),
                                    null,
                                    Map.of(),
                                    RawBody.of("coo".getBytes(UTF_8))));
            installation.deskwire().fileOnce();
        }
    }

    private Cli.Result run(String... args) {
        String[] line = new String[args.length + 3];
        line[0] = "dead-letters";
        line[1] = args[0];
        line[2] = "--data-dir";
        line[3] = folder.toString();
        System.arraycopy(args, 1, line, 4, args.length - 1);
        return Cli.run(line);
    }

    private String id() {
        return String.valueOf(
                Json.strict().parseObject(run("list", "--json").out()).get("id"));
    }

    @Test
    void all_of_one_reason_are_counted_and_tried_again() {
        assertThat(run("groups").out()).startsWith("1  acme  intake").contains("carrier-pigeon");
        String reason = String.valueOf(
                Json.strict().parseObject(run("list", "--json").out()).get("reason"));

        assertThat(run("retry", "--reason", "another").out()).contains("0 put back");
        assertThat(run("retry", "--before", "2020-01-01T00:00:00Z").out()).contains("0 put back");
        assertThat(run("retry", "--reason", reason, "--from", "2020-01-01T00:00:00Z")
                        .out())
                .contains("1 put back");
        assertThat(run("groups").out()).as("it failed again").startsWith("1  acme");
    }

    @Test
    void corrected_bytes_take_the_place_of_the_old_ones() throws Exception {
        String id = id();
        Path file = folder.resolve("corrected");
        Files.writeString(file, "coo coo");

        Cli.Result result = run("replace", id, file.toString());

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(run("show", id).err()).contains("no dead letter");
        assertThat(run("list", "--json").out())
                .as("given up again, with the new bytes: there is still no decoder")
                .contains("\"raw_size\":7");
    }

    @Test
    void it_is_listed_and_shown_with_its_reason() {
        assertThat(run("list").out()).contains("acme/support").contains("carrier-pigeon");
        assertThat(run("list", "--tenant", "other").out()).contains("no dead letters");
        Map<String, Object> shown = Json.strict().parseObject(run("show", id()).out());
        assertThat(shown).containsEntry("stage", "intake").containsEntry("raw_size", 3L);
        assertThat(run("show", "none").status()).isEqualTo(1);
    }

    @Test
    void its_raw_bytes_are_written_to_a_file_and_never_over_one() {
        Path out = folder.resolve("out");
        assertThat(run("export", "--output", out.toString()).status()).isZero();
        assertThat(out.resolve(id() + ".bin")).hasContent("coo");
        assertThat(run("export", "--output", out.toString()).status()).isEqualTo(1);
        assertThat(Files.exists(out)).isTrue();
    }

    @Test
    void tried_again_it_fails_again_under_a_new_id() {
        String before = id();
        assertThat(run("retry", before).out()).contains("1 put back to work");
        assertThat(id()).isNotEqualTo(before);
    }

    @Test
    void discarded_it_is_gone() {
        assertThat(run("discard", "--comment", "a joke", id()).status()).isZero();
        assertThat(run("list").out()).contains("no dead letters");
    }
}
