package io.deskwire.jdbc;

import io.deskwire.work.Leases;
import java.time.Instant;

/** Time-boxed rights of nodes. */
final class JdbcLeases implements Leases {

    private final Writer writer;

    JdbcLeases(Writer writer) {
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

    /** Those that ended bind nobody; some are taken once and never given back. By the nodes' clock, as they are taken. */
    void sweep(Instant endedBefore) {
        writer.call(new Statement("DELETE FROM deskwire_lease WHERE until < ?", endedBefore));
    }

    @Override
    public void release(String tenantId, String name, String owner) {
        writer.call(new Statement(
                "DELETE FROM deskwire_lease WHERE tenant_id = ? AND name = ? AND owner = ?", tenantId, name, owner));
    }
}
