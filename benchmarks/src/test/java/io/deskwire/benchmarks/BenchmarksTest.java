package io.deskwire.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.testkit.mail.DovecotServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every program runs at a tiny size, so that none rots; its figures are not looked at. */
class BenchmarksTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    @Test
    void mailbox_sync_prints_every_client_on_loopback_and_through_the_delay() throws Exception {
        DovecotServer.missing().ifPresent(missing -> {
            System.err.println("SKIPPED mailbox-sync: " + missing);
            Assumptions.abort(missing);
        });

        MailboxSync.run(
                out,
                new Arguments(
                        "messages=20",
                        "size=2000",
                        "rounds=1",
                        "slow-rounds=1",
                        "slow-messages=2",
                        "round-trip=2",
                        "imapflow=no",
                        "warm-up=no"));

        assertThat(printed())
                .contains("20 messages, loopback", "round trip 2 ms")
                .containsPattern("\\| Angus, message by message, stores nothing +\\| [0-9,]+ \\[")
                .containsPattern("\\| Deskwire, durable on SQLite +\\| [0-9,]+ \\[")
                .containsPattern("\\| Deskwire, durable on PostgreSQL +\\| [0-9,]+ \\[");
    }

    @Test
    void accept_http_answers_every_request_on_every_path() throws Exception {
        AcceptHttp.run(out, new Arguments("rounds=1", "millis=200", "generator=own", "warm-up=no"));

        assertThat(printed().lines().filter(line -> line.contains(" | 0 ")))
                .hasSize(7)
                .anyMatch(line -> line.startsWith("| nothing "))
                .anyMatch(line -> line.startsWith("| sqlite-grouped "))
                .anyMatch(line -> line.startsWith("| postgresql-grouped "));
    }

    @Test
    void accept_webhook_proves_and_stores_every_request() throws Exception {
        AcceptWebhook.run(out, new Arguments("rounds=1", "millis=300", "warm-up=no"));

        assertThat(printed().lines().filter(line -> line.contains(" | 0 ")))
                .hasSize(10)
                .anyMatch(line -> line.startsWith("| nothing "))
                .anyMatch(line -> line.startsWith("| sqlite-grouped "))
                .anyMatch(line -> line.startsWith("| postgresql-grouped "));
    }

    @Test
    void intake_counts_tickets_on_both_databases_and_on_two_nodes() throws Exception {
        Intake.run(
                out,
                new Arguments(
                        "rounds=1",
                        "millis=300",
                        "tenants=2",
                        "under-way=8",
                        "warm-up=no",
                        DovecotServer.isInstalled() ? "channels=mailgun,imap" : "channels=mailgun"));

        for (String channel :
                DovecotServer.isInstalled() ? new String[] {"mailgun", "imap"} : new String[] {"mailgun"}) {
            assertThat(printed().lines().filter(line -> line.startsWith("| " + channel + " ")))
                    .as(channel)
                    .hasSize(6);
        }
        assertThat(printed()).contains("| three bare transactions a message ", "At half of that");
    }

    @Test
    void growth_fills_a_database_and_shows_its_pages() throws Exception {
        Growth.run(
                out,
                new Arguments(
                        "few=80",
                        "many=400",
                        "rounds=1",
                        "millis=300",
                        "under-way=8",
                        "channels=mailgun",
                        "databases=postgresql",
                        "pages=2"));

        assertThat(printed())
                .contains("postgresql: 400 messages filled in")
                .containsPattern("\\| mailgun +\\| [0-9,]+ \\[")
                .contains("| console: a ticket ", "| API: tickets, first page ");
    }

    @Test
    void fairness_measures_a_trickle_beside_every_trouble() throws Exception {
        boolean dovecot = DovecotServer.isInstalled();
        Fairness.run(
                out,
                new Arguments(
                        "rounds=1",
                        "millis=600",
                        "queued=50",
                        "databases=sqlite",
                        "hung-tenants=2",
                        dovecot ? "troubles=queued,hung-many" : "troubles=queued"));

        assertThat(printed()).contains("| queued ");
        if (dovecot) {
            assertThat(printed()).contains("| hung-many ");
        }
    }

    @Test
    void large_mail_becomes_a_ticket() throws Exception {
        LargeMail.run(out, new Arguments("rounds=1", "megabytes=2", "least-heap=128m"));

        assertThat(printed()).contains("| 1 MB ", "| 2 MB ", "| 128m ");
    }

    @Test
    void parse_reads_every_shape_of_mail_and_files_of_a_folder_in_every_way(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("a.eml"), "From: a@kunde.example\r\n\r\nHello");

        ParseSpeed.run(out, new Arguments("messages=100", "rounds=1", "warm-up=0", "dir=" + folder, "copies=3"));

        assertThat(printed())
                .contains("103 mails", "| bounce ", "| newsletter ", "text, reply, kind")
                .containsPattern("\\| Deskwire, parse +\\| [0-9,]+ \\[[^|]+\\| [0-9,]+ +(\\|[^|]+){3}\\| 0 +\\|")
                .containsPattern("\\| Angus, the same fields, texts, files hashed +\\| [0-9,]+ \\[");
    }

    @Test
    void hostile_mail_is_read_at_two_sizes() throws Exception {
        HostileMail.run(out, new Arguments("rounds=1", "percent=1"));

        assertThat(printed()).contains("| a file of 150 MB ", "| multiparts, 20,000 deep ", "too-deep", "second");
    }

    @Test
    void idle_memory_holds_connections_in_every_way() throws Exception {
        IdleMemory.run(
                out,
                new Arguments(
                        "mailboxes=10",
                        "rounds=1",
                        "jdks=this",
                        "transports=plain",
                        "ways=engine,watch,angus",
                        "settle=1"));

        assertThat(printed())
                .contains(
                        "10 idle IMAP connections", "the whole engine", "ChannelWatch alone", "a platform thread each");
    }

    @Test
    void start_waits_for_the_line_that_says_ready(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("fake.jar");
        jar(jar, FakeServer.class);

        Start.run(out, new Arguments("jar=" + jar, "rounds=1", "jdks=this", "warm-up=no"));

        assertThat(printed()).contains("first start, empty data folder", "later start, AppCDS");
    }

    @Test
    void start_says_how_to_build_a_jar_that_is_missing(@TempDir Path folder) throws Exception {
        Start.run(out, new Arguments("jar=" + folder.resolve("none.jar")));

        assertThat(printed()).contains("mvn -q -pl app-javalin -am -DskipTests package");
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static void jar(Path jar, Class<?> main) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        String entry = main.getName().replace('.', '/') + ".class";
        try (JarOutputStream file = new JarOutputStream(Files.newOutputStream(jar), manifest);
                InputStream bytes = Objects.requireNonNull(main.getResourceAsStream("/" + entry))) {
            file.putNextEntry(new ZipEntry(entry));
            bytes.transferTo(file);
            file.closeEntry();
        }
    }
}
