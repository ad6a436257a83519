package io.deskwire.jdbc;

import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelStates;
import io.deskwire.channel.ChannelTransition;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** How the channels are doing, one document each. */
final class JdbcChannelStates implements ChannelStates {

    private static final String SELECT =
            "SELECT tenant_id, channel_id, state FROM deskwire_channel_state WHERE tenant_id = ?";

    private final Reader reader;
    private final Writer writer;

    JdbcChannelStates(Reader reader, Writer writer) {
        this.reader = reader;
        this.writer = writer;
    }

    @Override
    public Optional<ChannelState> find(String tenantId, String channelId) {
        return reader.read(handle -> find(handle, "", tenantId, channelId));
    }

    private static Optional<ChannelState> find(Handle handle, String lock, String tenantId, String channelId) {
        return handle.select(SELECT + " AND channel_id = ? " + lock, tenantId, channelId)
                .map((row, context) -> read(row))
                .findOne();
    }

    @Override
    public List<ChannelState> ofTenant(String tenantId) {
        return reader.read(handle -> handle.select(SELECT + " ORDER BY channel_id", tenantId)
                .map((row, context) -> read(row))
                .list());
    }

    @Override
    public ChannelState update(String tenantId, String channelId, Instant now, UnaryOperator<ChannelState> change) {
        return writer.call(new Update(reader.dialect(), tenantId, channelId, now, change));
    }

    @Override
    public void remove(String tenantId, String channelId) {
        for (String table : List.of("deskwire_channel_state", "deskwire_channel_transition", "deskwire_channel_hour")) {
            writer.call(new Statement(
                    "DELETE FROM " + table + " WHERE tenant_id = ? AND channel_id = ?", tenantId, channelId));
        }
    }

    @Override
    public List<ChannelTransition> transitions(String tenantId, String channelId, int limit) {
        Dialect dialect = reader.dialect();
        return reader.read(handle -> handle.select(
                        "SELECT at, direction, from_state, to_state, reason, hint FROM deskwire_channel_transition"
                                + " WHERE tenant_id = ? AND channel_id = ? ORDER BY seq DESC LIMIT ?",
                        tenantId,
                        channelId,
                        limit)
                .map((row, context) -> new ChannelTransition(
                        dialect.requiredTime(row, "at"),
                        ChannelTransition.Direction.valueOf(upper(row, "direction")),
                        ChannelState.Status.valueOf(upper(row, "from_state")),
                        ChannelState.Status.valueOf(upper(row, "to_state")),
                        row.getString("reason"),
                        row.getString("hint")))
                .list());
    }

    private static String upper(ResultSet row, String column) throws SQLException {
        return row.getString(column).toUpperCase(Locale.ROOT);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public void arrived(String tenantId, String channelId, Instant at, long items) {
        writer.call(new Statement(
                "INSERT INTO deskwire_channel_hour (tenant_id, channel_id, hour, items) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (tenant_id, channel_id, hour) DO UPDATE"
                        + " SET items = deskwire_channel_hour.items + excluded.items",
                tenantId,
                channelId,
                hour(at),
                items));
    }

    @Override
    public Map<String, NavigableMap<Instant, Long>> arrivals(String tenantId, Instant from) {
        Map<String, NavigableMap<Instant, Long>> found = new HashMap<>();
        reader.read(handle -> handle.select(
                                "SELECT channel_id, hour, items FROM deskwire_channel_hour WHERE tenant_id = ? AND hour >= ?",
                                tenantId,
                                hour(from.plusSeconds(3599)))
                        .map((row, context) -> new Hour(
                                row.getString("channel_id"),
                                Instant.ofEpochSecond(row.getLong("hour") * 3600),
                                row.getLong("items")))
                        .list())
                .forEach(hour -> found.computeIfAbsent(hour.channelId(), id -> new TreeMap<>())
                        .put(hour.at(), hour.items()));
        return found;
    }

    private record Hour(String channelId, Instant at, long items) {}

    private static long hour(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), 3600L);
    }

    /** Forgets hours that nobody asks for any more; by the database's own clock. */
    void sweep() {
        writer.call(new Statement(
                "DELETE FROM deskwire_channel_hour WHERE hour < "
                        + (reader.dialect() == Dialect.SQLITE
                                ? "CAST(strftime('%s', 'now') AS INTEGER) / 3600"
                                : "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) AS BIGINT) / 3600")
                        + " - ?",
                KEPT_ARRIVALS.toHours()));
    }

    private static String write(ChannelState state) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("inbound", DomainJson.toTree(state.inbound()));
        tree.put("outbound", DomainJson.toTree(state.outbound()));
        tree.put("paused", state.paused());
        tree.put("last_message_at", text(state.lastMessageAt()));
        tree.put("last_sent_at", text(state.lastSentAt()));
        return Json.write(tree);
    }

    private static ChannelState read(ResultSet row) throws SQLException {
        Map<String, Object> tree = Json.lenient().parseObject(row.getString("state"));
        return new ChannelState(
                row.getString("tenant_id"),
                row.getString("channel_id"),
                DomainJson.channelSide(object(tree, "inbound")),
                DomainJson.channelSide(object(tree, "outbound")),
                Boolean.TRUE.equals(tree.get("paused")),
                time(tree.get("last_message_at")),
                time(tree.get("last_sent_at")));
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static @Nullable Instant time(@Nullable Object text) {
        return text == null ? null : Instant.parse(text.toString());
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(Map<String, Object> tree, String name) {
        return tree.get(name) instanceof Map<?, ?> object ? (Map<String, Object>) object : Map.of();
    }

    private static final class Update extends Write.Alone<ChannelState> {
        private final Dialect dialect;
        private final String tenantId;
        private final String channelId;
        private final Instant now;
        private final UnaryOperator<ChannelState> change;

        Update(Dialect dialect, String tenantId, String channelId, Instant now, UnaryOperator<ChannelState> change) {
            this.dialect = dialect;
            this.tenantId = tenantId;
            this.channelId = channelId;
            this.now = now;
            this.change = change;
        }

        @Override
        String contended() {
            return "state " + tenantId + ' ' + channelId;
        }

        @Override
        Instant now() {
            return now;
        }

        @Override
        ChannelState run(Handle handle, Collection<LaneKey> lanes) {
            ChannelState fresh = ChannelState.fresh(tenantId, channelId, now);
            // There is a row to lock from here on, whichever node came first.
            handle.execute(
                    "INSERT INTO deskwire_channel_state (tenant_id, channel_id, state) VALUES (?, ?, ?)"
                            + " ON CONFLICT DO NOTHING",
                    tenantId,
                    channelId,
                    write(fresh));
            ChannelState before =
                    find(handle, dialect.forUpdate, tenantId, channelId).orElse(fresh);
            ChannelState after = change.apply(before);
            handle.execute(
                    "UPDATE deskwire_channel_state SET state = ? WHERE tenant_id = ? AND channel_id = ?",
                    write(after),
                    tenantId,
                    channelId);
            List<ChannelTransition> transitions = ChannelTransition.between(before, after, now);
            transitions.forEach(transition -> note(handle, transition));
            if (!transitions.isEmpty()) {
                handle.execute(
                        "DELETE FROM deskwire_channel_transition WHERE tenant_id = ? AND channel_id = ? AND seq <="
                                + " (SELECT seq FROM deskwire_channel_transition WHERE tenant_id = ? AND channel_id = ?"
                                + " ORDER BY seq DESC LIMIT 1 OFFSET ?)",
                        tenantId,
                        channelId,
                        tenantId,
                        channelId,
                        KEPT_TRANSITIONS);
            }
            return after;
        }

        private void note(Handle handle, ChannelTransition transition) {
            handle.execute(
                    "INSERT INTO deskwire_channel_transition"
                            + " (tenant_id, channel_id, at, direction, from_state, to_state, reason, hint)"
                            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    tenantId,
                    channelId,
                    transition.at(),
                    lower(transition.direction()),
                    lower(transition.from()),
                    lower(transition.to()),
                    clean(transition.reason()),
                    clean(transition.hint()));
        }

        /** PostgreSQL takes no NUL, and servers say what they like. */
        private static @Nullable String clean(@Nullable String text) {
            return text == null ? null : text.replace('\u0000', ' ');
        }
    }
}
