package io.deskwire.engine;

import io.deskwire.DeskwireListener;
import io.deskwire.Stores;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.ContentSource;
import io.deskwire.channel.NoticeReader;
import io.deskwire.config.ConfigStore;
import io.deskwire.delivery.Announcements;
import io.deskwire.delivery.LoopGuard;
import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.SendPace;
import io.deskwire.delivery.Sending;
import io.deskwire.delivery.WindowGate;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.intake.Filing;
import io.deskwire.intake.MediaFetching;
import io.deskwire.intake.MediaQueue;
import io.deskwire.intake.RawInbound;
import io.deskwire.message.ChannelEvent;
import io.deskwire.rules.Rulebooks;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.TicketDelivery;
import io.deskwire.work.RecurringJob;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives everything: reads channels, works off the three queues, sends. Either by itself ({@link #start}) or once per call
 * ({@link #runOnce}) for a host with a scheduler of its own.
 */
public final class Engine implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final int ITEMS_PER_LANE = 32;
    private static final Duration TICK = Duration.ofMillis(250);
    /** A channel that waits longer than this for its turn says so. */
    private static final Duration TOLD_AFTER = Duration.ofSeconds(30);

    private final EngineSettings settings;
    private final ConfigStore config;
    private final Clock clock;
    private final RandomGenerator random;
    private final ChannelHealth health;
    private final ChannelRegistry registry;
    private final Poller poller;
    private final QueueWorker<RawInbound> inbox;
    private final QueueWorker<Deliveries.Job> deliveries;
    private final QueueWorker<Outbox.Job> outbox;
    private final QueueWorker<MediaQueue.Job> media;
    private final Upkeep upkeep;
    private final Stores stores;
    private final DeskwireListener listener;
    private final Arrivals arrivals;

    private final Signal tick = new Signal();
    private final ThreadFactory watchThreads = Threads.factory("watch");
    private final Turns turns;
    private volatile int heldBack;
    private @Nullable ExecutorService pollThreads;
    private @Nullable Thread ticker;
    private volatile boolean stopping;
    private final AtomicLong configChanges = new AtomicLong();
    private volatile long loadedChanges = -1;
    private volatile Instant reloadedAt = Instant.MIN;

    /** Wires the engine; nothing runs before {@link #start} or {@link #runOnce}. */
    public Engine(
            EngineSettings settings,
            Stores stores,
            ConfigStore config,
            Collection<ChannelType> types,
            ChannelContext context,
            Rulebooks rulebooks,
            Filing filing,
            TicketDelivery ticketDelivery,
            Announcements announcements,
            LoopGuard loops,
            List<RecurringJob> jobs,
            SendPace pace,
            DeskwireListener listener,
            Clock clock,
            RandomGenerator random) {
        this.settings = settings;
        this.turns = new Turns(settings);
        this.stores = stores;
        this.listener = listener;
        this.config = config;
        this.clock = clock;
        this.random = random;
        this.health = new ChannelHealth(stores.channelStates(), listener, random);
        this.registry = new ChannelRegistry(config, types, context, health, rulebooks, listener, clock);
        this.arrivals = new Arrivals(
                stores.channelStates(),
                (tenant, channel) -> registry.find(tenant, channel).isPresent(),
                listener,
                clock);
        this.poller = new Poller(
                stores.inbox(),
                stores.leases(),
                health,
                settings,
                listener,
                arrivals,
                clock,
                random,
                this::inboxChanged);
        this.upkeep = new Upkeep(jobs, stores.recurringJobs(), settings.node(), clock, () -> !stopping);
        WindowGate gate = new WindowGate(stores.windows(), stores.conversations());
        QueueWork work = new QueueWork(
                stores,
                this::open,
                filing,
                ticketDelivery,
                announcements,
                loops,
                pace,
                new Sending(stores.outbox(), gate, random),
                new MediaFetching(stores.media(), random),
                health,
                listener,
                clock);
        this.inbox = new QueueWorker<>(
                "inbox",
                stores.inbox(),
                (claimed, now) -> {
                    if (work.file(claimed, now)) {
                        deliveriesChanged();
                        mediaChanged();
                    }
                },
                limits(settings.inboxWorkers(), ITEMS_PER_LANE),
                settings,
                clock);
        this.deliveries = new QueueWorker<>(
                "deliveries",
                stores.deliveries(),
                work::deliver,
                limits(settings.deliveryWorkers(), 1),
                settings,
                clock);
        this.outbox = new QueueWorker<>(
                "outbox", stores.outbox(), work::send, limits(settings.outboxWorkers(), 1), settings, clock);
        this.media = new QueueWorker<>(
                "media", stores.media(), work::fetch, limits(settings.mediaWorkers(), 1), settings, clock);
    }

    private QueueWorker.Limits limits(int workers, int perLane) {
        return new QueueWorker.Limits(workers, settings.tenantShare(workers), perLane);
    }

    /** Something was put into the inbox. */
    public void inboxChanged() {
        inbox.wake();
    }

    /** Something is to be delivered to the helpdesk. */
    public void deliveriesChanged() {
        deliveries.wake();
    }

    /** Files are to be fetched. */
    public void mediaChanged() {
        media.wake();
    }

    /** Something was staged to be sent. */
    public void outboxChanged() {
        outbox.wake();
    }

    /** Configuration was changed on this node: look at once. */
    public void configChanged() {
        configChanges.incrementAndGet();
        tick.raise();
    }

    /** What providers push. */
    public Webhooks webhooks() {
        return new Webhooks(this, registry, health, stores.inbox(), stores.memory(), listener, arrivals, clock);
    }

    /** A channel as this node has it open; empty when it is gone, switched off or has problems. */
    public Optional<Channel> channel(String tenantId, String channelId) {
        return open(tenantId, channelId).map(open -> open.channel);
    }

    /** A channel as this node runs it, looked for in the store when it is not known here. */
    Optional<OpenChannel> open(String tenantId, String channelId) {
        reloadIfAsked();
        Optional<OpenChannel> open = registry.find(tenantId, channelId);
        if (open.isEmpty() && config.find(tenantId, channelId).isPresent()) {
            refresh(clock.instant());
            return registry.find(tenantId, channelId);
        }
        return open;
    }

    /** Compares the configuration with the store now. */
    void reload() {
        refresh(clock.instant());
    }

    /** Loads the configuration now when it was changed on this node, or never loaded. */
    void reloadIfAsked() {
        if (loadedChanges != configChanges.get()) {
            reload(clock.instant());
        }
    }

    /** Hands a notice to its channel and keeps what an operator must know of it. */
    public void notice(String tenantId, String channelId, ChannelEvent.Notice notice, Instant now) {
        Optional<OpenChannel> open = open(tenantId, channelId);
        Optional<NoticeReader> reader = open.map(o -> o.channel).flatMap(Channel::notices);
        if (open.isEmpty() || reader.isEmpty()) {
            return;
        }
        String alarm = reader.get().read(notice, now);
        if (alarm != null) {
            LOG.warn("channel {}/{}: {}", tenantId, channelId, alarm);
            open.get().alarm = alarm;
            health.inboundWorked(open.get(), 0, open.get().trouble(), now);
        }
    }

    /**
     * Has an item's channel bring what the item only names.
     *
     * @return {@link ContentSource#rule}
     */
    public String fetch(RawInbound pointer) throws ChannelException {
        Optional<OpenChannel> open = open(pointer.tenantId(), pointer.channelId());
        ContentSource source = open.map(found -> found.channel)
                .flatMap(Channel::contents)
                .orElseThrow(() -> ChannelException.of(FailureKind.TRANSIENT, "its channel is not open"));
        ChannelIntake intake = new ChannelIntake(
                stores.inbox(),
                open.get().config,
                null,
                clock,
                accepted -> arrivals.received(
                        pointer.tenantId(), pointer.channelId(), accepted.stored(), accepted.repeated()));
        source.fetch(pointer.content(), pointer.meta(), intake);
        inboxChanged();
        return source.rule();
    }

    /** The operator's view of the channels. */
    public Channels channels() {
        return new Channels(
                config,
                registry,
                health,
                poller,
                stores.inbox(),
                stores.conversations(),
                stores.channelStates(),
                stores.memory(),
                this,
                clock);
    }

    /** Starts background work. Returns at once; the first configuration is loaded by the background thread. */
    public void start() {
        pollThreads = Executors.newCachedThreadPool(Threads.factory("poll"));
        inbox.start();
        deliveries.start();
        outbox.start();
        media.start();
        Thread thread = Threads.platform("engine").newThread(this::run);
        ticker = thread;
        thread.start();
    }

    /**
     * Does everything that is due, once, on the caller's thread: reads the channels whose time has come, decodes and files
     * what is stored, hands over to the helpdesk, sends. For hosts that bring their own scheduler instead of {@link #start}.
     */
    public RunReport runOnce() {
        Instant now = clock.instant();
        reload(now);
        int polled = 0;
        int failed = 0;
        for (OpenChannel channel : registry.all()) {
            if (channel.isDue(now) && poller.holdsLease(channel, now)) {
                polled++;
                try {
                    attend(channel, now);
                } catch (ChannelException e) {
                    failed++;
                }
            }
        }
        int filed = inbox.runAvailable();
        int fetched = media.runAvailable();
        if (upkeep.isDue(now)) {
            upkeep.run(now);
        }
        if (arrivals.isDue(now)) {
            arrivals.write(now);
        }
        return new RunReport(polled, failed, filed, deliveries.runAvailable(), outbox.runAvailable(), fetched);
    }

    /** Looks after the pushing first, so that what comes while the channel is read is announced already. */
    private void attend(OpenChannel channel, Instant now) throws ChannelException {
        boolean read = channel.reads() && !now.isBefore(channel.nextPollAt);
        if (channel.subscribes() && !now.isBefore(channel.nextKeepAt)) {
            try {
                poller.keep(channel);
            } catch (ChannelException e) {
                if (!read) {
                    throw e;
                }
                LOG.debug("channel {}/{}: {}", channel.tenantId(), channel.channelId(), e.getMessage());
            }
        }
        if (read) {
            poller.poll(channel);
        }
    }

    /**
     * Like {@link #runOnce}, but reads no channel and sends nothing: decodes and files what is stored and hands it to the
     * helpdesk. For a process beside the server, such as an import.
     */
    public RunReport fileOnce() {
        return new RunReport(0, 0, inbox.runAvailable(), deliveries.runAvailable(), 0, 0);
    }

    /**
     * What one {@link #runOnce} did.
     *
     * @param polled channels read
     * @param failed how many of them could not be read; the reason stands in their state
     * @param filed inbox items worked on
     * @param delivered messages offered to the helpdesk
     * @param sent outbound messages worked on
     * @param fetched files worked on
     */
    public record RunReport(int polled, int failed, int filed, int delivered, int sent, int fetched) {

        /** Whether nothing at all was due. */
        public boolean isIdle() {
            return polled + filed + delivered + sent + fetched == 0;
        }
    }

    private void run() {
        while (!stopping) {
            try {
                Instant now = clock.instant();
                reload(now);
                visitAll(now);
                if (upkeep.isDue(now)) {
                    Objects.requireNonNull(pollThreads, "started").execute(() -> upkeep.run(now));
                }
                if (arrivals.isDue(now)) {
                    Objects.requireNonNull(pollThreads, "started").execute(() -> arrivals.write(now));
                }
            } catch (RuntimeException e) {
                LOG.error("the engine's round failed; the next one follows", e);
                tick.await(Duration.ofSeconds(1));
            }
            tick.await(TICK);
        }
    }

    private synchronized void reload(Instant now) {
        // Read before the configuration is: what changes meanwhile is loaded next time.
        long changes = configChanges.get();
        if (changes != loadedChanges || !now.isBefore(reloadedAt.plus(settings.configReload()))) {
            refresh(now);
            reloadedAt = now;
            loadedChanges = changes;
        }
    }

    /** Brings the open channels in step with the configuration; those that are gone are told to push no more. */
    void refresh(Instant now) {
        for (OpenChannel ended : registry.refresh(now, poller::releaseLease)) {
            Runnable end = () -> {
                poller.end(ended);
                registry.forget(ended);
            };
            ExecutorService background = pollThreads;
            if (background == null || stopping) {
                end.run();
            } else {
                background.execute(end);
            }
        }
    }

    /** Gives the channels of this node their turns. */
    private void visitAll(Instant now) {
        List<OpenChannel> due = new ArrayList<>();
        List<OpenChannel> watching = new ArrayList<>();
        List<OpenChannel> unwatched = new ArrayList<>();
        List<OpenChannel> ending = new ArrayList<>();
        List<OpenChannel> ours = registry.all().stream()
                .filter(channel -> channel.reads() || channel.subscribes())
                .toList();
        poller.holdLeases(ours, now);
        for (OpenChannel channel : ours) {
            if (!poller.holdsLease(channel, now)) {
                // Another node reads it now, and a mailbox has the connections of one node.
                channel.stopWatch();
                continue;
            }
            Thread watcher = channel.watcher;
            if (channel.watchEnds()) {
                ending.add(channel);
            } else if (watcher == null) {
                unwatched.add(channel);
            } else if (watcher.isAlive()) {
                watching.add(channel);
            }
            if (!channel.polling && channel.isDue(now)) {
                due.add(channel);
            }
        }
        int held = 0;
        for (Turns.Due one : turns.inOrder(due)) {
            held += read(one, now) ? 0 : 1;
        }
        heldBack = held;
        watch(watching, unwatched, ending, now);
    }

    /** Begins to read a channel that is due; false when its turn has not come. */
    private boolean read(Turns.Due due, Instant now) {
        OpenChannel channel = due.channel();
        Optional<PollPlaces.Place> place = turns.beginReading(channel.tenantId(), channel.working, now);
        if (place.isEmpty()) {
            if (channel.heldBack == null && !now.isBefore(due.since().plus(TOLD_AFTER))) {
                String why = turns.noReading(channel.tenantId());
                channel.heldBack = why;
                health.heldBack(channel, why, now);
            }
            return false;
        }
        channel.heldBack = null;
        channel.polling = true;
        Objects.requireNonNull(pollThreads, "started").execute(() -> pollInBackground(channel, place.get()));
        return true;
    }

    /** How many channels are due and wait for their turn on this node. */
    int heldBack() {
        return heldBack;
    }

    private void pollInBackground(OpenChannel channel, PollPlaces.Place place) {
        try {
            channel.takeRequests();
            attend(channel, clock.instant());
        } catch (ChannelException e) {
            LOG.debug("channel {}/{}: {}", channel.tenantId(), channel.channelId(), e.getMessage());
        } finally {
            // Asked for while it ran, by a hint or by a person who mended what made it fail: once more, whatever the
            // plan.
            channel.planRequested(clock.instant());
            channel.polling = false;
            turns.endReading(place);
            tick.raise();
        }
    }

    private void watch(List<OpenChannel> watching, List<OpenChannel> unwatched, List<OpenChannel> ending, Instant now) {
        List<OpenChannel> waiting = new ArrayList<>();
        unwatched.sort(Comparator.comparing(channel -> channel.watchSince));
        for (OpenChannel channel : unwatched) {
            if (Objects.requireNonNull(channel.channel).watch().isEmpty()) {
                continue;
            }
            if (turns.beginWatch(channel.tenantId())) {
                channel.watchWaits = null;
                channel.watchSince = now;
                startWatch(channel);
            } else {
                channel.watchWaits = turns.noWatch(channel.tenantId());
                waiting.add(channel);
            }
        }
        if (!waiting.isEmpty()) {
            for (OpenChannel channel : turns.over(watching, waiting, ending, now)) {
                channel.watchSince = now;
                channel.stopWatch();
            }
        }
    }

    private void startWatch(OpenChannel channel) {
        Watcher watcher = new Watcher(
                channel,
                Objects.requireNonNull(channel.channel).watch().orElseThrow(),
                clock,
                random,
                () -> !stopping && channel.reads() && channel.working && channel.leaseUntil != null,
                () -> pollOnHint(channel));
        Thread thread = watchThreads.newThread(() -> {
            try {
                watcher.run();
            } finally {
                turns.endWatch(channel.tenantId());
            }
        });
        channel.watcher = thread;
        thread.start();
    }

    /** A person asks: read this channel as soon as a worker is free. */
    void pollSoon(OpenChannel channel) {
        channel.nudge(clock.instant());
        tick.raise();
    }

    /** The provider says that there is news: read this channel as soon as it may be and a worker is free. */
    void pollOnHint(OpenChannel channel) {
        channel.hint(clock.instant());
        tick.raise();
    }

    /** Stops within the given time: takes nothing new, lets what is under way finish, gives leases back. */
    public void stop(Duration patience) throws InterruptedException {
        stopping = true;
        tick.raise();
        Instant deadline = clock.instant().plus(patience);
        if (ticker != null) {
            ticker.join(Math.max(1, patience.toMillis()));
        }
        if (pollThreads != null) {
            // An interrupted fetch keeps what was accepted; the rest is read next time.
            pollThreads.shutdownNow();
            pollThreads.awaitTermination(left(deadline), TimeUnit.MILLISECONDS);
        }
        List<QueueWorker<?>> queues = List.of(inbox, deliveries, outbox, media);
        for (QueueWorker<?> queue : queues) {
            queue.stop(Duration.ofMillis(left(deadline)));
        }
        arrivals.write(clock.instant());
        List<Thread> watchers = new ArrayList<>();
        List<OpenChannel> closed = new ArrayList<>();
        registry.closeAll(channel -> {
            Thread watcher = channel.watcher;
            if (watcher != null) {
                watchers.add(watcher);
            }
            closed.add(channel);
        });
        poller.releaseLeases(closed);
        for (Thread watcher : watchers) {
            watcher.join(Math.min(1000, left(deadline)));
        }
    }

    private long left(Instant deadline) {
        return Math.max(1, Duration.between(clock.instant(), deadline).toMillis());
    }

    @Override
    public void close() {
        try {
            stop(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
