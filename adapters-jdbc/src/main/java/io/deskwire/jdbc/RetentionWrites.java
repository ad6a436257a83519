package io.deskwire.jdbc;

import io.deskwire.audit.AuditEntry;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** What retention changes, each in a transaction short enough for the others. */
final class RetentionWrites {

    private RetentionWrites() {}

    /** Removes an item's bytes. */
    static final class DropBytes extends Write.Alone<Boolean> {
        private final String tenantId;
        private final String rawId;

        DropBytes(String tenantId, String rawId) {
            this.tenantId = tenantId;
            this.rawId = rawId;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            Optional<Optional<String>> blob = handle.select(
                            "SELECT blob_id FROM deskwire_raw WHERE tenant_id = ? AND id = ?"
                                    + " AND (body IS NOT NULL OR blob_id IS NOT NULL)",
                            tenantId,
                            rawId)
                    .map((row, context) -> Optional.ofNullable(row.getString("blob_id")))
                    .findOne();
            if (blob.isEmpty()) {
                return false;
            }
            handle.execute(
                    "UPDATE deskwire_raw SET body = NULL, blob_id = NULL WHERE tenant_id = ? AND id = ?",
                    tenantId,
                    rawId);
            blob.get()
                    .ifPresent(id -> handle.execute(
                            "DELETE FROM deskwire_chunk WHERE tenant_id = ? AND blob_id = ?", tenantId, id));
            return true;
        }
    }

    /** Forgets items whose bytes are gone. */
    static final class Forget extends Write.Alone<Integer> {
        private final Instant storedBefore;
        private final int limit;

        Forget(Instant storedBefore, int limit) {
            this.storedBefore = storedBefore;
            this.limit = limit;
        }

        private record Item(String tenantId, String id) {}

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        Integer run(Handle handle, Collection<LaneKey> lanes) {
            List<Item> items = handle.select(
                            "SELECT tenant_id, id FROM deskwire_raw WHERE body IS NULL AND blob_id IS NULL"
                                    + " AND stored_at < ? ORDER BY stored_at LIMIT ?",
                            storedBefore,
                            limit)
                    .map((row, context) -> new Item(row.getString("tenant_id"), row.getString("id")))
                    .list();
            for (Item item : items) {
                handle.execute(
                        "UPDATE deskwire_message SET dedupe_key = NULL WHERE tenant_id = ? AND raw_id = ? AND id ="
                                + " (SELECT message_id FROM deskwire_raw_outcome WHERE tenant_id = ? AND raw_id = ?)",
                        item.tenantId(),
                        item.id(),
                        item.tenantId(),
                        item.id());
                handle.execute(
                        "DELETE FROM deskwire_raw_outcome WHERE tenant_id = ? AND raw_id = ?",
                        item.tenantId(),
                        item.id());
                handle.execute("DELETE FROM deskwire_raw WHERE tenant_id = ? AND id = ?", item.tenantId(), item.id());
            }
            return items.size();
        }
    }

    /** Removes a few hundred rows of a tenant, from the first table that has any. */
    static final class DeleteSome extends Write.Alone<Integer> {
        private static final int ROWS = 500;

        /** That somebody deleted the tenant is all that may be known of it afterwards. */
        private static final String STAYS = " AND action <> '" + AuditEntry.TENANT_DELETED + "'";

        /**
         * Every table and a column that tells a tenant's rows apart well enough. Work comes first, so that nobody goes on
         * with what is being removed; chunks one by one, being large.
         */
        static final Map<String, String> TABLES = new LinkedHashMap<>();

        static {
            TABLES.put("tenant_email_config", "id");
            TABLES.put("tenant_helpdesk_config", "tenant_id");
            TABLES.put("deskwire_channel_name", "channel_id");
            TABLES.put("deskwire_staged", "id");
            TABLES.put("deskwire_work", "seq");
            TABLES.put("deskwire_lane", "lane");
            TABLES.put("deskwire_chunk", "blob_id");
            TABLES.put("deskwire_upload", "blob_id");
            TABLES.put("deskwire_content", "sha256");
            TABLES.put("deskwire_raw", "id");
            TABLES.put("deskwire_raw_outcome", "raw_id");
            TABLES.put("deskwire_cursor", "channel_id");
            TABLES.put("deskwire_document", "message_id");
            TABLES.put("deskwire_wire_id", "wire_id");
            TABLES.put("deskwire_annotation", "seq");
            TABLES.put("deskwire_media", "message_id");
            TABLES.put("deskwire_recipient", "message_id");
            TABLES.put("deskwire_outbound", "message_id");
            TABLES.put("deskwire_message", "seq");
            TABLES.put("deskwire_participant", "conversation_id");
            TABLES.put("deskwire_conversation", "id");
            TABLES.put("deskwire_dead_letter", "id");
            TABLES.put("deskwire_ticket_message", "seq");
            TABLES.put("deskwire_ticket", "id");
            TABLES.put("deskwire_window", "address_key");
            TABLES.put("deskwire_channel_memory", "channel_id");
            TABLES.put("deskwire_channel_state", "channel_id");
            TABLES.put("deskwire_channel_transition", "seq");
            TABLES.put("deskwire_channel_hour", "channel_id");
            TABLES.put("deskwire_lease", "name");
            TABLES.put("deskwire_ticket_move", "from_ticket");
            TABLES.put("deskwire_tally", "name");
            TABLES.put("deskwire_counter", "name");
            TABLES.put("deskwire_channel_version", "n");
            TABLES.put("deskwire_api_token", "id");
            TABLES.put("deskwire_audit", "id");
        }

        private final String tenantId;

        DeleteSome(String tenantId) {
            this.tenantId = tenantId;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        Integer run(Handle handle, Collection<LaneKey> lanes) {
            for (Map.Entry<String, String> table : TABLES.entrySet()) {
                int rows = table.getKey().equals("deskwire_chunk") ? 4 : ROWS;
                String which = table.getKey().equals("deskwire_audit") ? STAYS : "";
                int removed = handle.execute(
                        "DELETE FROM " + table.getKey() + " WHERE tenant_id = ? AND " + table.getValue()
                                + " IN (SELECT "
                                + table.getValue() + " FROM " + table.getKey() + " WHERE tenant_id = ?" + which
                                + " LIMIT " + rows + ")",
                        tenantId,
                        tenantId);
                if (removed > 0) {
                    return removed;
                }
            }
            return 0;
        }
    }
}
