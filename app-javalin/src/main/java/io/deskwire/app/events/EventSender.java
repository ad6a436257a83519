package io.deskwire.app.events;

import io.deskwire.failure.RetrySchedule;
import io.deskwire.http.SignedPost;
import io.deskwire.http.SignedPost.Answer;
import io.deskwire.http.TransportException;
import io.deskwire.jdbc.EventDelivery;
import io.deskwire.jdbc.EventOutbox;
import io.deskwire.jdbc.EventOutbox.Lease;
import io.deskwire.jdbc.StoredEvent;
import io.deskwire.json.Json;
import io.deskwire.work.StoreUnavailableException;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events: one node at a time to a subscription, one event at a time in a lane, several lanes at once. An event is
 * delivered at least once, under the same id.
 */
public final class EventSender {

    private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);

    private static final Duration LOOKS = Duration.ofMillis(500);
    /** What a node that dies costs its subscribers at most. */
    private static final Duration LEASE = Duration.ofSeconds(45);

    /** So much of the lease is left for what is under way: longer than an attempt takes. */
    private static final Duration RESERVE = Duration.ofSeconds(25);

    /** A receiver that takes its time costs others one of these places, for as long as a lease lasts. */
    private static final int SUBSCRIPTIONS_AT_ONCE = 16;

    private static final int LANES_A_SUBSCRIPTION = 4;
    private static final int BATCH = 100;
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofDays(1);

    /** A receiver that is away: a long time is no reason to give its events up before they grow too old. */
    private static final RetrySchedule RECEIVER = new RetrySchedule(
            List.of(
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(2),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1)),
            0.3);

    /** An event that its receiver refuses: perhaps it is mended meanwhile, but others of its conversation wait behind it. */
    private static final RetrySchedule REFUSED = new RetrySchedule(
            List.of(Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofMinutes(30)), 0.3);

    private final EventOutbox outbox;
    private final EventDocuments documents;
    private final SignedPost post;
    private final Consumer<String> counted;
    private final Clock clock;
    private final RandomGenerator random = new SecureRandom();
    private final Semaphore places = new Semaphore(SUBSCRIPTIONS_AT_ONCE);
    private final ScheduledExecutorService looking =
            Executors.newSingleThreadScheduledExecutor(work -> thread(work, "deskwire-events"));
    private final ExecutorService serving =
            Executors.newCachedThreadPool(work -> thread(work, "deskwire-events-serve"));
    private final ExecutorService posting = Executors.newCachedThreadPool(work -> thread(work, "deskwire-events-post"));

    /** @param counted told the outcome of every attempt */
    EventSender(EventOutbox outbox, EventDocuments documents, SignedPost post, Consumer<String> counted, Clock clock) {
        this.outbox = outbox;
        this.documents = documents;
        this.post = post;
        this.counted = counted;
        this.clock = clock;
    }

    private static Thread thread(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Begins to look for what is to be delivered.
     *
     * @param alone whether no other node works on this database: then nobody has to be waited for
     */
    public void start(boolean alone) {
        if (alone) {
            outbox.releaseAll();
        }
        looking.scheduleWithFixedDelay(this::look, LOOKS.toMillis(), LOOKS.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Begins nothing new and waits a moment for what is under way; what it does not finish is delivered again. */
    public void stop(Duration most) throws InterruptedException {
        looking.shutdownNow();
        posting.shutdown();
        serving.shutdown();
        if (!serving.awaitTermination(most.toMillis(), TimeUnit.MILLISECONDS)) {
            serving.shutdownNow();
            posting.shutdownNow();
        }
    }

    private void look() {
        try {
            int free = places.availablePermits();
            Instant now = clock.instant();
            for (Lease lease : free == 0 ? List.<Lease>of() : outbox.lease(now, now.plus(LEASE), free)) {
                places.acquireUninterruptibly();
                serving.execute(() -> {
                    try {
                        serve(lease, now.plus(LEASE).minus(RESERVE));
                    } finally {
                        places.release();
                    }
                });
            }
        } catch (StoreUnavailableException e) {
            LOG.debug("events wait: the store is not available", e);
        } catch (RejectedExecutionException e) {
            LOG.debug("events wait: the server stops");
        } catch (RuntimeException e) {
            // The next look is taken all the same.
            LOG.error("events could not be looked for", e);
        }
    }

    private void serve(Lease lease, Instant end) {
        try {
            AtomicBoolean goOn = new AtomicBoolean(true);
            while (goOn.get() && !looking.isShutdown() && clock.instant().isBefore(end)) {
                List<EventDelivery> batch = outbox.pending(lease, clock.instant(), BATCH);
                if (batch.isEmpty()) {
                    break;
                }
                Map<String, List<EventDelivery>> lanes = new LinkedHashMap<>();
                batch.forEach(one -> lanes.computeIfAbsent(one.event().lane(), lane -> new ArrayList<>())
                        .add(one));
                Queue<List<EventDelivery>> waiting = new ConcurrentLinkedQueue<>(lanes.values());
                Callable<Boolean> worker = () -> {
                    for (List<EventDelivery> lane = waiting.poll(); lane != null; lane = waiting.poll()) {
                        deliver(lease, lane, goOn, end);
                    }
                    return true;
                };
                posting.invokeAll(Collections.nCopies(Math.min(LANES_A_SUBSCRIPTION, lanes.size()), worker));
            }
            outbox.release(lease);
        } catch (StoreUnavailableException | RejectedExecutionException e) {
            LOG.debug("events wait: the store is not available, or the server stops", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.error(
                    "events of tenant {} could not be delivered",
                    lease.subscription().tenantId(),
                    e);
        }
    }

    private void deliver(Lease lease, List<EventDelivery> lane, AtomicBoolean goOn, Instant end) {
        for (EventDelivery delivery : lane) {
            if (!goOn.get() || looking.isShutdown() || !clock.instant().isBefore(end)) {
                return;
            }
            try {
                if (!attempt(lease, delivery, goOn)) {
                    return;
                }
            } catch (StoreUnavailableException e) {
                goOn.set(false);
                return;
            } catch (RuntimeException e) {
                unsendable(lease, delivery, goOn, e);
                return;
            }
        }
    }

    /** What cannot be sent through a fault of ours is tried a few times and then given up, so that it holds up nothing for ever. */
    private void unsendable(Lease lease, EventDelivery delivery, AtomicBoolean goOn, RuntimeException why) {
        LOG.error(
                "event {} of tenant {} cannot be sent",
                delivery.event().id(),
                delivery.event().tenantId(),
                why);
        try {
            refused(lease, delivery, null, "it could not be put together here");
        } catch (StoreUnavailableException e) {
            goOn.set(false);
        }
    }

    /** Whether the next of the lane may follow. */
    private boolean attempt(Lease lease, EventDelivery delivery, AtomicBoolean goOn) {
        StoredEvent event = delivery.event();
        Optional<Map<String, @Nullable Object>> document = documents.of(event);
        if (document.isEmpty()) {
            counted.accept("dropped");
            return outbox.dropped(lease, event, "what it is about is gone", clock.instant());
        }
        Answer answer;
        try {
            answer = post.post(
                    URI.create(lease.subscription().url()),
                    lease.secrets(),
                    EventDocuments.webhookId(event),
                    clock.instant(),
                    Json.writeBytes(document.get()));
        } catch (TransportException e) {
            return failing(lease, event, null, String.valueOf(e.getMessage()), null, goOn);
        }
        int status = answer.status();
        if (status >= 200 && status < 300) {
            counted.accept("delivered");
            boolean ours = outbox.delivered(lease, event, status, clock.instant());
            goOn.compareAndSet(true, ours);
            return ours;
        }
        String problem = "it answered HTTP " + status;
        if (status == 410) {
            if (goOn.compareAndSet(true, false)) {
                counted.accept("disabled");
                LOG.warn(
                        "subscription {} of tenant {} is switched off: its receiver answered HTTP 410",
                        lease.subscription().id(),
                        lease.subscription().tenantId());
                outbox.disable(lease, event, status, "its receiver answered HTTP 410 (gone)", clock.instant());
            }
            return false;
        }
        return isOwnFault(status)
                ? refused(lease, delivery, status, problem)
                : failing(lease, event, status, problem, answer.retryAfter(), goOn);
    }

    /** Whether the receiver says something about this event, and not about itself, its address or its load. */
    private static boolean isOwnFault(int status) {
        return switch (status) {
            case 401, 402, 403, 404, 405, 407, 408, 425, 429 -> false;
            default -> status >= 400 && status < 500;
        };
    }

    private boolean refused(Lease lease, EventDelivery delivery, @Nullable Integer status, String problem) {
        Instant now = clock.instant();
        int attempt = delivery.attempts() + 1;
        Instant again = attempt > REFUSED.delays().size() ? null : now.plus(REFUSED.delayOrLast(attempt, random));
        counted.accept(again == null ? "failed" : "refused");
        outbox.refused(lease, delivery.event(), status, problem, again, now);
        return again == null;
    }

    private boolean failing(
            Lease lease,
            StoredEvent event,
            @Nullable Integer status,
            String problem,
            @Nullable Duration retryAfter,
            AtomicBoolean goOn) {
        // Of several lanes that fail at once one tells.
        if (goOn.compareAndSet(true, false)) {
            Instant now = clock.instant();
            Duration wait =
                    RECEIVER.delayOrLast(lease.subscription().condition().failures() + 1, random);
            if (retryAfter != null && retryAfter.compareTo(wait) > 0) {
                wait = retryAfter.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : retryAfter;
            }
            counted.accept("retry");
            outbox.failing(lease, event, status, problem, now.plus(wait), now);
        }
        return false;
    }
}
