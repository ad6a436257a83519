package io.deskwire.adapter.gmail;

import io.deskwire.adapter.gmail.Position.Trouble;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Hands messages to intake in batches, each with a position, and does the after-intake work once they are durable. */
final class Handover {

    private static final int BATCH_MESSAGES = 50;
    private static final long BATCH_BYTES = 4L << 20;

    /** While the after-intake work fails for good, the cursor must not grow without end. */
    private static final int MOST_PENDING = 1_000;

    private final Intake intake;
    private final AfterWork afterWork;
    private final Troubles troubles;
    private final List<RawItem> batch = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();
    private long bytes;
    private int offered;
    private int found;
    private int stored;
    private Position position;
    private @Nullable Position written;

    /**
     * @param stored the position as it is stored, or null
     * @param start the position to begin with
     */
    Handover(Intake intake, AfterWork afterWork, @Nullable Position stored, Position start) {
        this.intake = intake;
        this.afterWork = afterWork;
        this.position = start;
        this.written = stored;
        this.pending.addAll(start.pending());
        this.troubles = new Troubles(start.troubles());
    }

    Position position() {
        return position;
    }

    /** Messages that could not be fetched; stored with the position. */
    Troubles troubles() {
        return troubles;
    }

    /** What is stored from now on is stored with another position; call it with nothing in the batch. */
    void move(Position next) {
        position = next;
        found = 0;
    }

    /** How many new messages the listing under way has brought, over all passes. */
    int foundByListing() {
        Position.Listing listing = position.listing();
        return (listing == null ? 0 : listing.found()) + found;
    }

    /** A small message: stored with others. */
    void add(RawItem item) throws ChannelException {
        batch.add(item);
        bytes += Math.max(0, item.body().expectedLength());
        if (batch.size() >= BATCH_MESSAGES || bytes >= BATCH_BYTES) {
            flush();
        }
    }

    /** A message that is read from its connection while it is stored. */
    void stream(RawItem item) throws ChannelException {
        flush();
        batch.add(item);
        flush();
    }

    /** A note in the place of a message; nothing is done to the message itself. */
    void addNote(RawItem item) throws ChannelException {
        flush();
        accept(List.of(item), false);
    }

    /** Returns when everything is durable, the position too, and what is to be done after that was tried. */
    void flush() throws ChannelException {
        if (!batch.isEmpty()) {
            List<RawItem> items = List.copyOf(batch);
            batch.clear();
            bytes = 0;
            accept(items, !afterWork.isNone());
        }
        if (!pending.isEmpty()) {
            pending.removeAll(afterWork.run(pending));
        }
        if (!position.withFound(foundByListing()).with(pending, troubles.all()).equals(written)) {
            accept(List.of(), false);
        }
    }

    /** What is pending is stored with the items, so that an interruption forgets none of it; it is work only once they are. */
    private void accept(List<RawItem> items, boolean toBeWorkedOn) throws ChannelException {
        List<String> all = new ArrayList<>(pending);
        if (toBeWorkedOn) {
            items.forEach(item -> all.add(item.sourceKey()));
        }
        int tooMany = Math.max(0, all.size() - MOST_PENDING);
        List<String> kept = all.subList(tooMany, all.size());
        List<Trouble> troubled =
                troubles.without(items.stream().map(RawItem::sourceKey).toList());
        // Whatever is handed over was not known before.
        Position next = position.withFound(foundByListing() + items.size()).with(kept, troubled);
        try {
            stored += intake.accept(items, next.cursor())
                    .toCompletableFuture()
                    .get()
                    .stored();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ChannelException.of(FailureKind.TRANSIENT, "interrupted while messages were being stored", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ChannelException failure) {
                throw failure;
            }
            throw ChannelException.of(FailureKind.TRANSIENT, "the messages could not be stored", e.getCause());
        }
        offered += items.size();
        found += items.size();
        written = next;
        items.forEach(item -> troubles.stored(item.sourceKey()));
        if (tooMany > 0) {
            afterWork.giveUp(tooMany);
        }
        pending.clear();
        pending.addAll(next.pending());
    }

    int offered() {
        return offered;
    }

    int stored() {
        return stored;
    }
}
