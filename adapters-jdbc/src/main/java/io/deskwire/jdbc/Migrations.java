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

    private Migrations() {}

    static void run(DataSource source, Dialect dialect) throws SQLException {
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
        if (dialect == Dialect.SQLITE) {
            addWhatsAppColumns(source);
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
