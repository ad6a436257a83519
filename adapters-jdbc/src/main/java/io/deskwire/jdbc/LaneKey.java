package io.deskwire.jdbc;

import java.util.Comparator;

/** A lane of a queue. In the order in which rows are locked, which is the same everywhere so that nobody waits in a ring. */
record LaneKey(int queue, String tenantId, String lane) implements Comparable<LaneKey> {

    static final int INBOX = 0;
    static final int DELIVERIES = 1;
    static final int OUTBOX = 2;
    static final int MEDIA = 3;

    private static final Comparator<LaneKey> ORDER = Comparator.comparingInt(LaneKey::queue)
            .thenComparing(LaneKey::tenantId)
            .thenComparing(LaneKey::lane);

    @Override
    public int compareTo(LaneKey other) {
        return ORDER.compare(this, other);
    }
}
