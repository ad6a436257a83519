package io.deskwire.examples;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.work.StoreUnavailableException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The helpdesk's own table of mailboxes, shown to Deskwire as channels. Nothing is copied: the engine asks every two seconds
 * and compares, so that a row which somebody writes, changes or deletes counts from then on.
 */
final class MailboxTable implements ConfigStore {

    // snippet: table
    static final String CREATE = "CREATE TABLE mailbox (shop VARCHAR(36) PRIMARY KEY, address VARCHAR(255) NOT NULL,"
            + " imap_port INTEGER NOT NULL, smtp_port INTEGER NOT NULL, password VARCHAR(255) NOT NULL,"
            + " switched_on BOOLEAN NOT NULL)";
    // end

    private static final String SELECT =
            "SELECT shop, address, imap_port, smtp_port, password, switched_on FROM mailbox";

    private final String url;

    /** @param url JDBC address of the helpdesk's database; a real helpdesk passes its DataSource */
    MailboxTable(String url) {
        this.url = url;
    }

    // snippet: store
    @Override
    public List<ChannelConfig> all() {
        return select(SELECT + " ORDER BY shop");
    }

    @Override
    public List<ChannelConfig> ofTenant(String tenantId) {
        return select(SELECT + " WHERE shop = ?", tenantId);
    }

    @Override
    public Optional<ChannelConfig> find(String tenantId, String channelId) {
        return ofTenant(tenantId).stream()
                .filter(channel -> channel.channelId().equals(channelId))
                .findFirst();
    }

    /** A row is a channel: the shop is the tenant, and each has one, "support". */
    private static ChannelConfig channel(ResultSet row) throws SQLException {
        Map<String, Object> document = new HashMap<>();
        document.put("host", "127.0.0.1");
        document.put("port", row.getInt("imap_port"));
        document.put("username", row.getString("address"));
        document.put("password", row.getString("password"));
        document.put("use_ssl", false);
        document.put("use_tls", false);
        document.put("smtp_port", row.getInt("smtp_port"));
        document.put("smtp_username", "");
        document.put("poll_interval_seconds", 1);
        return new ChannelConfig(
                row.getString("shop"),
                "support",
                "imap",
                document,
                row.getString("address"),
                Map.of(), // rules; see docs/rules.md
                row.getBoolean("switched_on"),
                List.of());
    }

    private List<ChannelConfig> select(String sql, String... values) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            List<ChannelConfig> channels = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    channels.add(channel(rows));
                }
            }
            return channels;
        } catch (SQLException e) {
            // "Away for now": the engine goes on with what it runs. An empty list would close every mailbox.
            throw new StoreUnavailableException("the helpdesk's database is away", e);
        }
    }

    /** Mailboxes are changed on the helpdesk's own page. */
    @Override
    public void put(ChannelConfig channel) {
        throw new UnsupportedOperationException("mailboxes are changed on the helpdesk's own page");
    }

    @Override
    public boolean delete(String tenantId, String channelId) {
        throw new UnsupportedOperationException("mailboxes are changed on the helpdesk's own page");
    }
    // end
}
