package io.deskwire;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.PublicFiles;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.Secret;
import io.deskwire.delivery.Announcements;
import io.deskwire.delivery.LoopGuard;
import io.deskwire.delivery.OpenChannels;
import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.Replies;
import io.deskwire.delivery.SendPace;
import io.deskwire.delivery.TicketUpdate;
import io.deskwire.delivery.WindowGate;
import io.deskwire.engine.Channels;
import io.deskwire.engine.Engine;
import io.deskwire.engine.EngineSettings;
import io.deskwire.engine.Webhooks;
import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.DeadLetterDesk;
import io.deskwire.intake.DeadLetters;
import io.deskwire.intake.Filing;
import io.deskwire.intake.Messages;
import io.deskwire.intake.RuleDryRun;
import io.deskwire.retention.RetentionPolicy;
import io.deskwire.retention.RetentionSweep;
import io.deskwire.rules.Expressions;
import io.deskwire.rules.Rulebooks;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.ThreadTokens;
import io.deskwire.threading.Threader;
import io.deskwire.ticket.TicketDelivery;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import io.deskwire.work.Ids;
import io.deskwire.work.RecurringJob;
import io.deskwire.work.RecurringJobs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The whole of Deskwire for an embedder: stores, configuration, helpdesk and channel types go in; channels, replies,
 * messages and dead letters come out. Thread-safe.
 *
 * <pre>{@code
 * try (Deskwire deskwire = Deskwire.builder(stores, configStore, myHelpdesk, threadKey)
 *         .channelType(new ImapChannelType())
 *         .build()) {
 *     deskwire.start();
 *     …
 * }
 * }</pre>
 */
public final class Deskwire implements AutoCloseable {

    private final Stores stores;
    private final Engine engine;
    private final Channels channels;
    private final Webhooks webhooks;
    private final Replies replies;
    private final Announcements announcements;
    private final Messages messages;
    private final RuleDryRun ruleDryRun;
    private final DeadLetterDesk deadLetterDesk;
    private final Set<String> recurring;
    private final Clock clock;

    private Deskwire(Builder builder) {
        this.stores = builder.stores;
        this.clock = builder.clock;
        Map<String, Decoder> decoders = new HashMap<>();
        builder.types.forEach(type -> decoders.putAll(type.decoders()));
        RandomGenerator random = RandomGenerator.getDefault();
        ThreadTokens tokens = new ThreadTokens(builder.threadKey, builder.formerThreadKeys);
        this.messages = new Messages(stores.inbox(), stores.media(), stores.conversations(), decoders);
        Rulebooks rulebooks = new Rulebooks(builder.expressions);
        this.ruleDryRun = new RuleDryRun(stores.conversations(), stores.inbox(), builder.config, rulebooks, decoders);
        LoopGuard loops = new LoopGuard(stores.tallies(), builder.config, builder.listener);
        Filing filing = new Filing(
                decoders,
                new Threader(stores.conversations(), tokens),
                stores.conversations(),
                stores.outbox(),
                stores.windows(),
                builder.config,
                rulebooks,
                loops,
                (tenant, channel, notice, now) -> engine().notice(tenant, channel, notice, now),
                pointer -> engine().fetch(pointer),
                random);
        this.deadLetterDesk = new DeadLetterDesk(stores.deadLetters(), stores.inbox());
        OpenChannels open = (tenant, channel) -> engine().channel(tenant, channel);
        this.replies = new Replies(
                stores.conversations(),
                stores.outbox(),
                builder.config,
                open,
                new WindowGate(stores.windows(), stores.conversations()),
                tokens,
                clock,
                () -> engine().outboxChanged());
        this.announcements = new Announcements(stores.conversations(), builder.config, open, replies, loops, clock);
        List<RecurringJob> recurringJobs = new ArrayList<>();
        recurringJobs.add(new RetentionSweep(stores.retention(), stores.audit(), messages, builder.retention).job());
        recurringJobs.addAll(stores.upkeep());
        recurringJobs.addAll(builder.recurringJobs);
        this.recurring = recurringJobs.stream().map(RecurringJob::name).collect(Collectors.toUnmodifiableSet());
        this.engine = new Engine(
                builder.settings == null
                        ? EngineSettings.defaults("node-" + Ids.next(clock.instant()))
                        : builder.settings,
                stores,
                builder.config,
                builder.types,
                new ChannelContext(builder.egress, builder.tokens, stores.memory(), builder.files),
                rulebooks,
                filing,
                new TicketDelivery(builder.sink, messages::attachments, random),
                announcements,
                loops,
                recurringJobs,
                builder.pace,
                builder.listener,
                clock,
                random);
        this.channels = engine.channels();
        this.webhooks = engine.webhooks();
    }

    /** For the use cases that are made before the engine and call it later. */
    private Engine engine() {
        return engine;
    }

    /**
     * @param stores where everything is kept
     * @param config where tenants' channels are configured
     * @param sink the helpdesk
     * @param threadKey signs Message-IDs and reply addresses; at least 16 bytes, the same on every node and after every
     *     restart, since answers come back after months
     */
    public static Builder builder(Stores stores, ConfigStore config, TicketSink sink, Secret threadKey) {
        return new Builder(stores, config, sink, threadKey);
    }

    /** Starts background work and returns at once. */
    public void start() {
        engine.start();
    }

    /** Does everything that is due once, on this thread; for hosts with a scheduler of their own, instead of start. */
    public Engine.RunReport runOnce() {
        return engine.runOnce();
    }

    /** Files what is stored and hands it to the helpdesk, but reads no channel and sends nothing. */
    public Engine.RunReport fileOnce() {
        return engine.fileOnce();
    }

    /** The operator's side of channels. */
    public Channels channels() {
        return channels;
    }

    /** What providers push over HTTP. */
    public Webhooks webhooks() {
        return webhooks;
    }

    /**
     * Tells what happened to a ticket: its customer is told in turn where the channel's document asks for it, and what they
     * write next is filed accordingly.
     *
     * @return false when no conversation has this ticket
     */
    public boolean ticketChanged(String tenantId, TicketRef ticket, TicketUpdate update) {
        Optional<Conversation> conversation = stores.conversations().byTicket(tenantId, ticket);
        if (conversation.isEmpty()) {
            return false;
        }
        if (update.kind() == TicketUpdate.Kind.RESOLVED) {
            stores.conversations().close(tenantId, conversation.get().id(), clock.instant());
        } else if (update.kind() == TicketUpdate.Kind.REOPENED) {
            stores.conversations().close(tenantId, conversation.get().id(), null);
        }
        announcements.announce(conversation.get(), update);
        return true;
    }

    /**
     * Tells that the helpdesk moved a ticket into another, or merged the two: what customers write to it goes to the other from
     * now on, that which is on its way included. Chains are followed.
     *
     * @return how many conversations have another ticket now; empty when the other leads back to this one, and nothing changed
     */
    public OptionalInt ticketMoved(String tenantId, TicketRef from, TicketRef to) {
        return stores.conversations().moveTicket(tenantId, from, to, clock.instant());
    }

    /**
     * Tells that the helpdesk took a message out of its ticket into another: answers to that message go there from now on.
     *
     * @return the conversation it stands in now; empty when there is no such message in a conversation, or when it is still
     *     on its way to the helpdesk
     */
    public Optional<String> messageMoved(String tenantId, String messageId, TicketRef to) {
        Instant now = clock.instant();
        return stores.conversations().split(tenantId, messageId, to, Ids.next(now), now);
    }

    /** Answers to customers. */
    public Replies replies() {
        return replies;
    }

    /** Messages, their raw bytes and files. */
    public Messages messages() {
        return messages;
    }

    /** What rules would do with messages that are stored. */
    public RuleDryRun ruleDryRun() {
        return ruleDryRun;
    }

    /** What was given up. Prefer {@link #redeliver} to the port's own, since it also wakes the workers. */
    public DeadLetters deadLetters() {
        return stores.deadLetters();
    }

    /** Where files are stored before an answer carries them, and where uncertain messages are decided on. */
    public Outbox outbox() {
        return stores.outbox();
    }

    /** Tries a dead letter again. False when there is no such entry. */
    public boolean redeliver(String tenantId, String deadLetterId) {
        boolean found = stores.deadLetters().redeliver(tenantId, deadLetterId, clock.instant());
        engine.inboxChanged();
        engine.deliveriesChanged();
        engine.mediaChanged();
        return found;
    }

    /** Ends a dead letter for good; its raw bytes stay. False when there is no such entry. */
    public boolean discard(String tenantId, String deadLetterId, String comment) {
        return stores.deadLetters().discard(tenantId, deadLetterId, comment, clock.instant());
    }

    /** Tries all that are meant again; answers how many there were. */
    public int redeliverAll(String tenantId, DeadLetters.Filter filter) {
        int found = deadLetterDesk.redeliver(tenantId, filter, clock.instant());
        engine.inboxChanged();
        engine.deliveriesChanged();
        engine.mediaChanged();
        return found;
    }

    /** Ends all that are meant; answers how many there were. */
    public int discardAll(String tenantId, DeadLetters.Filter filter, String comment) {
        return deadLetterDesk.discard(tenantId, filter, comment, clock.instant());
    }

    /** Takes in a dead letter's message anew with bytes that a person corrected. */
    public DeadLetterDesk.Replaced replace(String tenantId, String deadLetterId, byte[] bytes) {
        DeadLetterDesk.Replaced done = deadLetterDesk.replace(tenantId, deadLetterId, bytes, clock.instant());
        engine.inboxChanged();
        return done;
    }

    /** One dead letter, if it is there. */
    public Optional<DeadLetter> deadLetter(String tenantId, String deadLetterId) {
        return stores.deadLetters().find(tenantId, deadLetterId);
    }

    /** A person's decision on an uncertain message; false when it is not uncertain. */
    public boolean resolveUncertain(String tenantId, String messageId, boolean sendAgain) {
        boolean found = stores.outbox().resolve(tenantId, messageId, sendAgain, clock.instant());
        engine.outboxChanged();
        return found;
    }

    /** Takes back a message that waits to be sent; false when an attempt is under way or was made, or it is not there. */
    public boolean cancel(String tenantId, String messageId) {
        boolean cancelled = stores.outbox().cancel(tenantId, messageId, clock.instant());
        engine.outboxChanged();
        return cancelled;
    }

    /**
     * Removes a tenant with everything that is kept of it: channels with their secrets, messages, files, tickets. What the
     * helpdesk has is the helpdesk's. A provider that is pushing at this moment may leave something behind: ask again until
     * the answer is 0.
     *
     * @return how many rows were removed
     */
    public long deleteTenant(String tenantId) {
        channels.deleteAll(tenantId);
        long removed = 0;
        int some;
        do {
            some = stores.retention().deleteSome(tenantId);
            removed += some;
        } while (some > 0);
        return removed;
    }

    /** How what recurs rarely is doing; without what this program does not know and what was never begun. */
    public List<RecurringJobs.State> recurringJobs() {
        return stores.recurringJobs().all().stream()
                .filter(state -> recurring.contains(state.name()))
                .toList();
    }

    /** Stops within the given time: nothing new is begun, what is under way may finish. */
    public void stop(Duration patience) throws InterruptedException {
        engine.stop(patience);
    }

    /** Stops within ten seconds. The stores stay open: they belong to the host. */
    @Override
    public void close() {
        engine.close();
    }

    /** Collects what Deskwire is made of. */
    public static final class Builder {

        private final Stores stores;
        private final ConfigStore config;
        private final TicketSink sink;
        private final Secret threadKey;
        private final List<ChannelType> types = new ArrayList<>();
        private EgressPolicy egress = EgressPolicy.publicOnly();
        private AccessTokens tokens = AccessTokens.none();
        private PublicFiles files = PublicFiles.none();
        private Expressions expressions = Expressions.none();
        private DeskwireListener listener = DeskwireListener.none();
        private RetentionPolicy retention = RetentionPolicy.defaults();
        private SendPace pace = SendPace.unlimited();
        private Clock clock = Clock.systemUTC();
        private List<Secret> formerThreadKeys = List.of();
        private final List<RecurringJob> recurringJobs = new ArrayList<>();
        private @Nullable EngineSettings settings;

        private Builder(Stores stores, ConfigStore config, TicketSink sink, Secret threadKey) {
            this.stores = Objects.requireNonNull(stores, "stores");
            this.config = Objects.requireNonNull(config, "config");
            this.sink = Objects.requireNonNull(sink, "sink");
            this.threadKey = Objects.requireNonNull(threadKey, "threadKey");
        }

        /** How fast each tenant's messages may go out; as fast as their channels are unless told otherwise. */
        public Builder sendPace(SendPace newPace) {
            this.pace = Objects.requireNonNull(newPace, "pace");
            return this;
        }

        /** Adds a kind of channel. */
        public Builder channelType(ChannelType type) {
            if (types.stream().anyMatch(known -> known.id().equals(type.id()))) {
                throw new IllegalArgumentException("the channel type " + type.id() + " was added already");
            }
            types.add(type);
            return this;
        }

        /** Which addresses may be connected to; public ones only by default. */
        public Builder egress(EgressPolicy policy) {
            this.egress = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** Where OAuth access tokens come from; nowhere by default. */
        public Builder accessTokens(AccessTokens source) {
            this.tokens = Objects.requireNonNull(source, "source");
            return this;
        }

        /** Shows stored files to providers that fetch them; nothing is shown by default. */
        public Builder publicFiles(PublicFiles publicFiles) {
            this.files = Objects.requireNonNull(publicFiles, "publicFiles");
            return this;
        }

        /** Compiles the expressions in tenants' rules; without it rules can use none. */
        public Builder expressions(Expressions engine) {
            this.expressions = Objects.requireNonNull(engine, "engine");
            return this;
        }

        /** Is told what happens. */
        public Builder listener(DeskwireListener newListener) {
            this.listener = Objects.requireNonNull(newListener, "newListener");
            return this;
        }

        /** Thread keys of before a change: answers to what they signed are still known. */
        public Builder formerThreadKeys(List<Secret> keys) {
            this.formerThreadKeys = List.copyOf(keys);
            return this;
        }

        /** How long things are kept; {@link RetentionPolicy#defaults} by default. */
        public Builder retention(RetentionPolicy policy) {
            this.retention = Objects.requireNonNull(policy, "policy");
            return this;
        }

        /** Something else that one of the nodes does now and then. */
        public Builder recurringJob(RecurringJob job) {
            recurringJobs.add(Objects.requireNonNull(job, "job"));
            return this;
        }

        /** The clock; the system's by default. */
        public Builder clock(Clock newClock) {
            this.clock = Objects.requireNonNull(newClock, "newClock");
            return this;
        }

        /** How much is done at once. */
        public Builder settings(EngineSettings newSettings) {
            this.settings = Objects.requireNonNull(newSettings, "newSettings");
            return this;
        }

        /** Builds it; nothing runs yet. */
        public Deskwire build() {
            return new Deskwire(this);
        }
    }
}
