package io.deskwire.benchmarks;

import io.deskwire.config.Secret;
import io.deskwire.jdbc.Database;
import io.deskwire.jdbc.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.stream.Stream;

/** Fresh databases that sync to disk before they say so, and their removal. */
final class Databases implements AutoCloseable {

    private final Path folder = Files.createTempDirectory("deskwire-benchmark");
    private final EmbeddedPostgres postgres;
    private int made;

    Databases() throws IOException {
        this("");
    }

    /**
     * @param settings further settings of PostgreSQL, {@code name:value} with commas between; may be empty
     */
    Databases(String settings) throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        for (String setting : settings.isEmpty() ? new String[0] : settings.split(",", -1)) {
            String[] parts = setting.split(":", 2);
            builder.setServerConfig(parts[0], parts[1]);
        }
        // Without these settings the embedded server never syncs.
        postgres = builder.setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setDataDirectory(folder.resolve("postgresql"))
                .setCleanDataDirectory(false)
                .start();
    }

    /** Processor time that PostgreSQL has used so far; of its connections, those that are open. */
    Duration postgresqlCpu() throws IOException {
        long pid =
                Long.parseLong(Files.readAllLines(folder.resolve("postgresql").resolve("postmaster.pid"))
                        .get(0)
                        .strip());
        return ProcessHandle.of(pid).stream()
                .flatMap(postmaster -> Stream.concat(Stream.of(postmaster), postmaster.descendants()))
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /** Bytes that PostgreSQL has written to its log since it began, whole pages after checkpoints among them. */
    long postgresqlLogBytes() throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT wal_bytes FROM pg_stat_wal")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** A new SQLite file. */
    DatabaseSettings sqlite() throws IOException {
        return DatabaseSettings.embedded(Files.createDirectory(folder.resolve("sqlite" + made++)));
    }

    /** A new PostgreSQL database. */
    DatabaseSettings postgresql() throws SQLException {
        String name = "bench" + made++;
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        }
        return DatabaseSettings.of(postgres.getJdbcUrl("postgres", name), "postgres", Secret.of(""));
    }

    Database open(boolean sqlite) throws IOException, SQLException {
        return Database.open(sqlite ? sqlite() : postgresql());
    }

    @Override
    public void close() throws IOException {
        postgres.close();
        delete(folder);
    }

    static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
