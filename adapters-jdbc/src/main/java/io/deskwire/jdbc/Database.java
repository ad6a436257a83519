package io.deskwire.jdbc;

import com.zaxxer.hikari.HikariDataSource;
import io.deskwire.Stores;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.SecretCipher;
import io.deskwire.delivery.Staging;
import io.deskwire.work.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything Deskwire keeps, on one SQLite file or one PostgreSQL database. Any number of nodes may open the same
 * PostgreSQL database; an SQLite file belongs to one process.
 *
 * <p>What is written is durable (synced to disk) before anybody is told so.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Connections connections;
    private final HikariDataSource pool;
    private final Writer writer;
    private final JdbcStores stores;
    private final Reader reader;

    private Database(DatabaseSettings settings, Connections connections, HikariDataSource pool) {
        this.connections = connections;
        this.pool = pool;
        this.reader = new Reader(connections.configure(Jdbi.create(pool)), connections.dialect());
        Jdbi single = connections.configure(Jdbi.create(connections::single));
        this.writer = new Writer(
                new WriteQueue(settings.queueCapacity(), settings.queueBytes()),
                () -> new WriterConnection(single.open(), connections.dialect()));
        this.stores = new JdbcStores(reader, writer);
    }

    /**
     * Opens a database and brings its tables up to date. Several nodes may do so at once.
     *
     * @throws StoreUnavailableException when it cannot be reached, its tables cannot be brought up to date, or they are for
     *     newer programs only
     */
    public static Database open(DatabaseSettings settings) {
        return open(settings, List.of());
    }

    /**
     * As a later program does, which knows more migrations.
     *
     * @param locations where they stand
     */
    static Database open(DatabaseSettings settings, List<String> locations) {
        Connections connections = new Connections(settings);
        connections.prepareFile();
        try {
            Migrations.run(new SingleConnections(connections), connections.dialect(), locations);
        } catch (SQLException | FlywayException e) {
            throw new StoreUnavailableException("the database cannot be opened: " + e.getMessage(), e);
        }
        // Not before: the pool connects on a thread of its own, and of two connections that turn a new SQLite file to
        // its write-ahead log at once one fails without waiting.
        HikariDataSource pool = connections.pool();
        try {
            Database database = new Database(settings, connections, pool);
            database.writer.start();
            return database;
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }

    /** The stores of the pipeline. */
    public Stores stores() {
        return stores;
    }

    /**
     * The tenants' channels in {@code tenant_email_config} and {@code tenant_helpdesk_config}.
     *
     * @param cipher encrypts secrets inside the documents
     * @param secretFieldsOfProvider names of the fields that hold secrets, by provider; empty for unknown ones
     */
    public ConfigStore configStore(SecretCipher cipher, Function<String, Set<String>> secretFieldsOfProvider) {
        return new JdbcConfigStore(reader, writer, cipher, secretFieldsOfProvider, null);
    }

    /**
     * The same, which keeps a version of every document that is written through it, and of what it finds that others wrote.
     *
     * @param history when and by whom
     */
    public ConfigStore configStore(
            SecretCipher cipher, Function<String, Set<String>> secretFieldsOfProvider, ConfigHistory history) {
        return new JdbcConfigStore(reader, writer, cipher, secretFieldsOfProvider, history);
    }

    /** What channels' documents said before. */
    public ChannelVersions channelVersions() {
        return new ChannelVersions(reader);
    }

    /**
     * What became of stored secrets.
     *
     * @param secrets how many there are that we encrypted; plain ones, as somebody else wrote them, are left alone
     * @param current how many of them stand under the first master key now
     * @param problems what could not be renewed and why, without any secret
     */
    public record Renewed(int secrets, int current, List<String> problems) {
        public Renewed {
            problems = List.copyOf(problems);
        }
    }

    /**
     * Encrypts every stored secret anew under the first master key. Other nodes may go on meanwhile once they know both keys;
     * an interrupted renewal is simply run again.
     *
     * @param progress is told how many stand under the first key so far
     */
    public Renewed renewSecrets(
            AesSecretCipher cipher, Function<String, Set<String>> secretFieldsOfProvider, IntConsumer progress) {
        return new SecretRenewal(reader, writer, cipher, secretFieldsOfProvider).run(progress);
    }

    /**
     * Puts answers into a transaction of the host's on this same database: they leave when it is committed, within a second,
     * and never when it is rolled back. For {@link io.deskwire.delivery.Replies#through}.
     *
     * <p>The connection stays the host's, who commits, rolls back and closes it, and uses what this answers on the thread that
     * uses the connection, until then. It must not commit by itself. Files are stored with
     * {@link io.deskwire.delivery.Outbox#store} before the transaction begins.
     *
     * @param connection to this database; on SQLite everything else that writes waits for the end of its transaction, five
     *     seconds at most
     */
    public Staging staging(Connection connection) {
        return new HostStaging(connection, connections.dialect());
    }

    /** The built-in tickets. */
    public TicketStore tickets() {
        return new TicketStore(reader, writer);
    }

    /** What operators look at. */
    public Lookout lookout() {
        return new Lookout(reader, stores.messages());
    }

    /** The tokens for API and console. */
    public ApiTokens apiTokens() {
        return new ApiTokens(reader, writer);
    }

    /** Whether the database takes writes now: one goes through the writer to the disk. */
    public boolean isReachable() {
        try {
            return writer.call(new Probe());
        } catch (RuntimeException e) {
            LOG.debug("the database is not reachable", e);
            return false;
        }
    }

    /** Whether several nodes can work on it at once. */
    public boolean isShared() {
        return connections.dialect() == Dialect.POSTGRESQL;
    }

    /**
     * Removes bytes whose message never came to be because a node died while it was storing them, and counts that are too
     * old to matter. {@link Stores#upkeep} has it done every day.
     *
     * @param olderThan by the database's own clock; longer than the slowest upload
     * @return how many bodies were removed
     */
    int sweepOrphans(Duration olderThan) {
        return stores.sweep(olderThan);
    }

    /** Writes what waits and ends every connection. */
    @Override
    public void close() {
        writer.close();
        pool.close();
    }

    /** A {@link javax.sql.DataSource} over connections outside the pool, for the migrations. */
    private static final class SingleConnections extends PlainDataSource {
        private final Connections connections;

        SingleConnections(Connections connections) {
            this.connections = connections;
        }

        @Override
        public Connection getConnection() throws SQLException {
            return connections.migrating();
        }
    }
}
