package io.deskwire.adapter.gmail;

import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** Hands messages to intake in batches, each with a position, and does the after-intake work once they are durable. */
final class Handover {

    private static final int BATCH_MESSAGES = 50;
    private static final long BATCH_BYTES = 4L << 20;

    /** While the after-intake work fails for good, the cursor must not grow without end. */
    private static final int MOST_PENDING = 1_000;

    private final Intake intake;
    private final AfterWork afterWork;
    private final List<RawItem> batch = new ArrayList<>();
    private final List<String> pending = new ArrayList<>();
    private long bytes;
    private int offered;
    private int found;
    private int stored;
    private Position position;
    private Position written;

    /**
     * @param start the position as it is stored, or as it is to be stored first
     */
    Handover(Intake intake, AfterWork afterWork, Position start) {
        this.intake = intake;
        this.afterWork = afterWork;
        this.position = start;
        this.written = start;
        this.pending.addAll(start.pending());
    }

    Position position() {
        return position;
    }

    /** Stores the position that a mailbox is begun with. */
    void begin() throws ChannelException {
        accept(List.of(), false);
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
        if (!pending.isEmpty() && afterWork.run(pending)) {
            pending.clear();
        }
        if (!position.withFound(foundByListing()).withPending(pending).equals(written)) {
            accept(List.of(), false);
        }
    }

    /** What is pending is stored with the items, so that an interruption forgets none of it; it is work only once they are. */
    private void accept(List<RawItem> items, boolean toBeWorkedOn) throws ChannelException {
        List<String> all = new ArrayList<>(pending);
        if (toBeWorkedOn) {
            items.forEach(item -> all.add(item.sourceKey()));
        }
        List<String> kept = all.subList(Math.max(0, all.size() - MOST_PENDING), all.size());
        // Whatever is handed over was not known before.
        Position next = position.withFound(foundByListing() + items.size()).withPending(kept);
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
