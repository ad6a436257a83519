package io.deskwire.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.deskwire.jdbc.DatabaseSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/** Two tables as a webhook handler without group commit would keep them, with one transaction for each item. */
final class PlainTables implements AutoCloseable {

    private final HikariDataSource pool;

    private PlainTables(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * Makes the tables in a new database.
     *
     * @param connections more than one only wait for each other on SQLite, or fail
     * @param bytes the database's word for bytes
     */
    static PlainTables open(DatabaseSettings settings, int connections, String bytes) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setUsername(settings.user());
        if (settings.password() != null) {
            config.setPassword(settings.password().reveal());
        }
        config.setMaximumPoolSize(connections);
        if (settings.url().startsWith("jdbc:sqlite:")) {
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", "FULL");
        }
        HikariDataSource pool = new HikariDataSource(config);
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE received (tenant VARCHAR(40) NOT NULL, source_key VARCHAR(120) NOT NULL,"
                    + " at BIGINT NOT NULL, body " + bytes + " NOT NULL, PRIMARY KEY (tenant, source_key))");
            statement.execute("CREATE TABLE to_do (tenant VARCHAR(40) NOT NULL, source_key VARCHAR(120) NOT NULL,"
                    + " due BIGINT NOT NULL, attempts INTEGER NOT NULL, PRIMARY KEY (tenant, source_key))");
            statement.execute("CREATE INDEX to_do_due ON to_do (tenant, due)");
        }
        return new PlainTables(pool);
    }

    /**
     * Stores an item durably.
     *
     * @param work whether its row in a queue is stored with it, as the inbox does
     */
    void insert(String key, byte[] body, boolean work) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(!work);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO received VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING")) {
                insert.setString(1, "tenant");
                insert.setString(2, key);
                insert.setLong(3, Instant.now().toEpochMilli());
                insert.setBytes(4, body);
                insert.executeUpdate();
            }
            if (work) {
                try (PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO to_do VALUES (?, ?, ?, 0) ON CONFLICT DO NOTHING")) {
                    insert.setString(1, "tenant");
                    insert.setString(2, key);
                    insert.setLong(3, Instant.now().toEpochMilli());
                    insert.executeUpdate();
                }
                connection.commit();
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
