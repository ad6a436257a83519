package io.deskwire.channel;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a fetch hands its items to. One intake belongs to one fetch of one channel and is used by one thread.
 */
public interface Intake {

    /**
     * Stores items and moves the channel's cursor, both or neither. Bodies are read before this returns; the items are
     * durable when the stage completes, and only then may anything be changed at the source (marked, moved, deleted).
     * The next batch may be prepared and handed over meanwhile; batches are stored in the order they were handed over.
     *
     * @param items in the source's order; may be empty to move the cursor alone
     * @param next the cursor after these items, or null for channels that keep none
     * @return how many were new; completes exceptionally when the store cannot take them or another fetch moved the cursor
     */
    CompletionStage<Accepted> accept(List<RawItem> items, @Nullable Cursor next);

    /** Which of these source keys this channel has stored before. */
    Set<String> known(Collection<String> sourceKeys);

    /**
     * @param stored how many items were new
     * @param repeated how many were known by their source key
     */
    record Accepted(int stored, int repeated) {}
}
