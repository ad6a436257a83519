package io.deskwire.jdbc;

import io.deskwire.config.Secret;
import io.deskwire.config.SecretCipher;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Events on their way to those who subscribed to them. They come to be by the database itself, in the transaction of what
 * happened. Every method may throw {@link io.deskwire.work.StoreUnavailableException}.
 */
public final class EventOutbox {

    private final Reader reader;
    private final Writer writer;
    private final EventRows rows;

    EventOutbox(Reader reader, Writer writer, SecretCipher cipher) {
        this.reader = reader;
        this.writer = writer;
        this.rows = new EventRows(reader.dialect(), cipher);
    }

    /**
     * The right to deliver to a subscription, for a while.
     *
     * @param secrets what signs, the current one first
     */
    public record Lease(Subscription subscription, List<Secret> secrets, long fence) {
        public Lease {
            secrets = List.copyOf(secrets);
        }
    }

    /** Takes subscriptions that something waits for and that nobody else is delivering to. */
    public List<Lease> lease(Instant now, Instant until, int most) {
        // Asked first: most of the time there is nothing, and writing is dear.
        boolean any =
                reader.read(handle -> !ready(handle, reader.dialect(), now, 1).isEmpty());
        return any ? writer.call(new Take(now, until, most)) : List.of();
    }

    private static List<String[]> ready(Handle handle, Dialect dialect, Instant now, int most) {
        return handle.select(
                        "SELECT s.tenant_id, s.id FROM deskwire_subscription AS s WHERE s.is_active = "
                                + (dialect == Dialect.SQLITE ? "1" : "TRUE")
                                + " AND s.disabled_reason IS NULL AND (s.retry_at IS NULL OR s.retry_at <= ?)"
                                + " AND (s.lease_until IS NULL OR s.lease_until <= ?)"
                                + " AND EXISTS (SELECT 1 FROM deskwire_event_delivery AS d WHERE d.tenant_id = s.tenant_id"
                                + " AND d.subscription_id = s.id AND d.state = 'pending'"
                                + " AND (d.due_at IS NULL OR d.due_at <= ?)) ORDER BY s.lease_until, s.tenant_id, s.id"
                                + " LIMIT ?",
                        now,
                        now,
                        now,
                        most)
                .map((row, context) -> new String[] {row.getString("tenant_id"), row.getString("id")})
                .list();
    }

    private final class Take extends Write.Alone<List<Lease>> {
        private final Instant now;
        private final Instant until;
        private final int most;

        Take(Instant now, Instant until, int most) {
            this.now = now;
            this.until = until;
            this.most = most;
        }

        @Override
        Instant now() {
            return now;
        }

        @Override
        List<Lease> run(Handle handle, Collection<LaneKey> lanes) {
            List<Lease> taken = new ArrayList<>();
            for (String[] key : ready(handle, reader.dialect(), now, most)) {
                int ours = handle.execute(
                        "UPDATE deskwire_subscription SET lease_until = ?, fence = fence + 1"
                                + " WHERE tenant_id = ? AND id = ? AND (lease_until IS NULL OR lease_until <= ?)",
                        until,
                        key[0],
                        key[1],
                        now);
                if (ours == 1) {
                    handle.select(EventRows.SUBSCRIPTION + " WHERE tenant_id = ? AND id = ?", key[0], key[1])
                            .map((row, context) -> new Lease(
                                    rows.subscription(row),
                                    rows.secrets(key[0], key[1], row.getString("secret")),
                                    row.getLong("fence")))
                            .findOne()
                            .ifPresent(taken::add);
                }
            }
            return taken;
        }
    }

    /**
     * What can be delivered now, oldest first: in each lane nothing that stands behind what has to wait.
     *
     * @param limit how many at most
     */
    public List<EventDelivery> pending(Lease lease, Instant now, int limit) {
        return reader.read(handle -> handle.select(
                        EventRows.DELIVERY
                                + " AND d.state = 'pending' AND (d.due_at IS NULL OR d.due_at <= ?)"
                                + " AND NOT EXISTS (SELECT 1 FROM deskwire_event_delivery AS b WHERE b.tenant_id = d.tenant_id"
                                + " AND b.subscription_id = d.subscription_id AND b.lane = d.lane AND b.seq < d.seq"
                                + " AND b.state = 'pending' AND b.due_at > ?) ORDER BY d.seq LIMIT ?",
                        lease.subscription().tenantId(),
                        lease.subscription().id(),
                        now,
                        now,
                        limit)
                .map((row, context) -> rows.delivery(row))
                .list());
    }

    /** The receiver took an event. */
    public boolean delivered(Lease lease, StoredEvent event, int status, Instant now) {
        return writer.call(new Settle(lease, now, handle -> {
            settle(handle, lease, event, "delivered", null, now, status, null);
            handle.execute(
                    "UPDATE deskwire_subscription SET failures = 0, retry_at = NULL, problem = NULL, last_delivered_at = ?"
                            + " WHERE tenant_id = ? AND id = ?",
                    now,
                    lease.subscription().tenantId(),
                    lease.subscription().id());
        }));
    }

    /**
     * The receiver refused this one event, or nothing could be sent of it.
     *
     * @param status of its answer, or null when there was none
     * @param again when it is tried again, or null when it is given up; what stands behind it in its lane waits so long
     */
    public boolean refused(
            Lease lease,
            StoredEvent event,
            @Nullable Integer status,
            String problem,
            @Nullable Instant again,
            Instant now) {
        return writer.call(new Settle(
                lease,
                now,
                handle -> settle(
                        handle, lease, event, again == null ? "failed" : "pending", again, now, status, problem)));
    }

    /**
     * The receiver is in no state to take anything.
     *
     * @param status of its answer, or null when there was none
     * @param again when it is tried again
     */
    public boolean failing(
            Lease lease, StoredEvent event, @Nullable Integer status, String problem, Instant again, Instant now) {
        return writer.call(new Settle(lease, now, handle -> {
            settle(handle, lease, event, "pending", null, now, status, problem);
            handle.execute(
                    "UPDATE deskwire_subscription SET failures = failures + 1, retry_at = ?, problem = ?"
                            + " WHERE tenant_id = ? AND id = ?",
                    again,
                    problem,
                    lease.subscription().tenantId(),
                    lease.subscription().id());
        }));
    }

    /** The receiver wants nothing any more. What waits stays, until somebody saves the subscription again. */
    public boolean disable(Lease lease, StoredEvent event, int status, String reason, Instant now) {
        return writer.call(new Settle(lease, now, handle -> {
            settle(handle, lease, event, "pending", null, now, status, reason);
            handle.execute(
                    "UPDATE deskwire_subscription SET disabled_reason = ?, problem = ? WHERE tenant_id = ? AND id = ?",
                    reason,
                    reason,
                    lease.subscription().tenantId(),
                    lease.subscription().id());
        }));
    }

    /** Nothing is left of the event that could be told. */
    public boolean dropped(Lease lease, StoredEvent event, String reason, Instant now) {
        return writer.call(
                new Settle(lease, now, handle -> settle(handle, lease, event, "failed", null, now, null, reason)));
    }

    /** Ends a lease before its time; nothing happens when it is not ours any more. */
    public void release(Lease lease) {
        writer.call(new Statement(
                "UPDATE deskwire_subscription SET lease_until = NULL WHERE tenant_id = ? AND id = ? AND fence = ?",
                lease.subscription().tenantId(),
                lease.subscription().id(),
                lease.fence()));
    }

    /**
     * What there is in all.
     *
     * @param waiting events to be delivered
     * @param subscriptions how many by {@link Subscription#state}
     */
    public record Totals(long waiting, Map<String, Long> subscriptions) {
        public Totals {
            subscriptions = Map.copyOf(subscriptions);
        }
    }

    /** What there is in all tenants. */
    public Totals totals() {
        return reader.read(handle -> {
            Map<String, Long> states = new HashMap<>();
            handle.select(EventRows.SUBSCRIPTION)
                    .map((row, context) -> rows.subscription(row).state())
                    .forEach(state -> states.merge(state, 1L, Long::sum));
            long waiting = handle.select("SELECT COUNT(*) FROM deskwire_event_delivery WHERE state = 'pending'")
                    .mapTo(Long.class)
                    .one();
            return new Totals(waiting, states);
        });
    }

    /** Ends every lease: for the only node of a database, which holds none when it starts. */
    public void releaseAll() {
        writer.call(new Statement("UPDATE deskwire_subscription SET lease_until = NULL, fence = fence + 1"
                + " WHERE lease_until IS NOT NULL"));
    }

    private static void settle(
            Handle handle,
            Lease lease,
            StoredEvent event,
            String state,
            @Nullable Instant due,
            Instant now,
            @Nullable Integer status,
            @Nullable String problem) {
        handle.execute(
                "UPDATE deskwire_event_delivery SET state = ?, due_at = ?, attempts = attempts + 1, tried_at = ?,"
                        + " status = ?, problem = ? WHERE tenant_id = ? AND subscription_id = ? AND seq = ?",
                state,
                due,
                now,
                status,
                problem,
                lease.subscription().tenantId(),
                lease.subscription().id(),
                event.seq());
    }

    /** Writes under a lease; false when it was lost, then nothing was written. */
    private final class Settle extends Write.Alone<Boolean> {
        private final Lease lease;
        private final Instant now;
        private final Consumer<Handle> work;

        Settle(Lease lease, Instant now, Consumer<Handle> work) {
            this.lease = lease;
            this.now = now;
            this.work = work;
        }

        @Override
        Instant now() {
            return now;
        }

        @Override
        Boolean run(Handle handle, Collection<LaneKey> lanes) {
            boolean ours = handle.select(
                            "SELECT 1 FROM deskwire_subscription WHERE tenant_id = ? AND id = ? AND fence = ? "
                                    + reader.dialect().forUpdate,
                            lease.subscription().tenantId(),
                            lease.subscription().id(),
                            lease.fence())
                    .mapTo(Integer.class)
                    .findOne()
                    .isPresent();
            if (ours) {
                work.accept(handle);
            }
            return ours;
        }
    }

    /**
     * Forgets events that are too old, delivered or not; what was not is counted at its subscription.
     *
     * @return how many were forgotten; at most {@code limit}
     */
    public int forget(Instant before, int limit) {
        return writer.call(new Forget(before, limit));
    }

    private static final class Forget extends Write.Alone<Integer> {
        private final Instant before;
        private final int limit;

        Forget(Instant before, int limit) {
            this.before = before;
            this.limit = limit;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        Integer run(Handle handle, Collection<LaneKey> lanes) {
            String old = "(SELECT seq FROM deskwire_event WHERE noted_at < ? ORDER BY seq LIMIT ?)";
            handle.execute(
                    "UPDATE deskwire_subscription SET expired = expired + (SELECT COUNT(*) FROM deskwire_event_delivery"
                            + " AS d WHERE d.tenant_id = deskwire_subscription.tenant_id"
                            + " AND d.subscription_id = deskwire_subscription.id AND d.state = 'pending' AND d.seq IN "
                            + old
                            + ")",
                    before,
                    limit);
            handle.execute("DELETE FROM deskwire_event_delivery WHERE seq IN " + old, before, limit);
            return handle.execute("DELETE FROM deskwire_event WHERE seq IN " + old, before, limit);
        }
    }
}
