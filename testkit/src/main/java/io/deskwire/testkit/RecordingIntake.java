package io.deskwire.testkit;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.work.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * An intake for tests of an adapter: keeps items once by their source key and the newest cursor, as a store does, and can
 * be away. One channel's; lives on over several fetches. Thread-safe.
 */
public final class RecordingIntake implements Intake {

    /** What to do when a batch is handed over, before it is stored. */
    @FunctionalInterface
    public interface Hook {
        void onBatch(int number);
    }

    private final Map<String, byte[]> stored = new LinkedHashMap<>();
    private final List<RawItem> items = new ArrayList<>();
    private @Nullable Cursor cursor;
    private int batches;
    private int acceptedBeforeOutage = Integer.MAX_VALUE;
    private Hook hook = number -> {};

    /** Stores so many further batches and then refuses every batch, until {@link #comeBack}. */
    public synchronized void goAwayAfter(int furtherBatches) {
        acceptedBeforeOutage = furtherBatches;
    }

    /** Ends {@link #goAwayAfter}. */
    public synchronized void comeBack() {
        acceptedBeforeOutage = Integer.MAX_VALUE;
    }

    /** Runs at every batch from now on, numbered from 1 over all fetches, before anything of it is stored. */
    public synchronized void onBatch(Hook action) {
        hook = action;
    }

    @Override
    public CompletionStage<Accepted> accept(List<RawItem> batch, @Nullable Cursor next) {
        Hook now;
        int number;
        synchronized (this) {
            now = hook;
            number = ++batches;
        }
        now.onBatch(number);
        List<byte[]> bodies = batch.stream().map(RecordingIntake::read).toList();
        return store(batch, bodies, next);
    }

    private synchronized CompletionStage<Accepted> store(
            List<RawItem> batch, List<byte[]> bodies, @Nullable Cursor next) {
        if (acceptedBeforeOutage == 0) {
            return CompletableFuture.failedFuture(new StoreUnavailableException("the store is away", null));
        }
        acceptedBeforeOutage--;
        int fresh = 0;
        for (int i = 0; i < batch.size(); i++) {
            if (stored.putIfAbsent(batch.get(i).sourceKey(), bodies.get(i)) == null) {
                items.add(batch.get(i));
                fresh++;
            }
        }
        if (next != null) {
            cursor = next;
        }
        return CompletableFuture.completedFuture(new Accepted(fresh, batch.size() - fresh));
    }

    private static byte[] read(RawItem item) {
        try (InputStream in = item.body().open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized Set<String> known(Collection<String> sourceKeys) {
        Set<String> known = new LinkedHashSet<>(sourceKeys);
        known.retainAll(stored.keySet());
        return known;
    }

    /** The newest cursor, or null. */
    public synchronized @Nullable Cursor cursor() {
        return cursor;
    }

    /** Stored items in order; their bodies may be used up, see {@link #bodies}. */
    public synchronized List<RawItem> items() {
        return List.copyOf(items);
    }

    /** Bytes of the stored items in order. */
    public synchronized List<byte[]> bodies() {
        return List.copyOf(stored.values());
    }

    /** How many batches were handed over, refused ones included. */
    public synchronized int batches() {
        return batches;
    }
}
