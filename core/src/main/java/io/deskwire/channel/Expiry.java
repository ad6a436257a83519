package io.deskwire.channel;

import java.time.Instant;
import java.util.Objects;

/**
 * Something of a channel that ends at a time unless it is renewed before.
 *
 * @param what in words, such as {@code watch} or {@code subscription}
 * @param at when it ends
 * @param renewed whether we renew it in time by ourselves; a person has to otherwise
 */
public record Expiry(String what, Instant at, boolean renewed) {
    public Expiry {
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(at, "at");
    }
}
