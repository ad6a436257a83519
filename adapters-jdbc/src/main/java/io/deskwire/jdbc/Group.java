package io.deskwire.jdbc;

import io.deskwire.work.LeaseLostException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The writes of one transaction, in the order they came. */
final class Group {

    private final List<Write<?>> writes;
    private final NavigableMap<LaneKey, Instant> lanes = new TreeMap<>();
    private final TreeSet<LaneKey> locked = new TreeSet<>();

    Group(List<Write<?>> writes) {
        this.writes = writes;
    }

    /**
     * First the lanes, then the writes that go forward together, last those that read before they write: the same order on
     * every node. Nobody who put two writes into one group waits for the first before the second.
     */
    void run(WriterConnection connection) throws SQLException {
        for (Write<?> write : writes) {
            write.lanes().forEach(lane -> touch(lane, write.now()));
        }
        locked.addAll(lanes.keySet());
        if (connection.dialect() == Dialect.POSTGRESQL && !writes.stream().allMatch(Write::isOneStatement)) {
            writes.forEach(write -> locked.addAll(write.addsTo()));
        }
        Round round = new Round();
        Lanes.lock(round, locked, connection.dialect());
        round.run(connection);
        List<Write.InRounds<?>> together = new ArrayList<>();
        List<Write.Alone<?>> alone = new ArrayList<>();
        for (Write<?> write : writes) {
            if (write instanceof Write.InRounds<?> inRounds) {
                together.add(inRounds);
            } else {
                alone.add((Write.Alone<?>) write);
            }
        }
        runTogether(connection, together);
        alone.sort(Comparator.comparing(Write.Alone::contended));
        for (Write.Alone<?> write : alone) {
            runAlone(connection, write);
        }
        Lanes.refresh(round, lanes, connection);
        Lanes.remove(round, locked, connection);
    }

    private void touch(LaneKey lane, Instant now) {
        lanes.merge(lane, now, (a, b) -> a.isAfter(b) ? a : b);
    }

    private static void runTogether(WriterConnection connection, List<Write.InRounds<?>> together) throws SQLException {
        Round round = new Round();
        List<Write.InRounds<?>> open = new ArrayList<>(together);
        while (!open.isEmpty()) {
            open.removeIf(write -> !write.advance(round));
            round.run(connection);
        }
    }

    private <T> void runAlone(WriterConnection connection, Write.Alone<T> write) throws SQLException {
        TreeSet<LaneKey> found = new TreeSet<>();
        try {
            write.succeed(write.run(connection.handle(), found));
        } catch (LeaseLostException e) {
            // Thrown before anything was changed, so the others can go on.
            write.refuse(e);
        }
        found.forEach(lane -> touch(lane, write.now()));
        found.removeAll(locked);
        if (!found.isEmpty()) {
            Round round = new Round();
            Lanes.lock(round, found, connection.dialect());
            round.run(connection);
            locked.addAll(found);
        }
    }
}
