package io.deskwire.jdbc;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.intake.RawInbound;
import io.deskwire.intake.Settlement;
import io.deskwire.work.Claim;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The inbox; its lanes are the channels. */
final class JdbcInbox extends JdbcWorkQueue<RawInbound> implements Inbox {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcInbox.class);
    /** Keys asked for in one statement. */
    private static final int KEYS_AT_ONCE = 500;

    private final Bodies bodies;

    JdbcInbox(Reader reader, Writer writer, Bodies bodies) {
        super(LaneKey.INBOX, reader, writer);
        this.bodies = bodies;
    }

    @Override
    public CompletionStage<Intake.Accepted> record(IntakeBatch batch) {
        RecordWrite write = new RecordWrite(reader().dialect(), batch);
        for (RawItem item : batch.items()) {
            write.add(item, read(batch.tenantId(), item.body()));
        }
        return writer().submit(write).done();
    }

    private Bodies.Body read(String tenantId, RawBody body) {
        if (body instanceof RawBody.InMemory memory) {
            return bodies.take(tenantId, memory.bytes());
        }
        try (InputStream stream = body.open()) {
            return bodies.take(tenantId, stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<String> known(String tenantId, String channelId, Collection<String> sourceKeys) {
        Map<String, String> asked = new HashMap<>();
        sourceKeys.forEach(key -> asked.put(Keys.bounded(key), key));
        List<String> keys = new ArrayList<>(asked.keySet());
        Set<String> known = new HashSet<>();
        for (int from = 0; from < keys.size(); from += KEYS_AT_ONCE) {
            List<String> some = keys.subList(from, Math.min(keys.size(), from + KEYS_AT_ONCE));
            reader().read(handle -> known(handle, tenantId, channelId, some))
                    .forEach(key -> known.add(asked.getOrDefault(key, key)));
        }
        return known;
    }

    private static List<String> known(Handle handle, String tenantId, String channelId, List<String> keys) {
        List<Object> arguments = new ArrayList<>(List.of(tenantId, channelId));
        arguments.addAll(keys);
        return handle.select(
                        "SELECT source_key FROM deskwire_raw WHERE tenant_id = ? AND channel_id = ? AND source_key IN (?"
                                + ", ?".repeat(keys.size() - 1) + ")",
                        arguments.toArray())
                .mapTo(String.class)
                .list();
    }

    @Override
    public Optional<Cursor> cursor(String tenantId, String channelId) {
        return reader().read(handle -> handle.select(
                        "SELECT value FROM deskwire_cursor WHERE tenant_id = ? AND channel_id = ?", tenantId, channelId)
                .map((row, context) -> new Cursor(row.getString("value")))
                .findOne());
    }

    @Override
    public void forgetCursor(String tenantId, String channelId) {
        writer().call(new Statement(
                "DELETE FROM deskwire_cursor WHERE tenant_id = ? AND channel_id = ?", tenantId, channelId));
    }

    @Override
    public Optional<RawInbound> raw(String tenantId, String rawId) {
        return reader().read(handle -> handle.select(RawRows.SELECT + " AND id = ?", tenantId, rawId)
                .map((row, context) -> RawRows.read(row, reader()))
                .findOne());
    }

    @Override
    public Settled settle(Claim claim, Settlement settlement, Instant now) {
        return writer().call(new InboxSettlement(claim, settlement, Effects.of(settlement, bodies), now));
    }

    @Override
    public boolean isStrict() {
        return false;
    }

    @Override
    Map<String, RawInbound> load(String tenantId, List<WorkItem> items) {
        return find(tenantId, items.stream().map(WorkItem::id).collect(Collectors.toSet()));
    }

    /** Stored items by their ids; those that cannot be read are absent. */
    Map<String, RawInbound> find(String tenantId, Set<String> ids) {
        Map<String, RawInbound> jobs = new HashMap<>();
        if (ids.isEmpty()) {
            return jobs;
        }
        List<Object> arguments = new ArrayList<>(List.of(tenantId));
        arguments.addAll(ids);
        reader().read(handle -> {
            try (var query = handle.select(
                    RawRows.SELECT + " AND id IN (?" + ", ?".repeat(ids.size() - 1) + ")", arguments.toArray())) {
                query.map((row, context) -> {
                            try {
                                return Optional.of(RawRows.read(row, reader()));
                            } catch (RuntimeException e) {
                                LOG.warn("stored item {} cannot be read", row.getString("id"), e);
                                return Optional.<RawInbound>empty();
                            }
                        })
                        .forEach(found -> found.ifPresent(raw -> jobs.put(raw.id(), raw)));
            }
            return true;
        });
        return jobs;
    }

    @Override
    void giveUp(Claim claim, Instant now) {
        settle(claim, new Settlement.DeadLetter("the stored item cannot be read", null), now);
    }
}
