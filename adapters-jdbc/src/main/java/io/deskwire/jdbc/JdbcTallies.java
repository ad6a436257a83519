package io.deskwire.jdbc;

import io.deskwire.work.Tallies;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/** Counts by slots of ten minutes. */
final class JdbcTallies implements Tallies {

    static final BatchSql ADD = new BatchSql(
            "ssn",
            "INSERT INTO deskwire_tally (tenant_id, name, slot, value) VALUES (?, ?, ?, 1)"
                    + " ON CONFLICT (tenant_id, name, slot) DO UPDATE SET value = deskwire_tally.value + 1");

    private static final Duration KEPT = Duration.ofDays(3);

    private final Reader reader;
    private final Writer writer;

    JdbcTallies(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public Map<String, Long> since(String tenantId, Collection<String> names, Instant from) {
        if (names.isEmpty()) {
            return Map.of();
        }
        Map<String, String> asked = new HashMap<>();
        names.forEach(name -> asked.put(Keys.bounded(name), name));
        List<Object> arguments = new ArrayList<>(List.of(tenantId, Tallies.slot(from)));
        arguments.addAll(asked.keySet());
        Map<String, Long> found = new HashMap<>();
        reader.read(handle -> handle.select(
                                "SELECT name, SUM(value) AS total FROM deskwire_tally WHERE tenant_id = ? AND slot >= ?"
                                        + " AND name IN (?" + ", ?".repeat(asked.size() - 1) + ") GROUP BY name",
                                arguments.toArray())
                        .map((row, context) -> Map.entry(row.getString("name"), row.getLong("total")))
                        .list())
                .forEach(entry -> found.put(asked.getOrDefault(entry.getKey(), entry.getKey()), entry.getValue()));
        return found;
    }

    @Override
    public void add(String tenantId, Collection<String> names, Instant at) {
        writer.call(new Add(tenantId, names, at));
    }

    /** Forgets what nobody asks for any more; by the database's own clock. */
    void sweep() {
        writer.call(new Statement(
                "DELETE FROM deskwire_tally WHERE slot < "
                        + (reader.dialect() == Dialect.SQLITE
                                ? "CAST(strftime('%s', 'now') AS INTEGER) / ?"
                                : "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) AS BIGINT) / ?")
                        + " - ?",
                SLOT.toSeconds(),
                KEPT.dividedBy(SLOT)));
    }

    private static final class Add extends Write.Alone<Boolean> {
        private final String tenantId;
        private final Collection<String> names;
        private final Instant at;

        Add(String tenantId, Collection<String> names, Instant at) {
            this.tenantId = tenantId;
            // In the same order everywhere, so that no two nodes wait for each other in a ring.
            this.names = new TreeSet<>(names);
            this.at = at;
        }

        @Override
        Instant now() {
            return at;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            for (String name : names) {
                handle.execute(ADD.text(), tenantId, Keys.bounded(name), Tallies.slot(at));
            }
            return true;
        }
    }
}
