package io.deskwire.jdbc;

import io.deskwire.config.Secret;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which database, and how much of it may be used at once.
 *
 * @param url JDBC URL: {@code jdbc:sqlite:FILE} or {@code jdbc:postgresql:…}
 * @param user its user, or null
 * @param password its password, or null
 * @param poolSize connections for reading and, on PostgreSQL, claiming; the writer has one more of its own
 * @param queueCapacity batches that may wait for the writer; more are refused at once
 * @param queueBytes bytes of bodies that may wait for the writer; more are refused at once
 */
public record DatabaseSettings(
        String url,
        @Nullable String user,
        @Nullable Secret password,
        int poolSize,
        int queueCapacity,
        long queueBytes) {

    public DatabaseSettings {
        Objects.requireNonNull(url, "url");
        if (!url.startsWith("jdbc:sqlite:") && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("the database URL must start with jdbc:sqlite: or jdbc:postgresql:");
        }
        if (url.contains("reWriteBatchedInserts=true")) {
            throw new IllegalArgumentException(
                    "remove reWriteBatchedInserts from the database URL: with it the driver does not"
                            + " say which rows of a batch were new");
        }
        if (poolSize < 1 || queueCapacity < 1 || queueBytes < 1) {
            throw new IllegalArgumentException("pool size, queue capacity and queue bytes must be positive");
        }
    }

    /** A database with the usual limits: 8 connections, 4,096 waiting batches, 64 MiB of waiting bodies. */
    public static DatabaseSettings of(String url, @Nullable String user, @Nullable Secret password) {
        return new DatabaseSettings(url, user, password, 8, 4096, 64L << 20);
    }

    /** The embedded database: the file {@code deskwire.db} in a folder, made where it is missing. */
    public static DatabaseSettings embedded(Path dataDir) {
        return of("jdbc:sqlite:" + dataDir.resolve("deskwire.db").toAbsolutePath(), null, null);
    }

    public DatabaseSettings withPoolSize(int size) {
        return new DatabaseSettings(url, user, password, size, queueCapacity, queueBytes);
    }

    public DatabaseSettings withQueueCapacity(int capacity) {
        return new DatabaseSettings(url, user, password, poolSize, capacity, queueBytes);
    }

    public DatabaseSettings withQueueBytes(long bytes) {
        return new DatabaseSettings(url, user, password, poolSize, queueCapacity, bytes);
    }

    /** Without the URL, which may hold a password. */
    @Override
    public String toString() {
        return "DatabaseSettings[" + (url.startsWith("jdbc:sqlite:") ? "SQLite" : "PostgreSQL") + "]";
    }
}
