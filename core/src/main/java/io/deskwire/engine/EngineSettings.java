package io.deskwire.engine;

import java.time.Duration;
import java.util.Objects;

/**
 * How much the engine does at once. The defaults suit one process on two cores.
 *
 * @param node name of this process in leases; unique among the nodes on one database
 * @param pollWorkers channels read at once; one whose server lets it wait for long does not count
 * @param inboxWorkers channels whose stored items are decoded at once
 * @param deliveryWorkers conversations handed to the helpdesk at once
 * @param outboxWorkers conversations answered at once
 * @param mediaWorkers files fetched at once
 * @param perTenant share of each kind of worker that one tenant can hold, above 0 up to 1
 * @param mostWatches connections that wait for news (IMAP IDLE); further channels are polled only
 * @param lease how long a claim holds; renewed while work goes on, and the longest delay after a node dies
 * @param configReload how often channel configuration is compared with the store
 * @param idleWait longest time before a queue looks for work that another node added
 * @param connectionsPerTenant mailbox connections of one tenant at once on this node, those that read and those that wait for
 *     news together; at least 2
 */
public record EngineSettings(
        String node,
        int pollWorkers,
        int inboxWorkers,
        int deliveryWorkers,
        int outboxWorkers,
        int mediaWorkers,
        double perTenant,
        int mostWatches,
        Duration lease,
        Duration configReload,
        Duration idleWait,
        int connectionsPerTenant) {
    public EngineSettings {
        Objects.requireNonNull(node, "node");
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(configReload, "configReload");
        Objects.requireNonNull(idleWait, "idleWait");
        if (pollWorkers < 1
                || inboxWorkers < 1
                || deliveryWorkers < 1
                || outboxWorkers < 1
                || mediaWorkers < 1
                || mostWatches < 0) {
            throw new IllegalArgumentException("every kind of worker is needed at least once");
        }
        if (perTenant <= 0 || perTenant > 1) {
            throw new IllegalArgumentException("perTenant must be above 0 and at most 1");
        }
        if (connectionsPerTenant < 2) {
            throw new IllegalArgumentException("a tenant needs a connection to read and one to wait for news");
        }
        if (lease.toMillis() < 1000) {
            throw new IllegalArgumentException("a lease below a second ends under the hands of those who hold it");
        }
    }

    /** Settings that suit one process. */
    public static EngineSettings defaults(String node) {
        boolean virtual = Threads.virtualThreadsAreSafe();
        return new EngineSettings(
                node,
                virtual ? 256 : 32,
                4,
                64,
                64,
                8,
                0.25,
                virtual ? 100_000 : 256,
                Duration.ofSeconds(60),
                Duration.ofSeconds(2),
                Duration.ofMillis(500),
                virtual ? 25_000 : 64);
    }

    /** The same with another limit for each tenant's mailbox connections. */
    public EngineSettings withConnectionsPerTenant(int most) {
        return new EngineSettings(
                node,
                pollWorkers,
                inboxWorkers,
                deliveryWorkers,
                outboxWorkers,
                mediaWorkers,
                perTenant,
                mostWatches,
                lease,
                configReload,
                idleWait,
                most);
    }

    int tenantShare(int workers) {
        return Math.max(1, (int) Math.round(workers * perTenant));
    }
}
