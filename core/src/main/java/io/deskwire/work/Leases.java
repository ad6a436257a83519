package io.deskwire.work;

import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

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

    /**
     * Which lease is meant.
     *
     * @param tenantId whose thing it is
     * @param name the thing
     */
    record Name(String tenantId, String name) {}

    /**
     * Takes or prolongs many leases, each by itself. A node with thousands of mailboxes asks for them together; stores do well
     * to override this, so that it does not wait for a commit of each.
     *
     * @return those that the node holds until {@code until}
     */
    default Set<Name> acquireAll(Collection<Name> names, String owner, Instant now, Instant until) {
        Set<Name> held = new HashSet<>();
        for (Name one : names) {
            if (acquire(one.tenantId(), one.name(), owner, now, until)) {
                held.add(one);
            }
        }
        return held;
    }

    /** Gives many leases up early, as {@link #release}. */
    default void releaseAll(Collection<Name> names, String owner) {
        names.forEach(one -> release(one.tenantId(), one.name(), owner));
    }
}
