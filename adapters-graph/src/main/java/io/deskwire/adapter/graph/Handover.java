package io.deskwire.adapter.graph;

import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hands messages to intake in batches, each with a position, and does the work after intake once they are durable. */
final class Handover {

    private static final int BATCH_BYTES = 2 * 1024 * 1024;

    /** While the work after intake fails for good, the cursor must not grow without end. */
    private static final int MOST_TODO = 1_000;

    private final Batches batches;
    private final AfterWork afterWork;
    private final Troubles troubles;
    private final List<RawItem> batch = new ArrayList<>();
    private int batchBytes;
    private GraphCursor cursor;
    private @Nullable GraphCursor written;
    private Map<String, Integer> todo;

    /**
     * @param stored the position as it is stored, or null
     * @param start the position to begin with
     */
    Handover(Intake intake, AfterWork afterWork, @Nullable GraphCursor stored, GraphCursor start) {
        this.batches = new Batches(intake);
        this.afterWork = afterWork;
        this.written = stored;
        this.cursor = start;
        this.todo = start.todo();
        this.troubles = new Troubles(start.troubles());
    }

    GraphCursor cursor() {
        return cursor;
    }

    /** Messages that were not given; stored with the position. */
    Troubles troubles() {
        return troubles;
    }

    /** What is stored from now on is stored with another position; call it with nothing in the batch. */
    void move(GraphCursor next) {
        cursor = next;
    }

    /** A small message: stored with others. */
    void add(RawItem item, int bytes) throws ChannelException {
        batch.add(item);
        batchBytes += bytes;
        if (batchBytes >= BATCH_BYTES) {
            store();
        }
    }

    /** A message that is read from its connection while it is stored. */
    void stream(RawItem item) throws ChannelException {
        store();
        accept(List.of(item), !afterWork.isNone());
    }

    /** A note beside a message; nothing is done to the message, so that a person finds it. */
    void addNote(RawItem note) throws ChannelException {
        store();
        accept(List.of(note), false);
    }

    /** Returns when what was added is durable. */
    void store() throws ChannelException {
        if (!batch.isEmpty()) {
            List<RawItem> items = List.copyOf(batch);
            batch.clear();
            batchBytes = 0;
            accept(items, !afterWork.isNone());
        }
    }

    /** Returns when everything is durable, the position too, and what is to be done after that was tried. */
    void flush() throws ChannelException {
        store();
        save();
        if (!todo.isEmpty()) {
            todo = afterWork.run(todo);
            save();
        }
    }

    /** Writes the position if it is another one. */
    void save() throws ChannelException {
        if (!cursor.with(todo, troubles.all()).equals(written)) {
            accept(List.of(), false);
        }
    }

    /** What is to be done is stored with the items, so that an interruption forgets none of it; it is work only once they are. */
    private void accept(List<RawItem> items, boolean toBeWorkedOn) throws ChannelException {
        Map<String, Integer> all = new LinkedHashMap<>(todo);
        if (toBeWorkedOn) {
            items.forEach(item -> all.put(item.sourceKey(), 0));
        }
        int tooMany = Math.max(0, all.size() - MOST_TODO);
        List.copyOf(all.keySet()).subList(0, tooMany).forEach(all::remove);
        List<Trouble> left =
                troubles.after(items.stream().map(RawItem::sourceKey).toList());
        GraphCursor next = cursor.with(all, left);
        batches.offer(items, next.cursor());
        written = next;
        todo = next.todo();
        troubles.become(left);
        if (tooMany > 0) {
            afterWork.giveUp(tooMany);
        }
    }

    int offered() {
        return batches.offered();
    }

    int stored() {
        return batches.stored();
    }
}
