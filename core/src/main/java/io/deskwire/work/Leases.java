package io.deskwire.work;

import java.time.Instant;

/** Time-boxed rights of one node, such as reading one mailbox. */
public interface Leases {

    /**
     * Takes or prolongs a lease.
     *
     * @param tenantId whose thing it is
     * @param name the thing, such as {@code channel:support}
     * @param owner the node
     * @return whether the node holds it until {@code until}
     */
    boolean acquire(String tenantId, String name, String owner, Instant now, Instant until);

    /** Gives a lease up early; does nothing when somebody else holds it. */
    void release(String tenantId, String name, String owner);
}
