package io.deskwire.adapter.imap;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.Intake.Accepted;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Hands batches to intake and lets a few of them become durable while the next ones are fetched. A failed batch ends the
 * fetch at the latest when {@link #settle} is called, which everything that changes the source does first.
 */
final class Batches {

    /** More would only hold more memory: the store commits faster than a server sends. */
    private static final int OUTSTANDING = 2;

    private final Intake intake;
    private final Deque<CompletionStage<Accepted>> outstanding = new ArrayDeque<>();
    private int offered;
    private int stored;

    Batches(Intake intake) {
        this.intake = intake;
    }

    /** Hands items over; returns when at most a few batches are not yet durable. */
    void offer(List<RawItem> items, @Nullable Cursor next) throws ChannelException {
        offered += items.size();
        outstanding.add(intake.accept(items, next));
        while (outstanding.size() > OUTSTANDING) {
            await(outstanding.remove());
        }
    }

    /** Returns when everything handed over is durable. */
    void settle() throws ChannelException {
        while (!outstanding.isEmpty()) {
            await(outstanding.remove());
        }
    }

    int offered() {
        return offered;
    }

    int stored() {
        return stored;
    }

    private void await(CompletionStage<Accepted> stage) throws ChannelException {
        CompletableFuture<Accepted> future = stage.toCompletableFuture();
        try {
            stored += future.get().stored();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ChannelException.of(FailureKind.TRANSIENT, "interrupted while messages were being stored", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ChannelException failure) {
                throw failure;
            }
            throw ChannelException.of(FailureKind.TRANSIENT, "the messages could not be stored", e.getCause());
        }
    }
}
