package io.deskwire.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code tenant_email_config} and {@code tenant_helpdesk_config}, which belong to the helpdesk. */
final class ConfigTables {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigTables.class);

    /** Id and provider of the channel that stands in the helpdesk's own table. */
    static final String WHATSAPP = "whatsapp";

    private static final String EMAIL = "SELECT c.id, c.tenant_id, c.email_provider_type, c.email_provider_config,"
            + " c.email_ticket_address, c.email_parser_config, c.is_active, n.channel_id"
            + " FROM tenant_email_config AS c LEFT JOIN deskwire_channel_name AS n"
            + " ON n.config_id = c.id AND n.tenant_id = c.tenant_id";

    private static final String HELPDESK = "SELECT tenant_id, whatsapp_enabled, whatsapp_config"
            + " FROM tenant_helpdesk_config WHERE whatsapp_config IS NOT NULL";

    private ConfigTables() {}

    /** All channels, or one tenant's; of two with the same name the one we wrote counts. */
    static List<ConfigRow> read(Handle handle, @Nullable String tenantId) throws SQLException {
        return read(handle, tenantId, hasTenants(handle.getConnection()));
    }

    /**
     * The same.
     *
     * @param hasTenants {@link #hasTenants}, which costs a database more than all the rest
     */
    static List<ConfigRow> read(Handle handle, @Nullable String tenantId, boolean hasTenants) {
        List<ConfigRow> rows = new ArrayList<>(email(handle, tenantId));
        if (hasTenants) {
            rows.addAll(whatsApp(handle, tenantId));
        }
        Set<String> seen = new HashSet<>();
        List<ConfigRow> distinct = new ArrayList<>();
        for (ConfigRow row : rows) {
            if (seen.add(row.tenantId() + "\n" + row.channelId())) {
                distinct.add(row);
            } else {
                LOG.warn("tenant {} has two channels called {}; one is ignored", row.tenantId(), row.channelId());
            }
        }
        return distinct;
    }

    /** One channel, by its name or else by the id of its row; it counts as in {@link #read}. */
    static Optional<ConfigRow> find(Handle handle, String tenantId, String channelId, boolean hasTenants) {
        return email(handle, EMAIL + " WHERE n.tenant_id = ? AND n.channel_id = ?", tenantId, channelId).stream()
                .findFirst()
                .or(() -> email(
                                handle,
                                EMAIL + " WHERE c.tenant_id = ? AND c.id = ? AND n.channel_id IS NULL",
                                tenantId,
                                channelId)
                        .stream()
                        .findFirst())
                .or(() -> hasTenants && channelId.equals(WHATSAPP)
                        ? whatsApp(handle, tenantId).stream().findFirst()
                        : Optional.empty());
    }

    private static List<ConfigRow> email(Handle handle, @Nullable String tenantId) {
        String sql = EMAIL + (tenantId == null ? "" : " WHERE c.tenant_id = ?")
                // Named ones first: see read.
                + " ORDER BY CASE WHEN n.channel_id IS NULL THEN 1 ELSE 0 END, c.tenant_id, c.id";
        return email(handle, sql, tenantId == null ? new Object[0] : new Object[] {tenantId});
    }

    private static List<ConfigRow> email(Handle handle, String sql, Object... arguments) {
        return handle.select(sql, arguments)
                .map((row, context) -> new ConfigRow(
                        row.getString("tenant_id"),
                        row.getString("channel_id") == null ? row.getString("id") : row.getString("channel_id"),
                        row.getString("email_provider_type"),
                        row.getString("email_provider_config"),
                        row.getString("email_ticket_address"),
                        row.getString("email_parser_config"),
                        truth(row, "is_active", true)))
                .list();
    }

    private static List<ConfigRow> whatsApp(Handle handle, @Nullable String tenantId) {
        String sql = HELPDESK + (tenantId == null ? "" : " AND tenant_id = ?") + " ORDER BY tenant_id";
        Object[] arguments = tenantId == null ? new Object[0] : new Object[] {tenantId};
        return handle.select(sql, arguments)
                .map((row, context) -> new ConfigRow(
                        row.getString("tenant_id"),
                        WHATSAPP,
                        WHATSAPP,
                        row.getString("whatsapp_config"),
                        null,
                        null,
                        truth(row, "whatsapp_enabled", false)))
                .list();
    }

    /** Plain SQL on SQLite may have left a word where a truth value belongs. */
    private static boolean truth(ResultSet row, String column, boolean absent) throws SQLException {
        String text = row.getString(column);
        if (text == null) {
            return absent;
        }
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "1", "t", "true", "y", "yes", "on" -> true;
            default -> false;
        };
    }

    /** Whether the helpdesk's own table names its tenants the way we expect. */
    static boolean hasTenants(Connection connection) throws SQLException {
        return columns(connection).contains("tenant_id");
    }

    /** Whether a row can be added to the helpdesk's own table with nothing but a tenant in it. */
    static boolean canAddTenants(Connection connection) throws SQLException {
        Set<String> required = new HashSet<>();
        try (ResultSet rows = connection
                .getMetaData()
                .getColumns(connection.getCatalog(), connection.getSchema(), "tenant_helpdesk_config", "%")) {
            while (rows.next()) {
                String name = rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT);
                boolean mandatory = "NO".equals(rows.getString("IS_NULLABLE"))
                        && rows.getString("COLUMN_DEF") == null
                        && !"YES".equals(rows.getString("IS_AUTOINCREMENT"));
                if (mandatory && !name.equals("tenant_id")) {
                    required.add(name);
                }
            }
        }
        return required.isEmpty();
    }

    private static Set<String> columns(Connection connection) throws SQLException {
        Set<String> names = new HashSet<>();
        try (ResultSet rows = connection
                .getMetaData()
                .getColumns(connection.getCatalog(), connection.getSchema(), "tenant_helpdesk_config", "%")) {
            while (rows.next()) {
                names.add(rows.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
            }
        }
        return names;
    }
}
