package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.intake.Inbox;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.work.Claimed;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurabilityTest {

    private static final int KILLS = 5;

    @TempDir
    private Path folder;

    @Test
    void whatever_was_acknowledged_before_a_kill_is_there_whole_and_once() throws Exception {
        Path acknowledgements = folder.resolve("acknowledged");
        Files.createFile(acknowledgements);
        Random random = new Random();
        for (int kill = 0; kill < KILLS; kill++) {
            Path output = folder.resolve("output" + kill);
            long before = Files.size(acknowledgements);
            Process recorder = ChildJvm.start(
                    Recorder.class,
                    output,
                    List.of("-Xmx256m"),
                    folder.resolve("data").toString(),
                    acknowledgements.toString(),
                    "run" + kill);
            // Killed somewhere in the middle of its work, which it has begun once the file grows.
            while (Files.size(acknowledgements) == before) {
                assertThat(recorder.waitFor(20, TimeUnit.MILLISECONDS))
                        .as("still running: " + Files.readString(output))
                        .isFalse();
            }
            recorder.waitFor(50 + random.nextInt(400), TimeUnit.MILLISECONDS);
            recorder.destroyForcibly().waitFor();
        }

        List<String> keys = completeLines(acknowledgements);
        Map<String, RawInbound> stored = new HashMap<>();
        try (Database database = Database.open(DatabaseSettings.embedded(folder.resolve("data")))) {
            var inbox = database.stores().inbox();
            for (List<Claimed<RawInbound>> some = claim(inbox); !some.isEmpty(); some = claim(inbox)) {
                for (Claimed<RawInbound> claimed : some) {
                    RawInbound raw = claimed.job();
                    assertThat(stored.put(raw.sourceKey(), raw)).as("once").isNull();
                    try (InputStream in = raw.content().open()) {
                        assertThat(in.readAllBytes()).isEqualTo(Recorder.body(raw.sourceKey()));
                    }
                    inbox.settle(claimed.claim(), new Settlement.DeadLetter("seen", null), Recorder.NOW);
                }
            }
            assertThat(stored.keySet()).containsAll(keys);
            assertThat(keys).hasSizeGreaterThan(KILLS);
            // What the last moment left half uploaded belongs to nobody and goes.
            DatabaseSettings settings = DatabaseSettings.embedded(folder.resolve("data"));
            PlainSql.execute(settings, "UPDATE deskwire_upload SET started_at = 0");
            int orphans = PlainSql.texts(settings, "SELECT blob_id FROM deskwire_upload")
                    .size();
            assertThat(database.sweepOrphans(Duration.ofHours(24))).isEqualTo(orphans);
            assertThat(PlainSql.texts(
                            settings,
                            "SELECT blob_id FROM deskwire_chunk WHERE blob_id NOT IN"
                                    + " (SELECT blob_id FROM deskwire_raw WHERE blob_id IS NOT NULL)"))
                    .isEmpty();
        }
    }

    private static List<Claimed<RawInbound>> claim(Inbox inbox) {
        return inbox.claim("acme", "node", 10, 50, Recorder.NOW, Recorder.NOW.plusSeconds(60));
    }

    private static List<String> completeLines(Path file) throws IOException {
        String text = Files.readString(file);
        List<String> lines = new ArrayList<>();
        int from = 0;
        for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
            lines.add(text.substring(from, end).strip());
            from = end + 1;
        }
        return lines;
    }

    @Test
    void a_body_of_150_mb_goes_through_little_memory_into_sqlite_and_back() throws Exception {
        assertPasses("jdbc:sqlite:" + folder.resolve("large.db"), "");
    }

    @Test
    void a_body_of_150_mb_goes_through_little_memory_into_postgresql_and_back() throws Exception {
        assertPasses(PostgresServer.database().url(), "postgres");
    }

    private void assertPasses(String url, String user) throws Exception {
        Path output = folder.resolve("output");
        Process child =
                ChildJvm.start(LargeBody.class, output, List.of("-Xmx256m"), url, user, Long.toString(150L << 20));

        assertThat(child.waitFor(5, TimeUnit.MINUTES)).as("ended").isTrue();

        assertThat(child.exitValue()).as(Files.readString(output)).isZero();
    }
}
