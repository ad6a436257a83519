package io.deskwire.jdbc;

/** Statements on {@code deskwire_window}. Times only move forward. */
final class WindowSql {

    static final BatchSql WROTE = note("wrote_at");
    static final BatchSql REFUSED = note("refused_at");

    private WindowSql() {}

    private static BatchSql note(String column) {
        String sql = "INSERT INTO deskwire_window (tenant_id, channel_id, address_key, {c}) VALUES (?, ?, ?, ?)"
                + " ON CONFLICT (tenant_id, channel_id, address_key) DO UPDATE SET {c} = excluded.{c}"
                + " WHERE deskwire_window.{c} IS NULL OR deskwire_window.{c} < excluded.{c}";
        return new BatchSql("ssst", sql.replace("{c}", column));
    }
}
