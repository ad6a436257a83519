package io.deskwire.work;

import java.util.Objects;

/**
 * An item together with the right to work on it.
 *
 * @param claim the right
 * @param job the item
 */
public record Claimed<J>(Claim claim, J job) {
    public Claimed {
        Objects.requireNonNull(claim, "claim");
        Objects.requireNonNull(job, "job");
    }
}
