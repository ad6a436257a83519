package io.deskwire.adapter.graph;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a channel remembers from fetch to fetch while it is open; forgetting it does no harm. */
final class Remembered {

    private volatile @Nullable Instant lastRead;

    /** Some message was given. */
    void read(Instant now) {
        lastRead = now;
    }

    /** When some message was last given, or null. */
    @Nullable Instant lastRead() {
        return lastRead;
    }
}
