package io.deskwire.jdbc;

import io.deskwire.work.Leases;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Time-boxed rights of nodes. */
final class JdbcLeases implements Leases {

    private final Reader reader;
    private final Writer writer;

    JdbcLeases(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public boolean acquire(String tenantId, String name, String owner, Instant now, Instant until) {
        return writer.call(acquisition(tenantId, name, owner, now, until));
    }

    private static Statement acquisition(String tenantId, String name, String owner, Instant now, Instant until) {
        return new Statement(
                "INSERT INTO deskwire_lease (tenant_id, name, owner, until) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (tenant_id, name) DO UPDATE SET owner = excluded.owner, until = excluded.until"
                        + " WHERE deskwire_lease.owner = excluded.owner OR deskwire_lease.until <= ?",
                tenantId,
                name,
                owner,
                until,
                now);
    }

    /** Those that others hold are found by one look; the rest is written together, in few transactions. */
    @Override
    public Set<Name> acquireAll(Collection<Name> names, String owner, Instant now, Instant until) {
        Set<Name> others = names.size() > 1 ? others(owner, now) : Set.of();
        List<Name> free = names.stream().filter(one -> !others.contains(one)).toList();
        List<Boolean> answers = writer.callAll(free.stream()
                .map(one -> acquisition(one.tenantId(), one.name(), owner, now, until))
                .toList());
        Set<Name> held = new HashSet<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i)) {
                held.add(free.get(i));
            }
        }
        return held;
    }

    private Set<Name> others(String owner, Instant now) {
        return new HashSet<>(reader.read(handle -> handle.select(
                        "SELECT tenant_id, name FROM deskwire_lease WHERE owner <> ? AND until > ?", owner, now)
                .map((row, context) -> new Name(row.getString("tenant_id"), row.getString("name")))
                .list()));
    }

    @Override
    public void releaseAll(Collection<Name> names, String owner) {
        writer.callAll(names.stream()
                .map(one -> released(one.tenantId(), one.name(), owner))
                .toList());
    }

    /** Those that ended bind nobody; some are taken once and never given back. By the nodes' clock, as they are taken. */
    void sweep(Instant endedBefore) {
        writer.call(new Statement("DELETE FROM deskwire_lease WHERE until < ?", endedBefore));
    }

    @Override
    public void release(String tenantId, String name, String owner) {
        writer.call(released(tenantId, name, owner));
    }

    private static Statement released(String tenantId, String name, String owner) {
        return new Statement(
                "DELETE FROM deskwire_lease WHERE tenant_id = ? AND name = ? AND owner = ?", tenantId, name, owner);
    }
}
