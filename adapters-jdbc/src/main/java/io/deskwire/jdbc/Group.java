package io.deskwire.jdbc;

import io.deskwire.work.LeaseLostException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The writes of one transaction, in the order they came. */
final class Group {

    private final List<Write<?>> writes;
    private final NavigableMap<LaneKey, Instant> lanes = new TreeMap<>();

    Group(List<Write<?>> writes) {
        this.writes = writes;
    }

    void run(WriterConnection connection) throws SQLException {
        for (Write<?> write : writes) {
            write.lanes().forEach(lane -> touch(lane, write.now()));
        }
        Round round = new Round();
        Lanes.lock(round, lanes.keySet(), connection.dialect());
        round.run(connection);
        List<Write.InRounds<?>> together = new ArrayList<>();
        for (Write<?> write : writes) {
            if (write instanceof Write.InRounds<?> inRounds) {
                together.add(inRounds);
            } else {
                runTogether(connection, together);
                runAlone(connection, (Write.Alone<?>) write);
            }
        }
        runTogether(connection, together);
        Lanes.refresh(round, lanes, connection);
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
        together.clear();
    }

    private <T> void runAlone(WriterConnection connection, Write.Alone<T> write) throws SQLException {
        TreeSet<LaneKey> found = new TreeSet<>();
        try {
            write.succeed(write.run(connection.handle(), found));
        } catch (LeaseLostException e) {
            // Thrown before anything was changed, so the others can go on.
            write.refuse(e);
        }
        found.removeIf(lanes::containsKey);
        if (!found.isEmpty()) {
            Round round = new Round();
            Lanes.lock(round, found, connection.dialect());
            round.run(connection);
            found.forEach(lane -> touch(lane, write.now()));
        }
    }
}
