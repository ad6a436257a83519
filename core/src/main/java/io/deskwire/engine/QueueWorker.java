package io.deskwire.engine;

import io.deskwire.work.Claim;
import io.deskwire.work.Claimed;
import io.deskwire.work.LeaseLostException;
import io.deskwire.work.StoreUnavailableException;
import io.deskwire.work.WorkQueue;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Works off one durable queue: bounded, fair to tenants, one lane on one thread at a time. Tenants take turns; none holds
 * more than its share of the workers, so that one with ten thousand messages or a slow helpdesk delays only itself.
 */
final class QueueWorker<J> {

    private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);
    private static final Duration PAUSE_WHEN_STORE_FAILS = Duration.ofSeconds(1);

    /** Works on one claimed item and settles it. */
    @FunctionalInterface
    interface Work<J> {
        void run(Claimed<J> claimed, Instant now);
    }

    /**
     * @param workers lanes worked on at once
     * @param perTenant lanes of one tenant at once
     * @param perLane items taken from a lane at once
     */
    record Limits(int workers, int perTenant, int perLane) {}

    private final String name;

    /** Under which log lines name what is worked on. */
    private final String idKey;

    private final WorkQueue<J> queue;
    private final Work<J> work;
    private final Limits limits;
    private final EngineSettings settings;
    private final Clock clock;
    private final Signal signal = new Signal();

    private final Object lock = new Object();
    private final Map<String, Integer> lanesPerTenant = new HashMap<>();
    private final Map<String, Claim> inFlight = new HashMap<>();
    private int busyLanes;
    private @Nullable String servedLast;
    private volatile boolean stopping;
    private boolean storeFailed;
    private @Nullable ExecutorService workers;
    private @Nullable Thread dispatcher;

    QueueWorker(String name, WorkQueue<J> queue, Work<J> work, Limits limits, EngineSettings settings, Clock clock) {
        this.name = name;
        this.idKey = name.equals("inbox") ? "raw_id" : "message_id";
        this.queue = queue;
        this.work = work;
        this.limits = limits;
        this.settings = settings;
        this.clock = clock;
    }

    /** There may be something to do. */
    void wake() {
        signal.raise();
    }

    /** Works off everything that is due, on the caller's thread. Returns how many items were worked on. */
    int runAvailable() {
        int done = 0;
        while (!stopping && !Thread.currentThread().isInterrupted()) {
            int before = done;
            Instant now = clock.instant();
            for (String tenant : queue.tenantsDue(now)) {
                boolean inOrder = true;
                for (Claimed<J> claimed :
                        queue.claim(tenant, settings.node(), 1, limits.perLane(), now, now.plus(settings.lease()))) {
                    if (inOrder) {
                        inOrder = runOne(claimed);
                        done++;
                    } else {
                        giveBack(claimed);
                    }
                }
            }
            if (done == before) {
                return done;
            }
        }
        return done;
    }

    void start() {
        endOwnLeases();
        workers = Executors.newCachedThreadPool(Threads.factory(name));
        Thread thread = Threads.platform(name + "-dispatch").newThread(this::dispatch);
        dispatcher = thread;
        thread.start();
    }

    /** Takes no new work, lets what is under way finish until the deadline, and gives the rest back. */
    void stop(Duration patience) throws InterruptedException {
        stopping = true;
        signal.raise();
        if (dispatcher != null) {
            dispatcher.join(Math.max(1, patience.toMillis()));
        }
        if (workers != null) {
            workers.shutdown();
            if (!workers.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                // Their leases lapse and another node, or the next start, takes over.
                LOG.warn("{} work was still under way after {} and is abandoned to its lease", name, patience);
                workers.shutdownNow();
            }
        }
    }

    /** Under a lasting name this process is the heir of the one that ran before it. */
    private void endOwnLeases() {
        try {
            queue.endLeasesOf(settings.node());
        } catch (StoreUnavailableException e) {
            reportStoreFailure(e);
        }
    }

    private void dispatch() {
        while (!stopping) {
            boolean claimedAny = false;
            try {
                Instant now = clock.instant();
                renewLeases(now);
                claimedAny = claimRound(now);
                storeFailed = false;
            } catch (StoreUnavailableException e) {
                reportStoreFailure(e);
                signal.await(PAUSE_WHEN_STORE_FAILS);
                continue;
            } catch (RuntimeException e) {
                LOG.error("the {} queue failed to look for work", name, e);
                signal.await(PAUSE_WHEN_STORE_FAILS);
                continue;
            }
            if (!claimedAny) {
                signal.await(settings.idleWait());
            }
        }
    }

    private void reportStoreFailure(StoreUnavailableException e) {
        if (!storeFailed) {
            LOG.warn("the {} queue waits for the store: {}", name, e.getMessage());
        }
        storeFailed = true;
    }

    private boolean claimRound(Instant now) {
        int free;
        synchronized (lock) {
            free = limits.workers() - busyLanes;
        }
        if (free <= 0) {
            return false;
        }
        boolean claimedAny = false;
        List<String> tenants = rotated(queue.tenantsDue(now));
        for (int i = 0; i < tenants.size() && free > 0 && !stopping; i++) {
            String tenant = tenants.get(i);
            int share = Math.max(1, free / (tenants.size() - i));
            int room;
            synchronized (lock) {
                room = Math.min(share, limits.perTenant() - lanesPerTenant.getOrDefault(tenant, 0));
            }
            if (room <= 0) {
                continue;
            }
            List<Claimed<J>> claimed =
                    queue.claim(tenant, settings.node(), room, limits.perLane(), now, now.plus(settings.lease()));
            for (List<Claimed<J>> lane : byLane(claimed)) {
                submit(tenant, lane);
                free--;
                claimedAny = true;
            }
            servedLast = tenant;
        }
        return claimedAny;
    }

    /** Tenants in order, beginning after the one that was served last. */
    private List<String> rotated(List<String> tenants) {
        List<String> turn = new ArrayList<>(tenants);
        String last = servedLast;
        if (last != null) {
            int start = 0;
            while (start < turn.size() && turn.get(start).compareTo(last) <= 0) {
                start++;
            }
            Collections.rotate(turn, -start);
        }
        return turn;
    }

    private List<List<Claimed<J>>> byLane(List<Claimed<J>> claimed) {
        Map<String, List<Claimed<J>>> lanes = new LinkedHashMap<>();
        for (Claimed<J> item : claimed) {
            lanes.computeIfAbsent(item.claim().lane(), lane -> new ArrayList<>())
                    .add(item);
        }
        return new ArrayList<>(lanes.values());
    }

    private void submit(String tenant, List<Claimed<J>> lane) {
        synchronized (lock) {
            busyLanes++;
            lanesPerTenant.merge(tenant, 1, Integer::sum);
            lane.forEach(item -> inFlight.put(item.claim().id(), item.claim()));
        }
        Objects.requireNonNull(workers, "started").execute(() -> runLane(tenant, lane));
    }

    private void runLane(String tenant, List<Claimed<J>> lane) {
        try {
            boolean inOrder = true;
            for (Claimed<J> item : lane) {
                if (stopping || !inOrder) {
                    giveBack(item);
                } else {
                    inOrder = runOne(item);
                }
                synchronized (lock) {
                    inFlight.remove(item.claim().id());
                }
            }
        } catch (RuntimeException e) {
            LOG.error("a lane of the {} queue stopped; its leases lapse", name, e);
        } finally {
            synchronized (lock) {
                busyLanes--;
                lanesPerTenant.computeIfPresent(tenant, (t, n) -> n > 1 ? n - 1 : null);
                lane.forEach(item -> inFlight.remove(item.claim().id()));
            }
            signal.raise();
        }
    }

    private void giveBack(Claimed<J> item) {
        try {
            queue.release(item.claim(), clock.instant());
        } catch (StoreUnavailableException e) {
            LOG.debug("{}: {} waits for its lease to lapse", name, item.claim().id(), e);
        }
    }

    /**
     * Works on an item.
     *
     * @return whether the next one of its lane may follow; not while this one waits through no fault of its own, since what
     *     answers it would be filed before it
     */
    private boolean runOne(Claimed<J> item) {
        MDC.put(idKey, item.claim().id());
        try {
            return tried(item);
        } finally {
            MDC.remove(idKey);
        }
    }

    private boolean tried(Claimed<J> item) {
        try {
            work.run(item, clock.instant());
            return true;
        } catch (LeaseLostException e) {
            LOG.warn("{}: somebody else took over meanwhile: {}", name, e.getMessage());
            return false;
        } catch (StoreUnavailableException e) {
            // The item stays claimed until its lease lapses: nothing is lost, nothing was half done.
            LOG.warn("{}: the store went away under {}: {}", name, item.claim().id(), e.getMessage());
            return false;
        } catch (RuntimeException e) {
            // Likewise: tried again when its lease lapses, with the attempt counted.
            LOG.error("{}: work on {} failed", name, item.claim().id(), e);
            return true;
        }
    }

    private void renewLeases(Instant now) {
        List<Claim> old = new ArrayList<>();
        synchronized (lock) {
            for (Claim claim : inFlight.values()) {
                if (Duration.between(now, claim.leaseUntil())
                                .compareTo(settings.lease().dividedBy(2))
                        < 0) {
                    old.add(claim);
                }
            }
        }
        Instant until = now.plus(settings.lease());
        for (Claim claim : old) {
            if (queue.extend(claim, until)) {
                Claim renewed =
                        new Claim(claim.tenantId(), claim.id(), claim.lane(), claim.attempt(), claim.fence(), until);
                synchronized (lock) {
                    inFlight.computeIfPresent(claim.id(), (id, current) -> renewed);
                }
            }
        }
    }
}
