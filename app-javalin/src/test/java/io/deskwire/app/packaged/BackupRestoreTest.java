package io.deskwire.app.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of "Backup and restore" in docs/operations.md, with mail before and after the backup. */
class BackupRestoreTest {

    private static final String TENANT = "/api/v1/tenants/acme";
    private static final String MASTER_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private final Page page = Page.of("docs/operations.md");

    @TempDir
    Path folder;

    @Test
    void the_embedded_database_is_backed_up_while_it_works_and_restored() throws Exception {
        Path jar = BuiltJar.required();
        require("/usr/bin/sqlite3", "sqlite3");
        Shell shell = new Shell(folder, List.of(), Map.of("DESKWIRE_JAR", jar.toString()));
        try (JarServer server = JarServer.start(jar, folder, Map.of())) {
            fill(server);
            run(shell, "backup-embedded");
            late(server);
        }

        run(shell, "restore-embedded");

        Path restored = folder.resolve("restored");
        try (JarServer server = JarServer.start(jar, folder, Map.of("DESKWIRE_DATA_DIR", restored.toString()))) {
            stands(server);
        }
    }

    @Test
    void a_postgresql_database_is_backed_up_while_it_works_and_restored() throws Exception {
        Path jar = BuiltJar.required();
        require("/usr/bin/pg_dump", "postgresql-client");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().start()) {
            for (String database : List.of("deskwire", "restored")) {
                try (var connection = postgres.getPostgresDatabase().getConnection();
                        var statement = connection.createStatement()) {
                    statement.execute("CREATE DATABASE " + database);
                }
            }
            String address = "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/";
            Shell shell = new Shell(
                    folder, List.of(), Map.of("DATABASE", address + "deskwire", "RESTORED", address + "restored"));
            try (JarServer server = JarServer.start(jar, folder, on(postgres, "deskwire"))) {
                fill(server);
                run(shell, "backup-postgresql");
                late(server);
            }

            run(shell, "restore-postgresql");

            try (JarServer server = JarServer.start(jar, folder, on(postgres, "restored"))) {
                stands(server);
            }
        }
    }

    private static Map<String, String> on(EmbeddedPostgres postgres, String database) {
        Map<String, String> environment = new HashMap<>();
        environment.put("DESKWIRE_DB_URL", "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + database);
        environment.put("DESKWIRE_DB_USER", "postgres");
        environment.put("DESKWIRE_DB_PASSWORD", "postgres");
        environment.put("DESKWIRE_MASTER_KEY", MASTER_KEY);
        return environment;
    }

    /** A channel with secrets, and a mail that becomes a ticket. */
    private static void fill(JarServer server) throws Exception {
        Map<String, Object> config = Map.of(
                "api_key", "server token",
                "email_address", "support@acme.example",
                "webhook_username", "postmark",
                "webhook_password", "hook secret",
                "webhook_url", "https://desk.example/webhooks/postmark/acme/support");
        assertThat(server.call("PUT", TENANT + "/channels/support", Map.of("provider", "postmark", "config", config))
                        .status())
                .isEqualTo(201);
        assertThat(mail(server, "one", "Before the backup")).isEqualTo(200);
        await(server, "Before the backup");
    }

    private static void late(JarServer server) throws Exception {
        assertThat(mail(server, "two", "After the backup")).isEqualTo(200);
        await(server, "After the backup");
    }

    /** What the backup holds is there, secrets included; what comes again is not doubled, and what it lacks comes in. */
    private static void stands(JarServer server) throws Exception {
        assertThat(subjects(server)).containsExactly("Before the backup");
        assertThat(mail(server, "one", "Before the backup")).isEqualTo(200);
        assertThat(mail(server, "two", "After the backup")).isEqualTo(200);
        await(server, "After the backup");
        assertThat(subjects(server)).containsExactlyInAnyOrder("Before the backup", "After the backup");
    }

    private static int mail(JarServer server, String id, String subject) throws Exception {
        String raw = "From: ann@customer.example\r\nTo: support@acme.example\r\nMessage-ID: <" + id
                + "@customer.example>\r\nSubject: " + subject + "\r\n\r\nHello\r\n";
        return server.push(
                        "/webhooks/postmark/acme/support",
                        "postmark:hook secret",
                        Map.of(
                                "MessageID", id + "-2f4b-4d0c-9d0a-000000000000",
                                "From", "ann@customer.example",
                                "FromFull", Map.of("Email", "ann@customer.example", "Name", "", "MailboxHash", ""),
                                "To", "support@acme.example",
                                "ToFull", List.of(Map.of("Email", "support@acme.example", "Name", "")),
                                "OriginalRecipient", "support@acme.example",
                                "Subject", subject,
                                "TextBody", "Hello",
                                "RawEmail", raw))
                .status();
    }

    private static List<String> subjects(JarServer server) throws Exception {
        return server.call("GET", TENANT + "/tickets", null).each("subject");
    }

    private static void await(JarServer server, String subject) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!subjects(server).contains(subject)) {
            assertThat(System.nanoTime())
                    .as("no ticket \"%s\" within a minute", subject)
                    .isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
        }
    }

    private void run(Shell shell, String block) throws Exception {
        Shell.Result result = shell.run(page.block(block));
        assertThat(result.status()).as(block + ": " + result.output()).isZero();
    }

    private static void require(String program, String debianPackage) {
        if (!Files.isExecutable(Path.of(program))) {
            System.err.println("SKIPPED: a backup was not tried; install the Debian package " + debianPackage);
            assumeTrue(false, program + " is not installed");
        }
    }
}
