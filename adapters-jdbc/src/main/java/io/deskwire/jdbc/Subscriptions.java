package io.deskwire.jdbc;

import io.deskwire.config.Secret;
import io.deskwire.config.SecretCipher;
import io.deskwire.work.Page;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Who is told of tenants' events, and what became of that. All of a tenant's go with the tenant. Every method may throw {@link
 * io.deskwire.work.StoreUnavailableException}.
 */
public final class Subscriptions {

    private final Reader reader;
    private final Writer writer;
    private final EventRows rows;

    Subscriptions(Reader reader, Writer writer, SecretCipher cipher) {
        this.reader = reader;
        this.writer = writer;
        this.rows = new EventRows(reader.dialect(), cipher);
    }

    /** A tenant's subscriptions by their ids. */
    public List<Subscription> of(String tenantId) {
        return reader.read(
                handle -> handle.select(EventRows.SUBSCRIPTION + " WHERE tenant_id = ? ORDER BY id", tenantId)
                        .map((row, context) -> rows.subscription(row))
                        .list());
    }

    /** One of them. */
    public Optional<Subscription> find(String tenantId, String id) {
        return reader.read(
                handle -> handle.select(EventRows.SUBSCRIPTION + " WHERE tenant_id = ? AND id = ?", tenantId, id)
                        .map((row, context) -> rows.subscription(row))
                        .findOne());
    }

    /**
     * Creates or replaces a subscription. One that was switched off by its receiver works again, and what it failed at is tried
     * at once.
     *
     * @param wanted {@code createdAt} and {@code condition} count for nothing where there is one already
     * @param secrets the current one first; empty to keep those there are
     */
    public void put(Subscription wanted, List<Secret> secrets) {
        String types = " " + String.join(" ", wanted.types()) + " ";
        String encrypted = secrets.isEmpty() ? null : rows.encrypted(wanted.tenantId(), wanted.id(), secrets);
        if (encrypted == null) {
            writer.call(new Statement(
                    "UPDATE deskwire_subscription SET url = ?, types = ?, is_active = ?, updated_at = ?,"
                            + " disabled_reason = NULL, failures = 0, retry_at = NULL, problem = NULL"
                            + " WHERE tenant_id = ? AND id = ?",
                    wanted.url(),
                    types,
                    wanted.active(),
                    wanted.updatedAt(),
                    wanted.tenantId(),
                    wanted.id()));
            return;
        }
        writer.call(new Statement(
                "INSERT INTO deskwire_subscription (tenant_id, id, url, types, secret, is_active, created_at, updated_at)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id, id) DO UPDATE SET"
                        + " url = excluded.url, types = excluded.types, secret = excluded.secret,"
                        + " is_active = excluded.is_active, updated_at = excluded.updated_at,"
                        + " disabled_reason = NULL, failures = 0, retry_at = NULL, problem = NULL",
                wanted.tenantId(),
                wanted.id(),
                wanted.url(),
                types,
                encrypted,
                wanted.active(),
                wanted.createdAt(),
                wanted.updatedAt()));
    }

    /** Removes a subscription and what was to be delivered to it; false when there was none. */
    public boolean delete(String tenantId, String id) {
        boolean removed = writer.call(
                new Statement("DELETE FROM deskwire_subscription WHERE tenant_id = ? AND id = ?", tenantId, id));
        writer.call(new Statement(
                "DELETE FROM deskwire_event_delivery WHERE tenant_id = ? AND subscription_id = ?", tenantId, id));
        return removed;
    }

    /**
     * Delivers events of a time again, under their own ids.
     *
     * @param since from this time on
     * @param until before this time
     * @param types which of them
     * @return how many are to be delivered; those that were pending anyway count too
     */
    public int replay(String tenantId, String id, Instant since, Instant until, Set<String> types) {
        return writer.call(new Replay(tenantId, id, since, until, types));
    }

    private static final class Replay extends Write.Alone<Integer> {
        private final String tenantId;
        private final String id;
        private final Instant since;
        private final Instant until;
        private final Set<String> types;

        Replay(String tenantId, String id, Instant since, Instant until, Set<String> types) {
            this.tenantId = tenantId;
            this.id = id;
            this.since = since;
            this.until = until;
            this.types = types;
        }

        @Override
        Instant now() {
            return Instant.EPOCH;
        }

        @Override
        Integer run(Handle handle, Collection<LaneKey> lanes) {
            List<Object> arguments = new ArrayList<>(List.of(id, tenantId, since, until));
            arguments.addAll(types);
            return handle.execute(
                    "INSERT INTO deskwire_event_delivery (tenant_id, subscription_id, seq, lane, state)"
                            + " SELECT e.tenant_id, CAST(? AS TEXT), e.seq, e.lane, 'pending' FROM deskwire_event AS e"
                            + " WHERE e.tenant_id = ? AND e.noted_at >= ? AND e.noted_at < ? AND e.type IN ("
                            + types.stream().map(type -> "?").collect(Collectors.joining(", "))
                            + ") ON CONFLICT (tenant_id, subscription_id, seq) DO UPDATE SET state = 'pending',"
                            + " attempts = 0, due_at = NULL",
                    arguments.toArray());
        }
    }

    /**
     * What became of the events of a subscription, newest first.
     *
     * @param cursor {@link Page#nextCursor} of the page before, or null
     * @throws IllegalArgumentException when the cursor is none of this list
     */
    public Page<EventDelivery> deliveries(String tenantId, String id, @Nullable String cursor, int limit) {
        long before = cursor == null ? Long.MAX_VALUE : parse(cursor);
        List<EventDelivery> found = reader.read(handle -> handle.select(
                        EventRows.DELIVERY + " AND d.seq < ? ORDER BY d.seq DESC LIMIT ?",
                        tenantId,
                        id,
                        before,
                        limit + 1)
                .map((row, context) -> rows.delivery(row))
                .list());
        return found.size() <= limit
                ? new Page<>(found, null)
                : new Page<>(
                        found.subList(0, limit),
                        String.valueOf(found.get(limit - 1).event().seq()));
    }

    private static long parse(String cursor) {
        try {
            return Long.parseLong(cursor);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a cursor of this list");
        }
    }

    /** How many events wait for a subscription. */
    public long waiting(String tenantId, String id) {
        return reader.read(handle -> handle.select(
                        "SELECT COUNT(*) FROM deskwire_event_delivery WHERE tenant_id = ? AND subscription_id = ?"
                                + " AND state = 'pending'",
                        tenantId,
                        id)
                .mapTo(Long.class)
                .one());
    }
}
