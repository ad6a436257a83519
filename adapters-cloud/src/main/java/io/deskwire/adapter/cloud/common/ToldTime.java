package io.deskwire.adapter.cloud.common;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The newest time that a caller told. Ports that are asked at a time tell it; those that are not, such as sending, which
 * follows a question for the time, use it. Before the first telling it is long ago.
 */
public final class ToldTime implements InstantSource {

    private final AtomicReference<Instant> newest = new AtomicReference<>(Instant.EPOCH);

    /** Nothing was told yet. */
    public ToldTime() {}

    /** Takes a time; an earlier one than is known changes nothing. */
    public void told(Instant now) {
        newest.accumulateAndGet(now, (known, told) -> told.isAfter(known) ? told : known);
    }

    @Override
    public Instant instant() {
        return newest.get();
    }
}
