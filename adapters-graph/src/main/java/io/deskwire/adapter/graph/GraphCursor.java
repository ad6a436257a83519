package io.deskwire.adapter.graph;

import io.deskwire.channel.Cursor;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a mailbox was read to. As text see {@link GraphCursorText}.
 *
 * @param owner what is read: a hash of installation, mailbox and folder; null in positions of before it was kept
 * @param link the delta or next link to go on with, or null to begin a round
 * @param floor messages received before are passed over when the whole folder is listed, or null
 * @param whole whether the round that is under way lists the whole folder, and not what came since the last
 * @param good when a round was last read to its end, or null
 * @param report what an administrator is to be told and was not yet, or null
 * @param todo stored messages for which the work after intake is still to be done, with how often it was refused
 * @param troubles messages that were listed and not given
 */
record GraphCursor(
        @Nullable String owner,
        @Nullable String link,
        @Nullable Instant floor,
        boolean whole,
        @Nullable Instant good,
        @Nullable String report,
        Map<String, Integer> todo,
        List<Trouble> troubles) {
    GraphCursor {
        todo = Collections.unmodifiableMap(new LinkedHashMap<>(todo));
        troubles = List.copyOf(troubles);
    }

    /** The start of a first round. */
    static GraphCursor first(String owner, @Nullable Instant floor, @Nullable String report) {
        return new GraphCursor(owner, null, floor, true, null, report, Map.of(), List.of());
    }

    /** Reads a stored one; null when it is none of ours. */
    static @Nullable GraphCursor parse(Cursor cursor) {
        return GraphCursorText.parse(cursor.value());
    }

    Cursor cursor() {
        return new Cursor(GraphCursorText.of(this));
    }

    /** One of before owners were kept is taken for the right one's. */
    GraphCursor adopted(String newOwner, @Nullable Instant newFloor) {
        return new GraphCursor(newOwner, link, newFloor, whole, good, report, todo, troubles);
    }

    GraphCursor with(Map<String, Integer> newTodo, List<Trouble> newTroubles) {
        return new GraphCursor(owner, link, floor, whole, good, report, newTodo, newTroubles);
    }

    GraphCursor withReport(@Nullable String newReport) {
        return new GraphCursor(owner, link, floor, whole, good, newReport, todo, troubles);
    }

    /** After a page that has another one behind it. */
    GraphCursor onward(String nextLink) {
        return new GraphCursor(owner, nextLink, floor, whole, good, report, todo, troubles);
    }

    /** After the last page of a round. */
    GraphCursor complete(String deltaLink, @Nullable Instant newGood) {
        return new GraphCursor(owner, deltaLink, floor, false, newGood, report, todo, troubles);
    }

    /** The whole folder anew: what was moved there meanwhile may be of any age. What came before the floor was never taken. */
    GraphCursor again(String why) {
        return new GraphCursor(owner, null, floor, true, good, report == null ? why : report, todo, troubles);
    }
}
