package io.deskwire.engine;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelStates;
import io.deskwire.channel.ChannelTransition;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.ConnectionTest.Stage;
import io.deskwire.channel.Consent;
import io.deskwire.channel.Expiry;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.MessageTemplates;
import io.deskwire.channel.PushSubscription;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.ReadReceipts;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.Secret;
import io.deskwire.config.SecretMask;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import io.deskwire.message.MessageTemplate;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What an operator does with channels: see, set up, test, read now, pause. */
public final class Channels {

    /** How often somebody else may change a channel while it is stored. */
    private static final int MOST_RIVALS = 10;

    private final ConfigStore config;
    private final ChannelRegistry registry;
    private final ChannelHealth health;
    private final Poller poller;
    private final Inbox inbox;
    private final Conversations conversations;
    private final ChannelStates states;
    private final ChannelMemory memory;
    private final Engine engine;
    private final Clock clock;

    Channels(
            ConfigStore config,
            ChannelRegistry registry,
            ChannelHealth health,
            Poller poller,
            Inbox inbox,
            Conversations conversations,
            ChannelStates states,
            ChannelMemory memory,
            Engine engine,
            Clock clock) {
        this.config = config;
        this.registry = registry;
        this.health = health;
        this.poller = poller;
        this.inbox = inbox;
        this.conversations = conversations;
        this.states = states;
        this.memory = memory;
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * A channel as an operator sees it.
     *
     * @param config with its secrets masked
     * @param problems everything wrong with its document
     * @param state how it is doing
     * @param backlog items of its tenant that are stored and not yet filed
     */
    public record View(ChannelConfig config, List<ConfigProblem> problems, ChannelState state, long backlog) {
        public View {
            problems = List.copyOf(problems);
        }
    }

    /** The tenant's channels in order of id. */
    public List<View> list(String tenantId) {
        long backlog = inbox.backlog(tenantId);
        return config.ofTenant(tenantId).stream().map(c -> view(c, backlog)).toList();
    }

    public Optional<View> find(String tenantId, String channelId) {
        return config.find(tenantId, channelId).map(c -> view(c, inbox.backlog(tenantId)));
    }

    /** How many channels are due and wait for their turn on this node, since others are being read. */
    public int heldBack() {
        return engine.heldBack();
    }

    /** How many channels only this node may read now. */
    public long owned() {
        return registry.owned(clock.instant());
    }

    /**
     * Notes in a channel's protocol log, and tells the listener, that a token endpoint was asked on its behalf. For whoever
     * builds the {@link io.deskwire.channel.AccessTokens}; nothing happens when there is no such channel.
     *
     * @param failure why no token was issued, or null when one was
     */
    public void accessTokenAsked(String tenantId, String channelId, @Nullable FailureKind failure) {
        config.find(tenantId, channelId).ifPresent(channel -> registry.accessTokenAsked(channel, failure));
    }

    /** Names of the document's secret fields for a provider; empty for an unknown one. */
    public Set<String> secretFields(String provider) {
        return registry.type(provider).map(ChannelType::secretFields).orElse(Set.of());
    }

    /** Everything wrong with a document, without storing it. */
    public List<ConfigProblem> check(ChannelConfig channel) {
        List<ConfigProblem> problems = new ArrayList<>(registry.check(channel));
        for (String field : secretFields(channel.provider())) {
            if (SecretMask.isMasked(channel.config().get(field))) {
                problems.add(new ConfigProblem(
                        "config." + field, "is masked, and no secret is stored that it could stand for"));
            }
        }
        return problems;
    }

    /**
     * Creates or replaces a channel. Masked secrets stand for the stored ones.
     *
     * @return everything wrong with the document; when this is not empty nothing was stored
     */
    public List<ConfigProblem> save(ChannelConfig channel) {
        for (int i = 0; ; i++) {
            ChannelConfig found =
                    config.find(channel.tenantId(), channel.channelId()).orElse(null);
            ChannelConfig whole = unmasked(channel, found);
            List<ConfigProblem> problems = check(whole);
            if (!problems.isEmpty()) {
                return problems;
            }
            // Where a mask stands for a token that was replaced meanwhile, the new one must not be lost.
            if (found == null || i == MOST_RIVALS) {
                config.put(whole);
            } else if (!config.replace(found, whole)) {
                continue;
            }
            engine.configChanged();
            return problems;
        }
    }

    private ChannelConfig unmasked(ChannelConfig channel, @Nullable ChannelConfig found) {
        Map<String, Object> stored =
                found == null || !found.provider().equals(channel.provider()) ? Map.of() : found.config();
        return new ChannelConfig(
                channel.tenantId(),
                channel.channelId(),
                channel.provider(),
                SecretMask.unmask(channel.config(), stored, secretFields(channel.provider())),
                channel.ticketAddress(),
                channel.parserConfig(),
                channel.active(),
                channel.readProblems());
    }

    /**
     * How a person connects a channel's account; empty where there is no such channel, its document has problems, or it
     * signs in another way.
     */
    public Optional<Consent> consent(String tenantId, String channelId) {
        return config.find(tenantId, channelId).flatMap(registry::consent);
    }

    /**
     * Stores what a person's consent brought, beside the document's other fields, opens the channel anew and has it read as
     * soon as a worker is free.
     *
     * @param asked what the person was asked: when the channel asks for something else by now, nothing is stored
     * @param refreshToken goes under {@code refresh_token}
     * @return false when nothing was stored, since the channel is gone or another than before
     */
    public boolean connect(String tenantId, String channelId, Consent.Terms asked, Secret refreshToken) {
        for (int i = 0; i < MOST_RIVALS; i++) {
            Optional<ChannelConfig> found = config.find(tenantId, channelId);
            Optional<Consent.Terms> terms = found.flatMap(registry::consent).map(Consent::terms);
            if (found.isEmpty() || !terms.equals(Optional.of(asked))) {
                return false;
            }
            ChannelConfig stored = found.get();
            Map<String, Object> document = new LinkedHashMap<>(stored.config());
            document.put("refresh_token", refreshToken.reveal());
            ChannelConfig connected = new ChannelConfig(
                    tenantId,
                    channelId,
                    stored.provider(),
                    document,
                    stored.ticketAddress(),
                    stored.parserConfig(),
                    stored.active(),
                    stored.readProblems());
            if (config.replace(stored, connected)) {
                engine.refresh(clock.instant());
                registry.find(tenantId, channelId).filter(open -> !open.paused).ifPresent(engine::pollSoon);
                return true;
            }
        }
        return false;
    }

    /** Removes a channel; what it received stays. False when there is none. */
    public boolean delete(String tenantId, String channelId) {
        boolean deleted = config.delete(tenantId, channelId);
        engine.configChanged();
        return deleted;
    }

    /** Removes every channel of a tenant, and ends them here before this returns. */
    public void deleteAll(String tenantId) {
        config.ofTenant(tenantId).forEach(channel -> config.delete(tenantId, channel.channelId()));
        engine.reload();
        engine.configChanged();
    }

    /** Holds a channel: nothing is read and nothing sent until {@link #resume}. False when there is none. */
    public boolean pause(String tenantId, String channelId) {
        return setPaused(tenantId, channelId, true);
    }

    /** Ends a pause and every wait that a failure imposed. False when there is no such channel. */
    public boolean resume(String tenantId, String channelId) {
        return setPaused(tenantId, channelId, false);
    }

    private boolean setPaused(String tenantId, String channelId, boolean paused) {
        if (config.find(tenantId, channelId).isEmpty()) {
            return false;
        }
        Instant now = clock.instant();
        health.setPaused(tenantId, channelId, paused, now);
        registry.find(tenantId, channelId).ifPresent(open -> {
            open.paused = paused;
            if (paused) {
                open.stopWatch();
            }
            open.nextPollAt = now;
            open.nextKeepAt = now;
            if (!paused) {
                engine.pollSoon(open);
            }
        });
        return true;
    }

    /**
     * Reads a polled channel now and waits for the end.
     *
     * @throws ChannelException when it cannot be read; the failure stands in the channel's state too
     */
    public FetchResult sync(String tenantId, String channelId) throws ChannelException {
        OpenChannel open = opened(tenantId, channelId);
        if (open.paused) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "the channel is paused");
        }
        if (!open.reads() && !open.subscribes()) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "the channel is not one that is polled");
        }
        if (!poller.holdsLease(open, clock.instant())) {
            throw ChannelException.of(FailureKind.TRANSIENT, "another node is reading the channel");
        }
        if (!open.reads()) {
            poller.keep(open);
            return new FetchResult(0, 0, false, open.trouble());
        }
        if (open.subscribes()) {
            // Best effort; what is wrong stands in the channel's state.
            open.nextKeepAt = clock.instant();
        }
        FetchResult result = poller.poll(open);
        engine.pollSoon(open);
        return result;
    }

    /**
     * What a backfill found and did.
     *
     * @param seen messages at the source since the date
     * @param known how many of them were stored before
     * @param stored how many came in now; 0 in a dry run
     * @param missing source keys of what was not stored before, such as {@code imap:UIDVALIDITY:UID}; the first thousand
     */
    public record Backfilled(long seen, long known, long stored, List<String> missing) {
        public Backfilled {
            missing = List.copyOf(missing);
        }
    }

    /**
     * Reads a polled channel again from a date on, beside its own reading: for what was passed over by {@code start_from},
     * or to compare a mailbox with what came in. Nothing is changed at the source.
     *
     * @param since the first day in UTC, or null for everything
     * @param dryRun counts and names only; bodies are not fetched where the channel can tell without
     * @param progress is told now and then how far it is
     * @throws ChannelException {@code UNSUPPORTED} for channels that are pushed to or cannot tell dates, or the failure of the
     *     reading; what came in stays
     */
    public Backfilled backfill(
            String tenantId, String channelId, @Nullable LocalDate since, boolean dryRun, Consumer<Backfilled> progress)
            throws ChannelException {
        OpenChannel open = opened(tenantId, channelId);
        try {
            return registry.backfill(inbox, open.config, clock, since, dryRun, progress);
        } finally {
            engine.inboxChanged();
        }
    }

    /**
     * The templates that a channel may send, as last read from its provider; empty for channels without templates.
     *
     * @throws ChannelException {@code NOT_FOUND} when there is no such channel
     */
    public List<MessageTemplate> templates(String tenantId, String channelId) throws ChannelException {
        return capability(tenantId, channelId, Channel::templates)
                .map(MessageTemplates::known)
                .orElse(List.of());
    }

    /**
     * Reads a channel's templates from its provider now.
     *
     * @throws ChannelException when that fails, or there is no such channel
     */
    public List<MessageTemplate> refreshTemplates(String tenantId, String channelId) throws ChannelException {
        Optional<MessageTemplates> templates = capability(tenantId, channelId, Channel::templates);
        return templates.isPresent() ? templates.get().refresh(clock.instant()) : List.of();
    }

    /**
     * Shows the customer that a message of theirs, with all before it, was read.
     *
     * @param messageId ours, of an inbound message
     * @param typing whether to show that an answer is being written
     * @throws ChannelException {@code NOT_FOUND} for an unknown message, {@code UNSUPPORTED} where the channel shows no such
     *     marks
     */
    public void markRead(String tenantId, String messageId, boolean typing) throws ChannelException {
        Optional<StoredMessage> message = conversations.message(tenantId, messageId);
        if (message.isEmpty() || !(message.get() instanceof StoredMessage.Inbound inbound)) {
            throw ChannelException.of(FailureKind.NOT_FOUND, "there is no inbound message " + messageId);
        }
        String networkId = inbound.message().parsed().threading().providerMessageId();
        Optional<ReadReceipts> receipts = capability(tenantId, inbound.channelId(), Channel::readReceipts);
        if (receipts.isEmpty() || networkId == null) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "the channel shows nobody what was read");
        }
        receipts.get().read(networkId, typing);
    }

    private <T> Optional<T> capability(String tenantId, String channelId, Function<Channel, Optional<T>> of)
            throws ChannelException {
        OpenChannel open = opened(tenantId, channelId);
        return open.channel == null ? Optional.empty() : of.apply(open.channel);
    }

    /**
     * Runs the staged connection test.
     *
     * @param progress is given each stage as it ends
     */
    public List<Stage> test(String tenantId, String channelId, Consumer<Stage> progress) throws ChannelException {
        OpenChannel open = opened(tenantId, channelId);
        if (open.channel == null || open.channel.test().isEmpty()) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "the channel has no connection test");
        }
        ProtocolLines lines = registry.lines(tenantId, channelId);
        return open.channel.test().get().run(stage -> {
            lines.note("test " + stage.name() + ": " + (stage.ok() ? "passed" : "failed"));
            progress.accept(stage);
        });
    }

    /**
     * Feeds an item into the pipeline as if the channel had received it.
     *
     * @return true when it was new, false when its source key was known
     */
    public boolean receive(String tenantId, String channelId, RawItem item) {
        List<RawItem> items = config.find(tenantId, channelId)
                .map(channel -> TrustedServers.of(channel).named(List.of(item)))
                .orElse(List.of(item));
        try {
            boolean stored = inbox.record(new IntakeBatch(tenantId, channelId, items, null, null, clock.instant()))
                            .toCompletableFuture()
                            .join()
                            .stored()
                    == 1;
            engine.inboxChanged();
            return stored;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /**
     * A line of a channel's protocol log: what was asked of its provider, or what came from there.
     *
     * @param text without secrets, addresses, subjects and bodies
     */
    public record ProtocolLine(Instant at, String text) {}

    /** What a channel did at its provider lately, seen from this process, the newest first; two hundred lines at most. */
    public List<ProtocolLine> protocol(String tenantId, String channelId) {
        return config.find(tenantId, channelId).isEmpty()
                ? List.of()
                : registry.lines(tenantId, channelId).lines();
    }

    /** How a channel's sides went from status to status, the newest first. */
    public List<ChannelTransition> transitions(String tenantId, String channelId, int limit) {
        return states.transitions(tenantId, channelId, limit);
    }

    /** What each channel of a tenant received, by hours; see {@link ChannelStates#arrivals}. */
    public Map<String, NavigableMap<Instant, Long>> arrivals(String tenantId, Instant from) {
        return states.arrivals(tenantId, from);
    }

    /** What of a channel ends by itself, as last learnt; empty for one that is not open on this node. */
    public List<Expiry> expiries(String tenantId, String channelId) {
        return registry.find(tenantId, channelId)
                .map(open -> open.channel)
                .flatMap(Channel::subscription)
                .map(PushSubscription::expiries)
                .orElse(List.of());
    }

    /** When the provider last reached the channel's webhook and proved itself, give or take ten minutes. */
    public Optional<Instant> webhookProvenAt(String tenantId, String channelId) {
        return memory.find(tenantId, channelId, Webhooks.PROVEN).map(Instant::parse);
    }

    /**
     * What a channel can do.
     *
     * @param reads whether it is read after a cursor
     * @param pushed whether its provider pushes over HTTP
     * @param subscribed whether something is looked after for the provider to push, or to stay reachable
     * @param sends whether it sends
     */
    public record Abilities(boolean reads, boolean pushed, boolean subscribed, boolean sends) {}

    /** What a channel can do; empty while it is switched off or its document has problems. */
    public Optional<Abilities> abilities(String tenantId, String channelId) {
        engine.reloadIfAsked();
        return registry.find(tenantId, channelId)
                .map(open -> open.channel)
                .map(channel -> new Abilities(
                        channel.inbound().isPresent(),
                        channel.webhook().isPresent(),
                        channel.subscription().isPresent(),
                        channel.outbound().isPresent()));
    }

    private OpenChannel opened(String tenantId, String channelId) throws ChannelException {
        engine.refresh(clock.instant());
        OpenChannel open = registry.find(tenantId, channelId)
                .orElseThrow(() -> ChannelException.of(FailureKind.NOT_FOUND, "there is no channel " + channelId));
        if (!open.problems.isEmpty()) {
            throw ChannelException.of(
                    FailureKind.PERMANENT,
                    "the channel's configuration has problems: " + open.problems.get(0)
                            + (open.problems.size() > 1 ? " and " + (open.problems.size() - 1) + " more" : ""));
        }
        return open;
    }

    private View view(ChannelConfig channel, long backlog) {
        ChannelConfig masked = new ChannelConfig(
                channel.tenantId(),
                channel.channelId(),
                channel.provider(),
                SecretMask.mask(channel.config(), secretFields(channel.provider())),
                channel.ticketAddress(),
                channel.parserConfig(),
                channel.active(),
                channel.readProblems());
        return new View(
                masked,
                registry.check(channel),
                health.current(channel.tenantId(), channel.channelId(), clock.instant()),
                backlog);
    }
}
