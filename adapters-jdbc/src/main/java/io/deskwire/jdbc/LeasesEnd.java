package io.deskwire.jdbc;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Ends every lease of a node in one queue. The rows stay leased, to a lease that is over. */
final class LeasesEnd extends Write.Alone<Boolean> {

    private final int queue;
    private final String node;

    LeasesEnd(int queue, String node) {
        this.queue = queue;
        this.node = node;
    }

    @Override
    Instant now() {
        return Instant.EPOCH;
    }

    @Override
    Boolean run(Handle handle, Collection<LaneKey> lanes) {
        List<LaneKey> held = handle.select(
                        "SELECT DISTINCT tenant_id, lane FROM deskwire_work WHERE queue = ? AND node = ?", queue, node)
                .map((row, context) -> new LaneKey(queue, row.getString("tenant_id"), row.getString("lane")))
                .list();
        lanes.addAll(held);
        return handle.execute(
                        "UPDATE deskwire_work SET hidden_until = ? WHERE queue = ? AND node = ?",
                        Instant.EPOCH,
                        queue,
                        node)
                > 0;
    }
}
