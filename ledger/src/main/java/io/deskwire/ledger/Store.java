package io.deskwire.ledger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The database under the servers: the embedded SQLite file, or a PostgreSQL that can be brought down. */
final class Store implements AutoCloseable {

    /** Then PostgreSQL, which refuses to run as root, is started as somebody else. */
    private static final boolean ROOT = "root".equals(System.getProperty("user.name"));

    private final Path dataDir;
    private final boolean isPostgresql;
    private @Nullable EmbeddedPostgres postgres;
    private int port;

    /**
     * @param folder where the database lies
     */
    Store(Path folder, boolean postgresql) throws IOException, SQLException {
        this.isPostgresql = postgresql;
        this.dataDir = folder.resolve(postgresql ? "postgresql" : "node0");
        if (postgresql) {
            EmbeddedPostgres started = launch();
            port = started.getPort();
            try (Connection connection = started.getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE ledger");
            }
        }
    }

    private EmbeddedPostgres launch() throws IOException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setDataDirectory(dataDir)
                .setCleanDataDirectory(false)
                // Without these settings the embedded server never syncs.
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "200");
        postgres = builder.start();
        return postgres;
    }

    boolean isPostgresql() {
        return isPostgresql;
    }

    /** What servers are told of it. */
    Map<String, String> environment() {
        // Every node has to have the same key; it protects nothing here.
        String key = Base64.getEncoder().encodeToString("the ledger's key for tests only.".getBytes());
        return isPostgresql
                ? Map.of(
                        "DESKWIRE_DB_URL",
                        url(),
                        "DESKWIRE_DB_USER",
                        "postgres",
                        "DESKWIRE_DB_PASSWORD",
                        "none",
                        "DESKWIRE_MASTER_KEY",
                        key)
                : Map.of("DESKWIRE_MASTER_KEY", key);
    }

    private String url() {
        return isPostgresql
                ? "jdbc:postgresql://127.0.0.1:" + port + "/ledger"
                : "jdbc:sqlite:" + dataDir.resolve("deskwire.db");
    }

    /** For the auditor, beside the servers. */
    Connection connect() throws SQLException {
        return isPostgresql
                ? DriverManager.getConnection(url(), "postgres", "none")
                : DriverManager.getConnection(url());
    }

    /** The files that grow with what is stored. */
    long largestFile() {
        long largest = 0;
        for (String name : new String[] {"deskwire.db", "deskwire.db-wal"}) {
            try {
                largest = Math.max(largest, Files.size(dataDir.resolve(name)));
            } catch (IOException e) {
                // Not there yet.
            }
        }
        return largest;
    }

    /** Ends PostgreSQL at once, as a power cut would as far as its clients can tell, and starts it again. */
    void restart() throws IOException, InterruptedException {
        long pid = Long.parseLong(
                Files.readAllLines(dataDir.resolve("postmaster.pid")).get(0).strip());
        List<String> command = new ArrayList<>(ROOT ? List.of("unshare", "-U") : List.of());
        // As it was started: the program, then its options in quotation marks.
        for (String word :
                Files.readString(dataDir.resolve("postmaster.opts")).strip().split(" (?=\")", -1)) {
            command.add(word.replace("\"", ""));
        }
        Optional<ProcessHandle> postmaster = ProcessHandle.of(pid);
        // SIGQUIT is what pg_ctl stop -m immediate sends: no checkpoint, recovery at the next start.
        new ProcessBuilder("kill", "-QUIT", String.valueOf(pid)).start().waitFor();
        long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (postmaster.filter(ProcessHandle::isAlive).isPresent()) {
            await(deadline, "to end");
        }
        new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        dataDir.resolve("restarts.log").toFile()))
                .start();
        while (!isUp()) {
            await(deadline, "to start");
        }
    }

    private static void await(long deadline, String what) throws IOException, InterruptedException {
        if (System.nanoTime() > deadline) {
            throw new IOException("PostgreSQL took too long " + what);
        }
        Pause.millis(100);
    }

    private boolean isUp() {
        try (Connection connection = connect()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (postgres != null) {
            try {
                postgres.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
