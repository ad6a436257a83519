package io.deskwire.jdbc;

import io.deskwire.intake.RawInbound;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import io.deskwire.message.Envelope;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of {@code deskwire_raw}. */
final class RawRows {

    /** Bodies up to here come with their row: one question to the database less for most mails. */
    private static final int LOADED = 64 << 10;

    static final String SELECT =
            "SELECT tenant_id, id, channel_id, source_key, source_key_full, format, envelope_sender,"
                    + " envelope_recipients, received_at, stored_at, meta, length, sha256, blob_id,"
                    + " CASE WHEN length <= " + LOADED + " THEN body END AS body FROM deskwire_raw"
                    + " WHERE (body IS NOT NULL OR blob_id IS NOT NULL) AND tenant_id = ?";

    private RawRows() {}

    static RawInbound read(ResultSet row, Reader reader) throws SQLException {
        String tenantId = row.getString("tenant_id");
        String id = row.getString("id");
        String fullKey = row.getString("source_key_full");
        Dialect dialect = reader.dialect();
        return new RawInbound(
                id,
                tenantId,
                row.getString("channel_id"),
                fullKey == null ? row.getString("source_key") : fullKey,
                row.getString("format"),
                new Envelope(row.getString("envelope_sender"), texts(row.getString("envelope_recipients"))),
                dialect.time(row, "received_at"),
                dialect.requiredTime(row, "stored_at"),
                meta(row.getString("meta")),
                new StoredContent(
                        reader,
                        StoredContent.Place.raw(tenantId, id),
                        row.getLong("length"),
                        row.getString("sha256"),
                        row.getString("blob_id"),
                        row.getBytes("body")));
    }

    private static List<String> texts(@Nullable String json) {
        List<String> texts = new ArrayList<>();
        if (json != null && Json.lenient().parse(json) instanceof List<?> values) {
            values.forEach(value -> texts.add(String.valueOf(value)));
        }
        return texts;
    }

    private static Map<String, String> meta(@Nullable String json) {
        return json == null ? Map.of() : DomainJson.texts(Json.lenient().parseObject(json));
    }
}
