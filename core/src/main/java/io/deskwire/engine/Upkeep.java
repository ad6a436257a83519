package io.deskwire.engine;

import io.deskwire.retention.RetentionSweep;
import io.deskwire.retention.RetentionSweep.Swept;
import io.deskwire.work.Leases;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is done every hour by one of the nodes. */
final class Upkeep {

    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private static final Duration EVERY = Duration.ofHours(1);
    /** A little less, so that the node that had it last hour is not always too early. */
    private static final Duration LEASE = EVERY.minusMinutes(1);
    /** Nobody's tenant: the lease is the installation's. */
    private static final String INSTALLATION = "";

    private final RetentionSweep sweep;
    private final Leases leases;
    private final String node;
    private final BooleanSupplier goOn;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Instant next = Instant.MIN;

    Upkeep(RetentionSweep sweep, Leases leases, String node, BooleanSupplier goOn) {
        this.sweep = sweep;
        this.leases = leases;
        this.node = node;
        this.goOn = goOn;
    }

    boolean isDue(Instant now) {
        return !running.get() && !now.isBefore(next);
    }

    /** Does it, unless it is being done or another node has done it within the hour. */
    void run(Instant now) {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        try {
            if (now.isBefore(next)) {
                // Asked for twice before a thread was free.
                return;
            }
            next = now.plus(EVERY);
            if (!leases.acquire(INSTALLATION, "retention", node, now, now.plus(LEASE))) {
                return;
            }
            Swept swept = sweep.run(now, goOn);
            if (swept.dropped() + swept.left() + swept.forgotten() > 0) {
                LOG.info(
                        "retention: the bytes of {} messages went, {} stay because a file cannot be read, keys of {} went",
                        swept.dropped(),
                        swept.left(),
                        swept.forgotten());
            }
        } catch (RuntimeException e) {
            LOG.warn("what is old could not be removed; the next hour tries again", e);
        } finally {
            running.set(false);
        }
    }
}
