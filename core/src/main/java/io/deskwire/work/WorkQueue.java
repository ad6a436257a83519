package io.deskwire.work;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Durable work that is claimed before it is done. Fairness between tenants is the engine's business: it asks which tenants
 * have something due and claims for one at a time.
 *
 * @param <J> what is worked on
 */
public interface WorkQueue<J> {

    /**
     * Tenants with something due and not leased, each once, in order of tenant id. Cheap however long the queue is; may
     * name a tenant whose due work still stands behind other work of its lane.
     */
    List<String> tenantsDue(Instant now);

    /**
     * Claims work of one tenant. At most one lane's worth is leased at a time per lane: nothing of a lane is handed out
     * while anything of it is leased and the lease has not ended. Within a lane items come in the order they were added;
     * {@link #isStrict strict} lanes wait for their first item, others let a waiting one be overtaken.
     *
     * <p>An item that was claimed before (its attempt is above one) is handed out alone in its lane, so that an item that
     * kills its worker takes no other with it.
     *
     * <p>Claiming from a lane ends every earlier claim in that lane, also those on items not handed out now: a worker that
     * slept past its lease can settle nothing of a lane that another took over. A claim whose lease ended but whose lane
     * nobody took over may still be settled.
     *
     * @param maxLanes how many lanes at most
     * @param maxPerLane how many items of a lane at most
     * @param leaseUntil when the right ends; after that the item is due again
     */
    List<Claimed<J>> claim(String tenantId, String node, int maxLanes, int maxPerLane, Instant now, Instant leaseUntil);

    /** Prolongs a lease; false when it is no longer ours. */
    boolean extend(Claim claim, Instant leaseUntil);

    /**
     * Gives a claimed item back unworked: due at the given time, and this claim is not counted as an attempt. False when it
     * is no longer ours.
     */
    boolean release(Claim claim, Instant dueAt);

    /**
     * Ends every lease that a node holds, so that its work is due at once: for a process that starts under the name of one
     * that died. Claims stay counted as attempts, and their holders can settle nothing any more once somebody claims the
     * work anew. Does nothing for names that hold nothing.
     */
    void endLeasesOf(String node);

    /** Items not settled yet of one tenant, leased and waiting ones included. */
    long backlog(String tenantId);

    /**
     * Of the items that are not settled, the id that sorts first: since ids are made of time first, the oldest where they are
     * {@link Ids ours}.
     */
    Optional<String> oldest(String tenantId);

    /** Whether the first unsettled item of a lane holds back the others while it waits for another attempt. */
    boolean isStrict();
}
