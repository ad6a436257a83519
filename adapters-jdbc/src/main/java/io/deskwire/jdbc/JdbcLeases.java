package io.deskwire.jdbc;

import io.deskwire.work.Leases;
import java.time.Duration;
import java.time.Instant;

/** Time-boxed rights of nodes. */
final class JdbcLeases implements Leases {

    private final Dialect dialect;
    private final Writer writer;

    JdbcLeases(Dialect dialect, Writer writer) {
        this.dialect = dialect;
        this.writer = writer;
    }

    @Override
    public boolean acquire(String tenantId, String name, String owner, Instant now, Instant until) {
        return writer.call(new Statement(
                "INSERT INTO deskwire_lease (tenant_id, name, owner, until) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (tenant_id, name) DO UPDATE SET owner = excluded.owner, until = excluded.until"
                        + " WHERE deskwire_lease.owner = excluded.owner OR deskwire_lease.until <= ?",
                tenantId,
                name,
                owner,
                until,
                now));
    }

    /** Those that ended bind nobody; some are taken once and never given back. */
    void sweep(Duration endedFor) {
        writer.call(new Statement(
                "DELETE FROM deskwire_lease WHERE until < "
                        + (dialect == Dialect.SQLITE
                                ? dialect.now + " - ? * 1000000"
                                : dialect.now + " - ? * INTERVAL '1 second'"),
                endedFor.toSeconds()));
    }

    @Override
    public void release(String tenantId, String name, String owner) {
        writer.call(new Statement(
                "DELETE FROM deskwire_lease WHERE tenant_id = ? AND name = ? AND owner = ?", tenantId, name, owner));
    }
}
