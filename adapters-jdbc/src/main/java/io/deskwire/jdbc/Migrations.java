package io.deskwire.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** Brings the tables up to date. Our history stands in a table of our own, so that the host's migrations stay apart. */
final class Migrations {

    /** "deskwire" in a number: names the advisory lock under which a node migrates. */
    private static final long LOCK = 0x6465736b77697265L;

    private Migrations() {}

    static void run(DataSource source, Dialect dialect) throws SQLException {
        if (dialect == Dialect.SQLITE) {
            migrate(source, dialect);
            addWhatsAppColumns(source);
            return;
        }
        // Flyway locks its history table, but two nodes may still trip over each other while it is being made.
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + LOCK + ")");
            try {
                migrate(source, dialect);
            } finally {
                statement.execute("SELECT pg_advisory_unlock(" + LOCK + ")");
            }
        }
    }

    private static void migrate(DataSource source, Dialect dialect) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/deskwire/" + dialect.folder)
                .table("deskwire_schema_history")
                // The host's own tables are there already; version 0 stands for them.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .validateMigrationNaming(true)
                .loggers("slf4j")
                .load()
                .migrate();
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
