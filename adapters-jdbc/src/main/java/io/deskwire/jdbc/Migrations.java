package io.deskwire.jdbc;

import io.deskwire.work.StoreUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the tables up to date. Our history stands in a table of our own, so that the host's migrations stay apart. */
final class Migrations {

    private static final Logger LOG = LoggerFactory.getLogger(Migrations.class);

    /** The table of what was migrated. */
    static final String HISTORY = "deskwire_schema_history";

    /** "deskwire" in a number: names the advisory lock under which a node migrates. */
    private static final long LOCK = 0x6465736b77697265L;

    /** How often a migration that could not get a lock comes again, half a second later. */
    private static final int MOST_ATTEMPTS = 30;

    private static final String PAUSE_SECONDS = "0.5";
    /** How long another node's migrations are waited for. */
    private static final String OTHERS_MIGRATE = "10min";

    /** Waited too long for a lock; or waited in a ring with somebody, which is as good a reason to come again. */
    private static final Set<String> LOCK_TROUBLE = Set.of("55P03", "40P01");

    private Migrations() {}

    /**
     * @param locations where the numbered files stand, besides those of this program
     * @throws FlywayException when they cannot be brought up to date
     * @throws SQLException likewise
     * @throws StoreUnavailableException when they are for newer programs only
     */
    static void run(DataSource source, Dialect dialect, List<String> locations) throws SQLException {
        if (dialect == Dialect.SQLITE) {
            requireCompatible(source, migrate(source, dialect, locations));
            addWhatsAppColumns(source);
            return;
        }
        // Flyway locks its history table, but two nodes may still trip over each other while it is being made.
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SET lock_timeout = '" + OTHERS_MIGRATE + "'");
            takeTurn(statement);
            try {
                requireCompatible(source, migratePatiently(source, dialect, locations, statement));
            } finally {
                statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            }
        }
    }

    private static void takeTurn(Statement statement) throws SQLException {
        try {
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
        } catch (SQLException e) {
            if (isLockTrouble(e)) {
                throw new StoreUnavailableException(
                        "another node has been bringing the tables up to date for " + OTHERS_MIGRATE, e);
            }
            throw e;
        }
    }

    /**
     * A migration that waits for a lock has everybody else wait behind it. So it gives up soon, lets them through, and comes
     * again; each file is one transaction, so nothing is half done.
     */
    private static int migratePatiently(DataSource source, Dialect dialect, List<String> locations, Statement statement)
            throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                return migrate(source, dialect, locations);
            } catch (FlywayException e) {
                if (attempt == MOST_ATTEMPTS || !isLockTrouble(e)) {
                    throw e;
                }
                LOG.info("a migration waits for a lock that others hold; attempt {} of {}", attempt, MOST_ATTEMPTS);
                statement.execute("SELECT pg_sleep(" + PAUSE_SECONDS + ")");
            }
        }
    }

    private static boolean isLockTrouble(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql
                    && sql.getSQLState() != null
                    && LOCK_TROUBLE.contains(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    /** Applies what is missing. Returns the newest version that this program knows. */
    private static int migrate(DataSource source, Dialect dialect, List<String> locations) {
        List<String> all = new ArrayList<>(locations);
        all.add("classpath:db/deskwire/" + dialect.folder);
        Flyway flyway = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations(all.toArray(new String[0]))
                .table(HISTORY)
                // The host's own tables are there already; version 0 stands for them.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                // A newer node was here first; whether we may work beside it says deskwire_compatibility.
                .ignoreMigrationPatterns("*:future")
                .validateMigrationNaming(true)
                .loggers("slf4j")
                .load();
        flyway.migrate();
        return Arrays.stream(flyway.info().all())
                .filter(migration -> migration.getState().isResolved() && migration.getVersion() != null)
                .mapToInt(migration -> migration.getVersion().getMajor().intValue())
                .max()
                .orElse(0);
    }

    private static void requireCompatible(DataSource source, int known) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT MAX(needs_version) FROM deskwire_compatibility")) {
            int needed = rows.next() ? rows.getInt(1) : 0;
            if (needed > known) {
                throw new StoreUnavailableException(
                        "the database belongs to a newer Deskwire: its tables need a program that knows their version "
                                + needed + ", this one knows " + known + "; start a newer one",
                        null);
            }
        }
    }

    private static void addWhatsAppColumns(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            Set<String> columns = new HashSet<>();
            try (ResultSet rows = statement.executeQuery("PRAGMA table_info(tenant_helpdesk_config)")) {
                while (rows.next()) {
                    columns.add(rows.getString("name").toLowerCase(Locale.ROOT));
                }
            }
            if (!columns.contains("whatsapp_enabled")) {
                statement.execute(
                        "ALTER TABLE tenant_helpdesk_config ADD COLUMN whatsapp_enabled BOOLEAN DEFAULT false");
            }
            if (!columns.contains("whatsapp_config")) {
                statement.execute("ALTER TABLE tenant_helpdesk_config ADD COLUMN whatsapp_config TEXT");
            }
        }
    }
}
