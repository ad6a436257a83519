package io.deskwire.work;

import java.time.Instant;
import java.util.Objects;

/**
 * The right of one node to work on one item for a while. The fence grows with every claim; a store refuses to settle under
 * an old one, so that a node that slept past its lease cannot overwrite what its successor did.
 *
 * @param tenantId whose work it is
 * @param id the item
 * @param lane what must stay in order: a channel in the inbox, a conversation elsewhere
 * @param attempt how often the item has been claimed, this time included; counted before the work begins
 * @param fence number of this claim
 * @param leaseUntil when the right ends
 */
public record Claim(String tenantId, String id, String lane, int attempt, long fence, Instant leaseUntil) {
    public Claim {
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(lane, "lane");
        Objects.requireNonNull(leaseUntil, "leaseUntil");
    }
}
