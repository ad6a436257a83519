package io.deskwire.jdbc;

import io.deskwire.work.RecurringJobs;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** When what recurs is due. A run is taken by one conditional statement, which only one node's can change the row with. */
final class JdbcRecurringJobs implements RecurringJobs {

    private static final String OURS = " WHERE name = ? AND run = ? AND lease_until IS NOT NULL";

    private final Reader reader;
    private final Writer writer;

    JdbcRecurringJobs(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public Optional<Run> begin(String name, String node, Instant now, Instant leaseUntil) {
        return writer.call(new Begin(name, node, now, leaseUntil));
    }

    @Override
    public boolean extend(Run run, Instant leaseUntil) {
        return writer.call(new Statement(
                "UPDATE deskwire_recurring SET lease_until = ?" + OURS, leaseUntil, run.name(), run.number()));
    }

    @Override
    public boolean end(Run run, Instant at, Instant dueAt, @Nullable String problem) {
        if (problem == null) {
            return writer.call(new Statement(
                    "UPDATE deskwire_recurring SET node = NULL, lease_until = NULL, due_at = ?, ended_at = ?, ok_at = ?,"
                            + " failures = 0, problem = NULL" + OURS,
                    dueAt,
                    at,
                    at,
                    run.name(),
                    run.number()));
        }
        return writer.call(new Statement(
                "UPDATE deskwire_recurring SET node = NULL, lease_until = NULL, due_at = ?, ended_at = ?,"
                        + " failures = failures + 1, problem = ?" + OURS,
                dueAt,
                at,
                problem.replace('\u0000', ' '),
                run.name(),
                run.number()));
    }

    @Override
    public boolean giveBack(Run run) {
        return writer.call(new Statement(
                "UPDATE deskwire_recurring SET node = NULL, lease_until = NULL" + OURS, run.name(), run.number()));
    }

    @Override
    public List<State> all() {
        Dialect dialect = reader.dialect();
        return reader.read(handle -> handle.select("SELECT * FROM deskwire_recurring ORDER BY name")
                .map((row, context) -> new State(
                        row.getString("name"),
                        dialect.requiredTime(row, "due_at"),
                        row.getString("node"),
                        dialect.time(row, "lease_until"),
                        dialect.requiredTime(row, "started_at"),
                        dialect.time(row, "ended_at"),
                        dialect.time(row, "ok_at"),
                        row.getInt("failures"),
                        row.getString("problem")))
                .list());
    }

    private static final class Begin extends Write.Alone<Optional<Run>> {
        private final String name;
        private final String node;
        private final Instant now;
        private final Instant leaseUntil;

        Begin(String name, String node, Instant now, Instant leaseUntil) {
            this.name = name;
            this.node = node;
            this.now = now;
            this.leaseUntil = leaseUntil;
        }

        @Override
        Instant now() {
            return now;
        }

        @Override
        Optional<Run> run(Handle handle, Collection<LaneKey> lanes) {
            int begun = handle.execute(
                    "INSERT INTO deskwire_recurring (name, run, due_at, node, lease_until, started_at)"
                            + " VALUES (?, 1, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET"
                            + " run = deskwire_recurring.run + 1, node = excluded.node,"
                            + " lease_until = excluded.lease_until, started_at = excluded.started_at"
                            + " WHERE deskwire_recurring.due_at <= excluded.started_at"
                            + " AND (deskwire_recurring.lease_until IS NULL"
                            + " OR deskwire_recurring.lease_until <= excluded.started_at)",
                    name,
                    now,
                    node,
                    leaseUntil,
                    now);
            if (begun == 0) {
                return Optional.empty();
            }
            // Within the transaction that holds the row.
            return handle.select("SELECT run FROM deskwire_recurring WHERE name = ?", name)
                    .mapTo(Long.class)
                    .findOne()
                    .map(number -> new Run(name, number));
        }
    }
}
