package io.deskwire.jdbc;

import io.deskwire.config.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL for the whole test run, as durable as a real one. */
final class PostgresServer {

    private static final AtomicInteger DATABASES = new AtomicInteger();
    private static final PostgresServer INSTANCE = new PostgresServer();

    private final EmbeddedPostgres postgres;

    private PostgresServer() {
        try {
            postgres = EmbeddedPostgres.builder()
                    // Its defaults are off: quick, and good for nothing here.
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setServerConfig("max_connections", "200")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute("CREATE DATABASE ready");
        Database.open(settings("ready")).close();
    }

    /** An empty database, not even our tables in it. */
    static DatabaseSettings emptyDatabase() {
        String name = "empty" + DATABASES.incrementAndGet();
        INSTANCE.execute("CREATE DATABASE " + name);
        return INSTANCE.settings(name);
    }

    /** A database with our tables and nothing in them; always the same one, which is quicker than making one. */
    static DatabaseSettings database() {
        INSTANCE.clean();
        return INSTANCE.settings("ready");
    }

    private void clean() {
        try (Connection connection = postgres.getDatabase("postgres", "ready").getConnection();
                Statement statement = connection.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
                    + " AND tablename <> 'deskwire_schema_history'")) {
                while (rows.next()) {
                    tables.add(rows.getString(1));
                }
            }
            connection.setAutoCommit(false);
            for (String table : tables) {
                statement.executeUpdate("DELETE FROM " + table);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private DatabaseSettings settings(String name) {
        return DatabaseSettings.of(
                        "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/" + name,
                        "postgres",
                        Secret.of("postgres"))
                .withPoolSize(8);
    }

    private void execute(String sql) {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
