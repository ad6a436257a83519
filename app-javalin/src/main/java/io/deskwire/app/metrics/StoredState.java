package io.deskwire.app.metrics;

import io.deskwire.app.ServerContext;
import io.deskwire.channel.ChannelState;
import io.deskwire.config.ChannelConfig;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.DeadLetters;
import io.deskwire.jdbc.EventOutbox;
import io.deskwire.work.Ids;
import io.deskwire.work.RecurringJobs;
import io.deskwire.work.StoreUnavailableException;
import io.deskwire.work.WorkQueue;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What stands in the database when somebody asks: channels by state, dead letters, backlog. */
public final class StoredState {

    /** Scrapes that come faster than this see the same figures. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final ServerContext context;
    private final Metrics metrics;
    private final MultiGauge channels;
    private final MultiGauge oldest;
    private final MultiGauge recurringOk;
    private final MultiGauge expiries;
    private final MultiGauge subscriptions;
    private final MultiGauge recurringFailures;
    private final MultiGauge deadLetters;
    private @Nullable Instant readAt;
    private volatile long storedBytes;
    private volatile long eventsWaiting;
    private volatile long oldestDeadLetterSeconds;
    private volatile long inboxBacklog;
    private volatile long deliveryBacklog;
    private volatile long outboxBacklog;
    private volatile long mediaBacklog;

    public StoredState(ServerContext context, Metrics metrics) {
        this.context = context;
        this.metrics = metrics;
        this.oldest = MultiGauge.builder("backlog.oldest.seconds")
                .description("Age of the oldest item of any tenant that is not settled, 0 without any")
                .register(metrics.registry());
        this.recurringOk = MultiGauge.builder("recurring.ok.seconds")
                .description("Time since a recurring job last ended well, or was first begun")
                .register(metrics.registry());
        this.recurringFailures = MultiGauge.builder("recurring.failures")
                .description("Runs of a recurring job that failed in a row")
                .register(metrics.registry());
        this.channels = MultiGauge.builder("channel.state")
                .description("Channels by provider, side and state")
                .register(metrics.registry());
        this.expiries = MultiGauge.builder("push.subscription.expiry.seconds")
                .description("Time until the first of what providers let end (watch, subscription) ends, on this node")
                .register(metrics.registry());
        this.subscriptions = MultiGauge.builder("event.subscriptions")
                .description("Subscriptions to events by state")
                .register(metrics.registry());
        gauge("raw.store.bytes", "Space that stored bytes take: of the whole file on SQLite", () -> storedBytes);
        gauge("events.waiting", "Events to be delivered to subscribers", () -> eventsWaiting);
        this.deadLetters = MultiGauge.builder("dlq.size")
                .description("Dead letters by the stage at which they were given up")
                .register(metrics.registry());
        gauge("dlq.oldest.seconds", "Age of the oldest dead letter, 0 without any", () -> oldestDeadLetterSeconds);
        gauge("inbox.backlog", "Stored items not filed yet", () -> inboxBacklog);
        gauge("sink.backlog", "Filed messages the helpdesk has not taken yet", () -> deliveryBacklog);
        gauge("media.backlog", "Files still to be fetched from their provider", () -> mediaBacklog);
        gauge("poll.waiting", "Channels of this node that are due and wait for their turn", this::heldBack);
        gauge(
                "lease.owned",
                "Channels that only this node may read now",
                () -> context.deskwire().channels().owned());
        gauge("outbound.backlog", "Answers not settled yet", () -> outboxBacklog);
    }

    private int heldBack() {
        return context.deskwire().channels().heldBack();
    }

    private void gauge(String name, String description, java.util.function.Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(metrics.registry());
    }

    /** The text format of Prometheus; what was counted in memory is there even when the database is away. */
    public synchronized String scrape() {
        Instant now = context.clock().instant();
        if (readAt == null || Duration.between(readAt, now).compareTo(FRESH) >= 0) {
            try {
                read();
                readAt = now;
            } catch (StoreUnavailableException e) {
                readAt = null;
            }
        }
        return metrics.scrape();
    }

    private void read() {
        List<ChannelConfig> all = context.config().all();
        Map<Tags, Integer> states = new LinkedHashMap<>();
        Map<String, Map<String, ChannelState>> known = new HashMap<>();
        TreeSet<String> tenants = new TreeSet<>();
        for (ChannelConfig channel : all) {
            tenants.add(channel.tenantId());
            ChannelState state =
                    known.computeIfAbsent(channel.tenantId(), this::statesOf).get(channel.channelId());
            if (state != null) {
                states.merge(tags(channel, "inbound", state.inbound()), 1, Integer::sum);
                states.merge(tags(channel, "outbound", state.outbound()), 1, Integer::sum);
            }
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        states.forEach((tags, count) -> rows.add(MultiGauge.Row.of(tags, count)));
        channels.register(rows, true);
        readRecurring();
        readExpiries(all);
        readEvents();
        storedBytes = context.database().storedBytes();
        readOldest(tenants);
        readDeadLetters(tenants);
        inboxBacklog =
                tenants.stream().mapToLong(context.stores().inbox()::backlog).sum();
        deliveryBacklog = tenants.stream()
                .mapToLong(context.stores().deliveries()::backlog)
                .sum();
        outboxBacklog =
                tenants.stream().mapToLong(context.stores().outbox()::backlog).sum();
        mediaBacklog =
                tenants.stream().mapToLong(context.stores().media()::backlog).sum();
    }

    private void readDeadLetters(Collection<String> tenants) {
        Instant now = context.clock().instant();
        // Reasons quote helpdesks: they are no label.
        Map<DeadLetter.Stage, Long> stages = new EnumMap<>(DeadLetter.Stage.class);
        long oldestSeconds = 0;
        for (String tenant : tenants) {
            for (DeadLetters.Group group : context.stores().deadLetters().groups(tenant)) {
                stages.merge(group.stage(), group.count(), Long::sum);
                oldestSeconds = Math.max(
                        oldestSeconds, Duration.between(group.oldest(), now).toSeconds());
            }
        }
        oldestDeadLetterSeconds = oldestSeconds;
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (DeadLetter.Stage stage : DeadLetter.Stage.values()) {
            Tags tags = Tags.of("stage", stage.name().toLowerCase(Locale.ROOT));
            rows.add(MultiGauge.Row.of(tags, stages.getOrDefault(stage, 0L)));
        }
        deadLetters.register(rows, true);
    }

    private void readOldest(Collection<String> tenants) {
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        rows.add(oldest("inbox", context.stores().inbox(), tenants));
        rows.add(oldest("deliveries", context.stores().deliveries(), tenants));
        rows.add(oldest("outbox", context.stores().outbox(), tenants));
        rows.add(oldest("media", context.stores().media(), tenants));
        rows.add(oldest("staged", context.database().lookout().oldestStaged().stream()));
        oldest.register(rows, true);
    }

    private MultiGauge.Row<?> oldest(String name, WorkQueue<?> queue, Collection<String> tenants) {
        return oldest(name, tenants.stream().flatMap(tenant -> queue.oldest(tenant).flatMap(Ids::madeAt).stream()));
    }

    private MultiGauge.Row<?> oldest(String name, Stream<Instant> since) {
        Instant now = context.clock().instant();
        long seconds = since.mapToLong(
                        at -> Math.max(0, Duration.between(at, now).toSeconds()))
                .max()
                .orElse(0);
        return MultiGauge.Row.of(Tags.of("queue", name), seconds);
    }

    private void readExpiries(List<ChannelConfig> all) {
        Instant now = context.clock().instant();
        Map<String, Long> first = new HashMap<>();
        for (ChannelConfig channel : all) {
            context.deskwire().channels().expiries(channel.tenantId(), channel.channelId()).stream()
                    .map(expiry -> Duration.between(now, expiry.at()).toSeconds())
                    .forEach(left -> first.merge(channel.provider(), left, Math::min));
        }
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        first.forEach((provider, left) -> rows.add(MultiGauge.Row.of(Tags.of("type", provider), left)));
        expiries.register(rows, true);
    }

    private void readEvents() {
        EventOutbox.Totals totals = context.events().totals();
        eventsWaiting = totals.waiting();
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        for (String state : List.of("active", "failing", "disabled", "switched_off")) {
            rows.add(MultiGauge.Row.of(
                    Tags.of("state", state), totals.subscriptions().getOrDefault(state, 0L)));
        }
        subscriptions.register(rows, true);
    }

    private void readRecurring() {
        Instant now = context.clock().instant();
        List<MultiGauge.Row<?>> ages = new ArrayList<>();
        List<MultiGauge.Row<?>> failures = new ArrayList<>();
        for (RecurringJobs.State job : context.deskwire().recurringJobs()) {
            Instant ok = job.okAt() == null ? job.startedAt() : job.okAt();
            Tags name = Tags.of("job", job.name());
            ages.add(MultiGauge.Row.of(name, Duration.between(ok, now).toSeconds()));
            failures.add(MultiGauge.Row.of(name, job.failures()));
        }
        recurringOk.register(ages, true);
        recurringFailures.register(failures, true);
    }

    private Map<String, ChannelState> statesOf(String tenant) {
        Map<String, ChannelState> states = new HashMap<>();
        context.stores().channelStates().ofTenant(tenant).forEach(state -> states.put(state.channelId(), state));
        return states;
    }

    private static Tags tags(ChannelConfig channel, String side, ChannelState.Side state) {
        return Tags.of(
                "type",
                channel.provider(),
                "side",
                side,
                "state",
                state.status().name().toLowerCase(Locale.ROOT));
    }
}
