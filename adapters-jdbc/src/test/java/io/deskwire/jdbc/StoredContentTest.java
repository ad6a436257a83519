package io.deskwire.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.message.Content;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredContentTest {

    private static final int LENGTH = 20 * Bodies.CHUNK + 777;

    private final OpenDatabases databases = new OpenDatabases();
    private final AtomicInteger queries = new AtomicInteger();
    private final byte[] bytes = new byte[LENGTH];

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        databases.close();
    }

    @Test
    void what_is_skipped_is_not_read() throws IOException {
        for (StoredContent content : both()) {
            queries.set(0);
            for (int i = 0; i < 10; i++) {
                assertThat(at(content, LENGTH - 5, 5)).isEqualTo(Arrays.copyOfRange(bytes, LENGTH - 5, LENGTH));
            }

            assertThat(queries)
                    .as("one for the length of chunks, then one each")
                    .hasValueLessThanOrEqualTo(11);
        }
    }

    @Test
    void any_bytes_are_found_behind_what_was_skipped() throws IOException {
        Random random = new Random(7);
        for (StoredContent content : both()) {
            try (InputStream stream = content.open()) {
                int at = 0;
                while (at < LENGTH) {
                    int skipped = Math.min(LENGTH - at, random.nextInt(2 * Bodies.CHUNK));
                    stream.skipNBytes(skipped);
                    at += skipped;
                    byte[] some = stream.readNBytes(random.nextInt(Bodies.CHUNK));
                    assertThat(some).isEqualTo(Arrays.copyOfRange(bytes, at, at + some.length));
                    at += some.length;
                }
                assertThat(stream.read()).isEqualTo(-1);
            }
            for (int at : List.of(0, 1, Bodies.CHUNK - 1, Bodies.CHUNK, Bodies.CHUNK + 1, LENGTH - 778, LENGTH - 777)) {
                assertThat(at(content, at, 3)).isEqualTo(Arrays.copyOfRange(bytes, at, at + 3));
            }
            try (InputStream stream = content.open()) {
                assertThat(stream.skip(-1)).isZero();
                assertThat(stream.skip(Long.MAX_VALUE)).isEqualTo(LENGTH);
                assertThat(stream.skip(1)).isZero();
                assertThat(stream.read()).isEqualTo(-1);
            }
            assertThatThrownBy(() -> at(content, LENGTH + 1, 1)).isInstanceOf(EOFException.class);
        }
    }

    private static byte[] at(StoredContent content, long from, int count) throws IOException {
        try (InputStream stream = content.open()) {
            stream.skipNBytes(from);
            return stream.readNBytes(count);
        }
    }

    private List<StoredContent> both() throws IOException {
        new Random(1).nextBytes(bytes);
        return List.of(
                stored(DatabaseSettings.embedded(folder), Dialect.SQLITE),
                stored(PostgresServer.database(), Dialect.POSTGRESQL));
    }

    /** Read on connections of its own, whose queries are counted. */
    private StoredContent stored(DatabaseSettings settings, Dialect dialect) throws IOException {
        Content kept = databases.open(settings).stores().media().keep("acme", new ByteArrayInputStream(bytes));
        Jdbi jdbi = Jdbi.create(new Connections(settings)::single);
        jdbi.setSqlLogger(new SqlLogger() {
            @Override
            public void logAfterExecution(StatementContext context) {
                queries.incrementAndGet();
            }
        });
        return new StoredContent(
                new Reader(jdbi, dialect),
                StoredContent.Place.content("acme", "unused"),
                LENGTH,
                "unused",
                ((StoredContent) kept).blobId(),
                null);
    }
}
