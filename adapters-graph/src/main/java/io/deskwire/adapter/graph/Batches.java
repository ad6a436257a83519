package io.deskwire.adapter.graph;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Hands items to intake and returns when they are durable. */
final class Batches {

    private final Intake intake;
    private int offered;
    private int stored;

    Batches(Intake intake) {
        this.intake = intake;
    }

    void offer(List<RawItem> items, Cursor next) throws ChannelException {
        offered += items.size();
        CompletableFuture<Intake.Accepted> stage = intake.accept(items, next).toCompletableFuture();
        try {
            stored += stage.get().stored();
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

    int offered() {
        return offered;
    }

    int stored() {
        return stored;
    }
}
