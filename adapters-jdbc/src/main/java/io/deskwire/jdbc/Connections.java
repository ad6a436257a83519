package io.deskwire.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.deskwire.work.StoreUnavailableException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import java.util.Properties;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.AbstractArgumentFactory;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jdbi.v3.core.statement.TemplateEngine;

/** Connections of both kinds: a pool for reading, single ones for the writer and the migrations. */
final class Connections {

    /** How long a statement of a migration waits for a lock, with the traffic on that table waiting behind it. */
    private static final String MIGRATION_LOCK_TIMEOUT = "2s";

    /**
     * A process that is stopped in the middle of a transaction keeps its locks, and every other node would wait for it. After
     * this time PostgreSQL rolls its transaction back, unless the operator has set another; longer than any collection of
     * garbage, shorter than a lease.
     */
    private static final String END_STOPPED = "SELECT set_config('idle_in_transaction_session_timeout', '15s', false)"
            + " WHERE current_setting('idle_in_transaction_session_timeout') = '0'";

    /** How long a connection waits for a lock that another process holds on the SQLite file. */
    private static final int BUSY_MILLIS = 5_000;
    /** Bodies of 20 KB cost an eighth less than with SQLite's usual 4 KB; larger pages make small commits write more. */
    private static final int PAGE_SIZE = 8192;

    private final DatabaseSettings settings;
    private final Dialect dialect;

    Connections(DatabaseSettings settings) {
        this.settings = settings;
        this.dialect = Dialect.of(settings.url());
    }

    Dialect dialect() {
        return dialect;
    }

    /** Makes the SQLite file where it is missing, readable to its owner alone. */
    void prepareFile() {
        if (dialect != Dialect.SQLITE) {
            return;
        }
        String name = settings.url().substring("jdbc:sqlite:".length());
        int options = name.indexOf('?');
        Path file = Path.of(options < 0 ? name : name.substring(0, options));
        try {
            Path folder = file.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            }
        } catch (FileAlreadyExistsException e) {
            // An existing database keeps the rights its owner gave it.
        } catch (IOException e) {
            throw new StoreUnavailableException("the database file cannot be made: " + e.getMessage(), e);
        }
    }

    /** A connection outside the pool. */
    Connection single() throws SQLException {
        Connection connection = DriverManager.getConnection(settings.url(), properties(false));
        return dialect == Dialect.SQLITE ? connection : with(connection, END_STOPPED);
    }

    private static Connection with(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(setting);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** A connection for migrations: their statements take as long as they need, but wait for locks only so long. */
    Connection migrating() throws SQLException {
        Properties properties = properties(false);
        if (dialect == Dialect.SQLITE) {
            return DriverManager.getConnection(settings.url(), properties);
        }
        properties.setProperty("socketTimeout", "0");
        return with(
                DriverManager.getConnection(settings.url(), properties),
                "SET lock_timeout = '" + MIGRATION_LOCK_TIMEOUT + "'");
    }

    HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("deskwire-" + dialect.folder);
        config.setJdbcUrl(settings.url());
        config.setDataSourceProperties(properties(true));
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(1);
        config.setConnectionTimeout(10_000);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(true);
        if (dialect != Dialect.SQLITE) {
            config.setConnectionInitSql(END_STOPPED);
        }
        return new HikariDataSource(config);
    }

    private Properties properties(boolean reader) {
        Properties properties = new Properties();
        if (dialect == Dialect.SQLITE) {
            properties.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
            properties.setProperty("journal_mode", "WAL");
            properties.setProperty("synchronous", "FULL");
            properties.setProperty("foreign_keys", "true");
            properties.setProperty("page_size", Integer.toString(PAGE_SIZE));
            // In pages: a checkpoint every 32 MB instead of every 8, so that hot pages are written back less often.
            properties.setProperty("wal_autocheckpoint", "4096");
            properties.setProperty("journal_size_limit", Long.toString(128L << 20));
            properties.setProperty("cache_size", reader ? "-4096" : "-32768");
            if (reader) {
                properties.setProperty("query_only", "true");
            }
            return properties;
        }
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password().reveal());
        }
        properties.setProperty("ApplicationName", "deskwire");
        properties.setProperty("connectTimeout", "10");
        properties.setProperty("socketTimeout", "60");
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("prepareThreshold", "2");
        // Bodies come and go as bytea; the text form would double them.
        properties.setProperty("binaryTransfer", "true");
        return properties;
    }

    /** Teaches Jdbi the dialect's times and keeps NUL out of texts. */
    Jdbi configure(Jdbi jdbi) {
        jdbi.registerArgument(new TimeArgument(dialect));
        jdbi.registerArgument(new TextArgument());
        jdbi.registerArrayType(String.class, "text");
        jdbi.getConfig(SqlStatements.class).setTemplateEngine(TemplateEngine.NOP);
        return jdbi;
    }

    private static final class TimeArgument extends AbstractArgumentFactory<Instant> {
        private final Dialect dialect;

        TimeArgument(Dialect dialect) {
            super(Types.OTHER);
            this.dialect = dialect;
        }

        @Override
        protected Argument build(Instant value, ConfigRegistry config) {
            return (position, statement, context) -> dialect.setTime(statement, position, value);
        }
    }

    private static final class TextArgument extends AbstractArgumentFactory<String> {
        TextArgument() {
            super(Types.VARCHAR);
        }

        @Override
        protected Argument build(String value, ConfigRegistry config) {
            return (position, statement, context) -> statement.setString(position, Keys.clean(value));
        }
    }
}
