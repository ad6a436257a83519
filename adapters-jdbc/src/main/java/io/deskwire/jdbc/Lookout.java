package io.deskwire.jdbc;

import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Ids;
import io.deskwire.work.Page;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators look at, read across the tables: how messages pass, what is on its way out, who works on what. Every look at
 * messages is bounded and goes along an index, however many there are; {@link #waiting} costs as much as there is work.
 */
public final class Lookout {

    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    /** The queues in the order of their numbers in the tables. */
    private static final List<String> QUEUES = List.of("inbox", "deliveries", "outbox", "media");

    private static final String CHANNEL_LEASE = "channel:";

    private static final String ARRIVALS = "SELECT r.id, r.channel_id, r.format, r.length, r.stored_at, o.outcome,"
            + " o.at AS settled_at, o.message_id, COALESCE(m.state_reason, o.reason) AS reason, m.state,"
            + " COALESCE(v.to_ticket, m.ticket) AS ticket, m.delivered_at"
            + " FROM deskwire_raw AS r"
            + " LEFT JOIN deskwire_raw_outcome AS o ON o.tenant_id = r.tenant_id AND o.raw_id = r.id"
            + " LEFT JOIN deskwire_message AS m ON m.tenant_id = o.tenant_id AND m.id = o.message_id"
            + " LEFT JOIN deskwire_ticket_move AS v ON v.tenant_id = m.tenant_id AND v.from_ticket = m.ticket"
            + " WHERE r.tenant_id = ?";

    private final Reader reader;
    private final MessageRows messages;
    private final OutgoingRows outgoing;

    Lookout(Reader reader, MessageRows messages) {
        this.reader = reader;
        this.messages = messages;
        this.outgoing = new OutgoingRows(reader);
    }

    /** Something that passed, inward or outward. */
    public sealed interface Passing permits Arrival, Outgoing {

        /** Sorts by the time at which it was stored here. */
        String id();

        String channelId();

        /** When it was stored here. */
        Instant storedAt();
    }

    /** What became of stored bytes. */
    public enum Outcome {
        /** A message that belongs to a ticket. */
        FILED,
        /** Kept and not handed on, by a named rule. */
        FILTERED,
        /** The message was there already. */
        DUPLICATE,
        /** Given up; waits for a person. */
        DEAD_LETTER,
        /** Given up and ended by a person. */
        DISCARDED
    }

    /**
     * An item that came in, with when it reached each stage.
     *
     * @param id of the stored bytes
     * @param format of the stored bytes, such as {@code rfc822}
     * @param size of the stored bytes
     * @param outcome what became of them; null while they wait
     * @param settledAt when that was; null while they wait
     * @param messageId the message they are, or that they repeat; null where they could not be read
     * @param state where that message stands, or null
     * @param reason the rule, the helpdesk's words, why it was given up; or null
     * @param ticket the ticket it stands in, or null
     * @param deliveredAt when the helpdesk took it; null before, and where an older program did not write it down
     */
    public record Arrival(
            String id,
            String channelId,
            String format,
            long size,
            Instant storedAt,
            @Nullable Outcome outcome,
            @Nullable Instant settledAt,
            @Nullable String messageId,
            StoredMessage.Inbound.@Nullable State state,
            @Nullable String reason,
            @Nullable String ticket,
            @Nullable Instant deliveredAt)
            implements Passing {}

    /**
     * A node's right to read a channel.
     *
     * @param until when it ends unless it is prolonged
     */
    public record ChannelLease(String tenantId, String channelId, String node, Instant until) {}

    /**
     * What a node holds.
     *
     * @param channels channels that only it may read now
     * @param work claimed items by queue
     * @param until the latest end of any of its leases
     */
    public record NodeWork(String node, long channels, Map<String, Long> work, Instant until) {
        public NodeWork {
            work = Map.copyOf(work);
        }
    }

    /**
     * Work that is not settled.
     *
     * @param queue {@code inbox}, {@code deliveries}, {@code outbox} or {@code media}
     * @param oldest when the oldest item was made, or null where its id does not tell
     */
    public record Waiting(
            String tenantId,
            String queue,
            long items,
            @Nullable Instant oldest) {}

    /**
     * What came in and went out last, newest first.
     *
     * @param cursor the {@code nextCursor} of the part before, or null
     */
    public Page<Passing> flow(String tenantId, @Nullable String cursor, int limit) {
        List<Object> arguments = new ArrayList<>(List.of(tenantId));
        if (cursor != null) {
            arguments.add(cursor);
        }
        arguments.add(limit + 1);
        String sql = ARRIVALS + (cursor == null ? "" : " AND r.id < ?") + " ORDER BY r.id DESC LIMIT ?";
        List<Passing> all = new ArrayList<>(reader.read(handle -> handle.select(sql, arguments.toArray())
                .map((row, context) -> arrival(row))
                .list()));
        all.addAll(outgoing.newest(tenantId, cursor, limit + 1));
        all.sort(Comparator.comparing(Passing::id).reversed());
        return page(all, limit);
    }

    private Arrival arrival(ResultSet row) throws SQLException {
        Dialect dialect = reader.dialect();
        String outcome = row.getString("outcome");
        String state = row.getString("state");
        return new Arrival(
                row.getString("id"),
                row.getString("channel_id"),
                row.getString("format"),
                row.getLong("length"),
                dialect.requiredTime(row, "stored_at"),
                outcome == null ? null : Outcome.valueOf(outcome.toUpperCase(Locale.ROOT)),
                dialect.time(row, "settled_at"),
                row.getString("message_id"),
                state == null ? null : StoredMessage.Inbound.State.valueOf(state.toUpperCase(Locale.ROOT)),
                row.getString("reason"),
                row.getString("ticket"),
                dialect.time(row, "delivered_at"));
    }

    private static <T extends Passing> Page<T> page(List<T> items, int limit) {
        return items.size() <= limit
                ? new Page<>(items, null)
                : new Page<>(items.subList(0, limit), items.get(limit - 1).id());
    }

    /** Answers of one kind; those that wait come oldest first, all of them newest first. */
    public Page<Outgoing> outgoing(String tenantId, Outgoing.Which which, @Nullable String cursor, int limit) {
        return page(
                switch (which) {
                    case WAITING -> outgoing.waiting(tenantId, cursor, limit + 1);
                    case UNCERTAIN -> outgoing.uncertain(tenantId, cursor, limit + 1);
                    case ALL -> outgoing.newest(tenantId, cursor, limit + 1);
                },
                limit);
    }

    /** How many answers wait for a person's decision. */
    public long uncertain(String tenantId) {
        return reader.read(handle -> handle.select(
                        "SELECT count(*) FROM deskwire_outbound WHERE tenant_id = ? AND state = 'uncertain'", tenantId)
                .mapTo(Long.class)
                .one());
    }

    /** What was written in these messages, by id; without those that are gone or cannot be read, and without statuses. */
    public Map<String, StoredMessage> messages(String tenantId, Collection<String> ids) {
        Map<String, StoredMessage> found = new HashMap<>();
        for (MessageRows.Row row : messages.byIds(tenantId, ids)) {
            try {
                found.put(row.id(), messages.read(row, Map.of()));
            } catch (RuntimeException e) {
                LOG.warn("stored message {} of tenant {} cannot be read", row.id(), tenantId, e);
            }
        }
        return found;
    }

    /**
     * Who may read which channel, by tenant and channel; those whose lease ended are left out.
     *
     * @param after tenant and channel of the last one of the part before, with a slash between them; or null
     */
    public Page<ChannelLease> channelLeases(@Nullable String after, Instant now, int limit) {
        int slash = after == null ? -1 : after.indexOf('/');
        String tenant = slash < 0 || after == null ? "" : after.substring(0, slash);
        String name = slash < 0 || after == null ? "" : CHANNEL_LEASE + after.substring(slash + 1);
        List<ChannelLease> leases = reader.read(handle -> handle.select(
                        "SELECT tenant_id, name, owner, until FROM deskwire_lease WHERE name LIKE 'channel:%' AND until > ?"
                                + " AND (tenant_id > ? OR (tenant_id = ? AND name > ?)) ORDER BY tenant_id, name LIMIT ?",
                        now, tenant, tenant, name, limit + 1)
                .map((row, context) -> new ChannelLease(
                        row.getString("tenant_id"),
                        row.getString("name").substring(CHANNEL_LEASE.length()),
                        row.getString("owner"),
                        reader.dialect().requiredTime(row, "until")))
                .list());
        if (leases.size() <= limit) {
            return new Page<>(leases, null);
        }
        ChannelLease last = leases.get(limit - 1);
        return new Page<>(leases.subList(0, limit), last.tenantId() + "/" + last.channelId());
    }

    /** What each node holds, by its name; one that holds nothing is not seen. */
    public List<NodeWork> nodes(Instant now) {
        return reader.read(handle -> {
            Map<String, Long> channels = new TreeMap<>();
            Map<String, Map<String, Long>> work = new TreeMap<>();
            Map<String, Instant> until = new HashMap<>();
            channels(handle, now, channels, until);
            work(handle, work, until);
            List<NodeWork> nodes = new ArrayList<>();
            for (String node : new TreeMap<>(until).keySet()) {
                nodes.add(new NodeWork(
                        node,
                        channels.getOrDefault(node, 0L),
                        work.getOrDefault(node, Map.of()),
                        until.getOrDefault(node, now)));
            }
            return nodes;
        });
    }

    private void channels(Handle handle, Instant now, Map<String, Long> channels, Map<String, Instant> until) {
        handle.select(
                        "SELECT owner, count(*) AS held, max(until) AS until FROM deskwire_lease"
                                + " WHERE name LIKE 'channel:%' AND until > ? GROUP BY owner",
                        now)
                .map((row, context) -> {
                    channels.put(row.getString("owner"), row.getLong("held"));
                    until.put(row.getString("owner"), reader.dialect().requiredTime(row, "until"));
                    return true;
                })
                .list();
    }

    private void work(Handle handle, Map<String, Map<String, Long>> work, Map<String, Instant> until) {
        handle.select("SELECT node, queue, count(*) AS held, max(hidden_until) AS until FROM deskwire_work"
                        + " WHERE node IS NOT NULL GROUP BY node, queue")
                .map((row, context) -> {
                    String node = row.getString("node");
                    work.computeIfAbsent(node, name -> new TreeMap<>())
                            .put(QUEUES.get(row.getInt("queue")), row.getLong("held"));
                    Instant end = reader.dialect().requiredTime(row, "until");
                    until.merge(node, end, (one, other) -> one.isAfter(other) ? one : other);
                    return true;
                })
                .list();
    }

    /** What waits, by tenant and queue, the most first. */
    public List<Waiting> waiting(int limit) {
        return reader.read(handle -> handle.select(
                        "SELECT tenant_id, queue, count(*) AS items, min(id) AS oldest FROM deskwire_work"
                                + " GROUP BY tenant_id, queue ORDER BY items DESC, tenant_id, queue LIMIT ?",
                        limit)
                .map((row, context) -> new Waiting(
                        row.getString("tenant_id"),
                        QUEUES.get(row.getInt("queue")),
                        row.getLong("items"),
                        Ids.madeAt(row.getString("oldest")).orElse(null)))
                .list());
    }

    /** When the oldest answer was staged that a host committed and no node has taken into the outbox; empty without one. */
    public Optional<Instant> oldestStaged() {
        return reader.read(handle -> handle.select("SELECT min(id) FROM deskwire_staged")
                        .mapTo(String.class)
                        .findOne())
                .flatMap(Ids::madeAt);
    }

    /** The version of the tables, that is of the last migration. */
    public String tablesVersion() {
        return reader.read(handle -> handle.select("SELECT version FROM " + Migrations.HISTORY
                        + " WHERE success AND version IS NOT NULL ORDER BY installed_rank DESC LIMIT 1")
                .mapTo(String.class)
                .findOne()
                .orElse(""));
    }
}
