package io.deskwire.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Installation;
import io.deskwire.app.InstallationKeys;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.config.ChannelConfig;
import io.deskwire.threading.ThreadTokens;
import io.deskwire.work.Ids;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysTest {

    private static final String OLD = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String NEW = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    @TempDir
    Path folder;

    private Settings settings(Map<Setting, String> more) {
        Map<Setting, String> all = new java.util.EnumMap<>(Setting.class);
        all.put(Setting.DATA_DIR, folder.toString());
        all.putAll(more);
        return Settings.read(all, Map.of());
    }

    private void configure(Settings settings) {
        try (Installation installation = Installation.open(settings, Clock.systemUTC())) {
            for (int i = 0; i < 3; i++) {
                installation
                        .config()
                        .put(ChannelConfig.of(
                                "acme",
                                "support" + i,
                                "imap",
                                Map.of(
                                        "host",
                                        "mail.acme.example",
                                        "username",
                                        "u",
                                        "password",
                                        List.of("one" + i, "two" + i)),
                                null));
            }
        }
    }

    private List<Object> passwords(Settings settings) {
        try (Installation installation = Installation.open(settings, Clock.systemUTC())) {
            return installation.config().all().stream()
                    .map(channel -> channel.config().get("password"))
                    .toList();
        }
    }

    private static final List<Object> EXPECTED = IntStream.range(0, 3)
            .<Object>mapToObj(i -> List.of("one" + i, "two" + i))
            .toList();

    @Test
    void a_generated_key_is_renewed_and_threads_that_the_old_one_signed_are_known() throws Exception {
        Settings settings = settings(Map.of());
        configure(settings);
        String conversation = Ids.next(Instant.EPOCH);
        InstallationKeys before = InstallationKeys.load(settings, false);
        String token = new ThreadTokens(before.threadKey()).sign("acme", conversation);

        Cli.Result result = Cli.run("keys", "rotate", "--data-dir", folder.toString());

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("6 of 6 secrets");
        InstallationKeys after = InstallationKeys.load(settings, false);
        assertThat(after.masterKey()).isNotEqualTo(before.masterKey());
        assertThat(Files.readAllLines(folder.resolve("master.key"))).hasSize(2);
        assertThat(passwords(settings)).isEqualTo(EXPECTED);
        // What is stored is under the new key alone.
        Files.writeString(folder.resolve("master.key"), after.masterKey().reveal() + "\n");
        assertThat(passwords(settings)).isEqualTo(EXPECTED);
        assertThat(new ThreadTokens(after.threadKey(), after.formerThreadKeys()).verify("acme", token))
                .contains(conversation);
    }

    @Test
    void a_configured_key_is_renewed_while_nodes_know_both() {
        configure(settings(Map.of(Setting.MASTER_KEY, OLD)));

        Cli.Result result = Cli.run("keys", "rotate", "--data-dir", folder.toString(), "--master-key", NEW + "," + OLD);

        assertThat(result.status()).as(result.err()).isZero();
        assertThat(result.out()).contains("6 of 6 secrets");
        assertThat(passwords(settings(Map.of(Setting.MASTER_KEY, NEW)))).isEqualTo(EXPECTED);
        assertThat(Cli.run("keys", "rotate", "--data-dir", folder.toString(), "--master-key", NEW)
                        .out())
                .as("once more changes nothing")
                .contains("6 of 6");
    }

    @Test
    void without_the_old_key_it_is_said_what_could_not_be_read_and_nothing_is_lost() {
        configure(settings(Map.of(Setting.MASTER_KEY, OLD)));

        Cli.Result result = Cli.run("keys", "rotate", "--data-dir", folder.toString(), "--master-key", NEW);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("0 of 6 secrets");
        assertThat(result.err())
                .contains("acme/support0 config.password")
                .contains("which is not here")
                .doesNotContain("\tat ");
        assertThat(passwords(settings(Map.of(Setting.MASTER_KEY, OLD)))).isEqualTo(EXPECTED);
    }

    @Test
    void a_running_server_keeps_its_generated_key() throws Exception {
        configure(settings(Map.of()));
        try (Cli.Serving serving = Cli.Serving.start(folder, Map.of())) {
            serving.awaitReady();
            Cli.Result result = Cli.run("keys", "rotate", "--data-dir", folder.toString());
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err()).contains("another server is running");
            serving.terminate();
            serving.awaitEnd();
        }
        assertThat(Files.readAllLines(folder.resolve("master.key"))).hasSize(1);
        assertThat(passwords(settings(Map.of()))).isEqualTo(EXPECTED);
    }
}
