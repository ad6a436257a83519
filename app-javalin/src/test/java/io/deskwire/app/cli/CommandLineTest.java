package io.deskwire.app.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.Installation;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.config.ChannelConfig;
import io.deskwire.testkit.mail.GreenMailServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @TempDir
    Path folder;

    private Path dataDir;

    @BeforeEach
    void nameFolder() {
        dataDir = folder.resolve("data");
    }

    private Settings settings() {
        return Settings.read(Map.of(Setting.DATA_DIR, dataDir.toString()), Map.of());
    }

    private void configure() {
        try (Installation installation = Installation.open(settings(), Clock.systemUTC())) {
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
    }

    private Path mails() throws Exception {
        Path box = folder.resolve("mails.mbox");
        Files.writeString(box, """
                From a@b.example Sun Nov 22 09:00:00 2026
                From: Ann <a@b.example>
                To: support@acme.example
                Subject: One
                Message-ID: <one@b.example>

                >From the start it did not work.

                From a@b.example Sun Nov 22 09:01:00 2026
                From: Ann <a@b.example>
                To: support@acme.example
                Subject: Re: One
                Message-ID: <two@b.example>
                In-Reply-To: <one@b.example>

                Still not.
                """);
        return box;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "serve --help",
                "demo --help",
                "explain --help",
                "import --help",
                "dead-letters --help",
                "dead-letters list --help",
                "dead-letters show --help",
                "dead-letters retry --help",
                "dead-letters discard --help",
                "dead-letters export --help",
                "rules --help",
                "rules check --help",
                "rules dry-run --help",
                "doctor --help"
            })
    void help_is_everywhere(String line) {
        Cli.Result result = Cli.run(line.split(" "));
        assertThat(result.status()).isZero();
        assertThat(result.out()).startsWith("Usage: deskwire").contains("--debug");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "serve --nonsense",
                "serve --port many",
                "explain",
                "import --tenant t x",
                "dead-letters",
                "dead-letters show",
                "rules",
                "rules dry-run --tenant t",
                "rules dry-run --tenant t --channel c --limit 0",
                "doctor --channel c"
            })
    void wrong_usage_is_2_and_one_line(String line) {
        Cli.Result result = Cli.run(line.split(" "));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err().lines()).hasSize(1);
        assertThat(result.err()).startsWith("deskwire: ");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void explain_believes_the_servers_that_it_is_told_to() throws IOException {
        Path mail = Files.createDirectories(dataDir).resolve("mail.eml");
        Files.writeString(mail, """
                Received: from mx.example by mail.desk.example; Mon, 2 Mar 2026 12:00:00 +0000
                Authentication-Results: mx.example; dmarc=pass
                From: a@b.example

                Hello
                """);
        assertThat(Cli.run("explain", "--json", mail.toString()).out()).doesNotContain("\"dmarc\":\"pass\"");
        assertThat(Cli.run("explain", "--json", "--authserv-id", "mx.example", mail.toString())
                        .out())
                .contains("\"dmarc\":\"pass\"");
    }

    @Test
    void a_failure_is_1_and_one_line_and_debug_shows_where() {
        String[] line = {"serve", "--data-dir", dataDir.toString(), "--db-url", "jdbc:postgresql://127.0.0.1:1/none"};
        Cli.Result shared = Cli.run(line);
        assertThat(shared.status()).isEqualTo(1);
        assertThat(shared.err().lines()).hasSize(1);
        assertThat(shared.err()).contains("DESKWIRE_MASTER_KEY");
        Cli.Result debug = Cli.run(line[0], "--debug", line[1], line[2], line[3], line[4]);
        assertThat(debug.status()).isEqualTo(1);
        assertThat(debug.err()).contains("\tat io.deskwire");
    }

    @Test
    void stored_mail_is_imported_once_and_filed_at_once() throws Exception {
        configure();
        String[] line = {
            "import", "--data-dir", dataDir.toString(), "--tenant", "acme", "--channel", "support", mails().toString()
        };
        Cli.Result first = Cli.run(line);
        assertThat(first.err()).isEmpty();
        assertThat(first.status()).isZero();
        assertThat(first.out()).isEqualToIgnoringNewLines("2 new, 0 known");
        assertThat(Cli.run(line).out()).isEqualToIgnoringNewLines("0 new, 2 known");
        try (Installation installation = Installation.open(settings(), Clock.systemUTC())) {
            var tickets =
                    installation.tickets().list("acme", null, null, null, 10).items();
            assertThat(tickets).hasSize(1);
            var messages = installation
                    .deskwire()
                    .messages()
                    .ofConversation("acme", tickets.get(0).conversationId());
            assertThat(messages).hasSize(2);
            try (var raw = installation
                    .deskwire()
                    .messages()
                    .raw("acme", messages.get(0).id())
                    .orElseThrow()
                    .open()) {
                assertThat(new String(raw.readAllBytes(), UTF_8)).contains("\nFrom the start it did not work.");
            }
        }
    }

    @Test
    void importing_into_nothing_fails() throws Exception {
        Cli.Result result = Cli.run(
                "import",
                "--data-dir",
                dataDir.toString(),
                "--tenant",
                "acme",
                "--channel",
                "none",
                mails().toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("no channel none");
    }

    @Test
    void the_doctor_writes_a_support_bundle_once() throws Exception {
        Path file = dataDir.resolve("bundle.zip");

        Cli.Result written = Cli.run("doctor", "--data-dir", dataDir.toString(), "--bundle", file.toString());
        Cli.Result again = Cli.run("doctor", "--data-dir", dataDir.toString(), "--bundle", file.toString());

        assertThat(written.status()).as(written.out() + written.err()).isZero();
        assertThat(written.out()).contains("✓ support bundle");
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(zip.stream().map(ZipEntry::getName)).contains("README.txt", "versions.json", "settings.json");
        }
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.out()).contains("✗ support bundle").contains("not overwritten");
    }

    @Test
    void the_doctor_looks_at_everything_and_fails_when_something_does() {
        Cli.Result well = Cli.run("doctor", "--data-dir", dataDir.toString());
        assertThat(well.out()).contains("✓ data folder", "✓ keys", "✓ database").doesNotContain("✗");
        assertThat(well.status()).isZero();
        configure();
        Cli.Result ill = Cli.run("doctor", "--data-dir", dataDir.toString(), "--tenant", "acme", "--channel", "none");
        assertThat(ill.out()).contains("✗ channel");
        assertThat(ill.status()).isEqualTo(1);
        Cli.Result away = Cli.run(
                "doctor",
                "--data-dir",
                dataDir.toString(),
                "--db-url",
                "jdbc:postgresql://127.0.0.1:1/none",
                "--master-key",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
        assertThat(away.out()).contains("✗ database");
        assertThat(away.status()).isEqualTo(1);
    }

    @Test
    void the_doctor_takes_the_same_steps_as_the_guided_page() {
        try (GreenMailServer mail = GreenMailServer.start()) {
            mail.createMailbox("support@acme.example", "right");
            String[] line = {"doctor", "--data-dir", dataDir.toString(), "--tenant", "acme", "--channel", "mail"};
            mailbox(mail, "wrong");
            Cli.Result ill = Cli.run(privately(line));
            assertThat(ill.out())
                    .contains(
                            "✓ The document is saved: it has no problems",
                            "✗ imap.login",
                            "✗ The credentials work: imap.login")
                    .doesNotContain("wrong");
            assertThat(ill.status()).isEqualTo(1);

            mailbox(mail, "right");
            Cli.Result well = Cli.run(privately(line));
            assertThat(well.out())
                    .contains(
                            "✓ The credentials work: all ",
                            "… The first message has arrived: nothing was received yet",
                            "Write to support@acme.example")
                    .doesNotContain("✗");
            assertThat(well.status()).isZero();
        }
    }

    private static String[] privately(String[] line) {
        String[] all = Arrays.copyOf(line, line.length + 2);
        all[line.length] = "--allow-private-endpoints";
        all[line.length + 1] = "true";
        return all;
    }

    private void mailbox(GreenMailServer mail, String password) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "host",
                "127.0.0.1",
                "port",
                (long) mail.imapPort(),
                "username",
                "support@acme.example",
                "password",
                password,
                "use_ssl",
                false,
                "use_tls",
                false,
                "smtp_port",
                (long) mail.smtpPort().orElseThrow(),
                "smtp_use_ssl",
                false,
                "smtp_use_tls",
                false));
        try (Installation installation = Installation.open(settings(), Clock.systemUTC())) {
            installation.config().put(ChannelConfig.of("acme", "mail", "imap", config, "support@acme.example"));
        }
    }
}
