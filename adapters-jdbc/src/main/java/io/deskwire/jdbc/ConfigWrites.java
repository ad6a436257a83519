package io.deskwire.jdbc;

import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Writes channels into the helpdesk's tables. */
final class ConfigWrites {

    /** Width of {@code tenant_email_config.id}. */
    private static final int ID_LENGTH = 36;

    private ConfigWrites() {}

    /** Writes beside a channel's row, in its transaction, before it is changed. */
    @FunctionalInterface
    interface Noted {
        Noted NOTHING = (handle, tenantId, channelId) -> {};

        void write(Handle handle, String tenantId, String channelId) throws SQLException;
    }

    /** The id of a channel's row in {@code tenant_email_config}, which may be gone. */
    private static Optional<String> configId(Handle handle, String tenantId, String channelId) {
        return handle.select(
                        "SELECT config_id FROM deskwire_channel_name WHERE tenant_id = ? AND channel_id = ?",
                        tenantId,
                        channelId)
                .mapTo(String.class)
                .findOne();
    }

    /** Replaces a channel that stands as expected. */
    static final class Replace extends Write.Alone<Boolean> {
        private final Put put;
        private final Predicate<ConfigRow> asExpected;

        Replace(Put put, Predicate<ConfigRow> asExpected) {
            this.put = put;
            this.asExpected = asExpected;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) throws SQLException {
            String tenantId = put.row.tenantId();
            // Whoever else writes one of these rows waits now, or has committed and is seen by what is read next.
            handle.select("SELECT id FROM tenant_email_config WHERE tenant_id = ? " + put.dialect.forUpdate, tenantId)
                    .mapTo(String.class)
                    .list();
            if (ConfigTables.hasTenants(handle.getConnection())) {
                handle.select(
                                "SELECT tenant_id FROM tenant_helpdesk_config WHERE tenant_id = ? "
                                        + put.dialect.forUpdate,
                                tenantId)
                        .mapTo(String.class)
                        .list();
            }
            boolean stands = ConfigTables.read(handle, tenantId).stream()
                    .filter(row -> row.channelId().equals(put.row.channelId()))
                    .anyMatch(asExpected);
            return stands && put.run(handle, lanes);
        }
    }

    /** Creates or replaces a channel. */
    static final class Put extends Write.Alone<Boolean> {
        private final Dialect dialect;
        private final ConfigRow row;
        private final Noted noted;

        Put(Dialect dialect, ConfigRow row) {
            this(dialect, row, Noted.NOTHING);
        }

        /** @param noted what else is written with it */
        Put(Dialect dialect, ConfigRow row, Noted noted) {
            this.dialect = dialect;
            this.row = row;
            this.noted = noted;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) throws SQLException {
            noted.write(handle, row.tenantId(), row.channelId());
            if (row.channelId().equals(ConfigTables.WHATSAPP)) {
                if (fitsHelpdesk() && putHelpdesk(handle)) {
                    Delete.email(handle, row.tenantId(), row.channelId());
                    return true;
                }
                Delete.helpdesk(handle, row.tenantId());
            }
            putEmail(handle);
            return true;
        }

        private boolean fitsHelpdesk() {
            return row.provider().equals(ConfigTables.WHATSAPP)
                    && row.ticketAddress() == null
                    && row.parserConfig() == null;
        }

        private boolean putHelpdesk(Handle handle) throws SQLException {
            if (!ConfigTables.hasTenants(handle.getConnection())) {
                return false;
            }
            boolean replaced = handle.execute(
                            "UPDATE tenant_helpdesk_config SET whatsapp_enabled = ?, whatsapp_config = " + json()
                                    + " WHERE tenant_id = ?",
                            row.active(),
                            row.config(),
                            row.tenantId())
                    > 0;
            if (replaced || !ConfigTables.canAddTenants(handle.getConnection())) {
                return replaced;
            }
            return handle.execute(
                            "INSERT INTO tenant_helpdesk_config (tenant_id, whatsapp_enabled, whatsapp_config)"
                                    + " VALUES (?, ?, " + json() + ")",
                            row.tenantId(),
                            row.active(),
                            row.config())
                    == 1;
        }

        private void putEmail(Handle handle) {
            Optional<String> named = configId(handle, row.tenantId(), row.channelId());
            String id = named.orElse(row.channelId());
            boolean replaced = handle.execute(
                            "UPDATE tenant_email_config SET email_provider_type = ?, email_provider_config = " + json()
                                    + ", email_ticket_address = ?, email_parser_config = " + json()
                                    + ", is_active = ?, updated_at = CURRENT_TIMESTAMP WHERE id = ? AND tenant_id = ?",
                            row.provider(),
                            row.config(),
                            row.ticketAddress(),
                            row.parserConfig(),
                            row.active(),
                            id,
                            row.tenantId())
                    > 0;
            if (replaced) {
                return;
            }
            boolean taken = id.length() > ID_LENGTH || !insert(handle, id);
            if (taken) {
                // Another tenant has a channel of this name, or it is too long for an id of this table.
                String other = UUID.randomUUID().toString();
                insert(handle, other);
                handle.execute(
                        "INSERT INTO deskwire_channel_name (tenant_id, channel_id, config_id) VALUES (?, ?, ?)"
                                + " ON CONFLICT (tenant_id, channel_id) DO UPDATE SET config_id = excluded.config_id",
                        row.tenantId(),
                        row.channelId(),
                        other);
            }
        }

        private boolean insert(Handle handle, String id) {
            return handle.execute(
                            "INSERT INTO tenant_email_config (id, tenant_id, email_provider_type, email_provider_config,"
                                    + " email_ticket_address, email_parser_config, is_active, created_at, updated_at)"
                                    + " VALUES (?, ?, ?, " + json() + ", ?, " + json()
                                    + ", ?, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP) ON CONFLICT (id) DO NOTHING",
                            id,
                            row.tenantId(),
                            row.provider(),
                            row.config(),
                            row.ticketAddress(),
                            row.parserConfig(),
                            row.active())
                    == 1;
        }

        private String json() {
            return dialect == Dialect.POSTGRESQL ? "CAST(? AS JSONB)" : "?";
        }
    }

    /** Removes a channel; false when there was none. */
    static final class Delete extends Write.Alone<Boolean> {
        private final String tenantId;
        private final String channelId;

        private final Noted noted;

        /** @param noted what else is written with it */
        Delete(String tenantId, String channelId, Noted noted) {
            this.tenantId = tenantId;
            this.channelId = channelId;
            this.noted = noted;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) throws SQLException {
            noted.write(handle, tenantId, channelId);
            boolean email = email(handle, tenantId, channelId);
            boolean helpdesk = channelId.equals(ConfigTables.WHATSAPP) && helpdesk(handle, tenantId);
            return email || helpdesk;
        }

        static boolean email(Handle handle, String tenantId, String channelId) {
            @Nullable String id = configId(handle, tenantId, channelId).orElse(channelId);
            handle.execute(
                    "DELETE FROM deskwire_channel_name WHERE tenant_id = ? AND channel_id = ?", tenantId, channelId);
            return handle.execute("DELETE FROM tenant_email_config WHERE id = ? AND tenant_id = ?", id, tenantId) > 0;
        }

        /** The row stays, it is the helpdesk's. */
        static boolean helpdesk(Handle handle, String tenantId) throws SQLException {
            return ConfigTables.hasTenants(handle.getConnection())
                    && handle.execute(
                                    "UPDATE tenant_helpdesk_config SET whatsapp_enabled = ?, whatsapp_config = NULL"
                                            + " WHERE tenant_id = ? AND whatsapp_config IS NOT NULL",
                                    false,
                                    tenantId)
                            > 0;
        }
    }
}
