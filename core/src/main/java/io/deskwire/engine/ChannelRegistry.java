package io.deskwire.engine;

import io.deskwire.DeskwireListener;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Consent;
import io.deskwire.channel.ProtocolLog;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.ConfigStore;
import io.deskwire.delivery.LoopBudget;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.intake.Inbox;
import io.deskwire.rules.Rulebooks;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The channels as this node has them open, kept in step with the configuration store. */
final class ChannelRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelRegistry.class);

    /** What is no longer so once the channel is open. Of the others another node, or this one before, knows more. */
    private static final Set<Status> OVER = EnumSet.of(Status.CONNECT_ERROR, Status.DISABLED, Status.PAUSED);

    private final ConfigStore config;
    private final Map<String, ChannelType> types;
    private final ChannelContext context;
    private final ChannelHealth health;
    private final Rulebooks rulebooks;
    private final Map<String, OpenChannel> open = new ConcurrentHashMap<>();
    private final DeskwireListener listener;
    private final InstantSource clock;
    /** Kept while a channel's document changes, by key. */
    private final Map<String, ProtocolLines> lines = new ConcurrentHashMap<>();

    ChannelRegistry(
            ConfigStore config,
            Collection<ChannelType> types,
            ChannelContext context,
            ChannelHealth health,
            Rulebooks rulebooks,
            DeskwireListener listener,
            InstantSource clock) {
        this.config = config;
        this.types = types.stream().collect(Collectors.toUnmodifiableMap(ChannelType::id, type -> type));
        this.context = context;
        this.health = health;
        this.rulebooks = rulebooks;
        this.listener = listener;
        this.clock = clock;
    }

    /** What a channel did at its provider lately. */
    ProtocolLines lines(String tenantId, String channelId) {
        return lines.computeIfAbsent(OpenChannel.key(tenantId, channelId), key -> new ProtocolLines(clock));
    }

    private ProtocolLog log(ChannelConfig channel) {
        ProtocolLines own = lines(channel.tenantId(), channel.channelId());
        return new ProtocolLog() {
            @Override
            public void note(String line) {
                own.note(line);
            }

            @Override
            public void answered(int status) {
                listener.providerAnswered(channel.provider(), status);
            }
        };
    }

    /** A token endpoint was asked on a channel's behalf. */
    void accessTokenAsked(ChannelConfig channel, @Nullable FailureKind failure) {
        String outcome =
                failure == null ? "issued" : "failed (" + failure.name().toLowerCase(Locale.ROOT) + ")";
        lines(channel.tenantId(), channel.channelId()).note("access token: " + outcome);
        listener.accessTokenAsked(channel.provider(), failure);
    }

    /** Channels that this node alone may read now. */
    long owned(Instant now) {
        return open.values().stream()
                .map(channel -> channel.leaseUntil)
                .filter(until -> until != null && now.isBefore(until))
                .count();
    }

    Collection<OpenChannel> all() {
        return open.values();
    }

    Optional<OpenChannel> find(String tenantId, String channelId) {
        return Optional.ofNullable(open.get(OpenChannel.key(tenantId, channelId)));
    }

    Optional<ChannelType> type(String provider) {
        return Optional.ofNullable(types.get(provider));
    }

    /** Everything wrong with a document, its rules included; the provider's own check is for a known provider. */
    List<ConfigProblem> check(ChannelConfig channel) {
        List<ConfigProblem> problems = new ArrayList<>(checkProvider(channel));
        problems.addAll(LoopBudget.check(channel));
        problems.addAll(rulebooks.check(channel));
        return problems;
    }

    private List<ConfigProblem> checkProvider(ChannelConfig channel) {
        List<ConfigProblem> problems = new ArrayList<>(channel.readProblems());
        if (channel.provider().equals("none")) {
            return problems;
        }
        ChannelType type = types.get(channel.provider());
        if (type == null) {
            problems.add(new ConfigProblem(
                    "provider",
                    "'" + channel.provider() + "' is not one of "
                            + String.join(", ", types.keySet().stream().sorted().toList())));
        } else if (problems.isEmpty()) {
            try {
                problems.addAll(type.check(channel));
            } catch (RuntimeException e) {
                LOG.error("the check of a {} channel failed", channel.provider(), e);
                problems.add(new ConfigProblem(
                        "config", "could not be checked: " + e.getClass().getSimpleName()));
            }
        }
        return problems;
    }

    /** How a person connects the account of a channel whose document has no problems; empty where that is not done. */
    Optional<Consent> consent(ChannelConfig channel) {
        ChannelType type = types.get(channel.provider());
        return type == null || !check(channel).isEmpty() ? Optional.empty() : type.consent(channel, context);
    }

    Channels.Backfilled backfill(
            Inbox inbox,
            ChannelConfig channel,
            Clock clock,
            @Nullable LocalDate since,
            boolean dryRun,
            Consumer<Channels.Backfilled> progress)
            throws ChannelException {
        ChannelType type = types.get(channel.provider());
        if (type == null) {
            throw ChannelException.of(FailureKind.UNSUPPORTED, "the channel has no provider");
        }
        return new Backfill(inbox, context, clock).run(type, channel, since, dryRun, progress);
    }

    /**
     * Opens what is new or changed, closes what is gone.
     *
     * @param closing is given each channel before it is closed
     * @return channels that are removed, switched off or another provider's now; the caller closes them and forgets them
     */
    synchronized List<OpenChannel> refresh(Instant now, Consumer<OpenChannel> closing) {
        Set<String> seen = new HashSet<>();
        List<OpenChannel> ended = new ArrayList<>();
        for (ChannelConfig wanted : config.all()) {
            String key = OpenChannel.key(wanted.tenantId(), wanted.channelId());
            seen.add(key);
            OpenChannel current = open.get(key);
            if (current != null && current.config.equals(wanted)) {
                continue;
            }
            if (current != null) {
                closing.accept(current);
                boolean goesOn = wanted.active() && wanted.provider().equals(current.config.provider());
                if (goesOn || current.channel == null) {
                    current.close();
                } else {
                    ended.add(current);
                }
            }
            open.put(key, open(wanted, current != null, now));
        }
        for (OpenChannel gone : List.copyOf(open.values())) {
            if (!seen.contains(gone.key())) {
                open.remove(gone.key());
                closing.accept(gone);
                health.forget(gone.tenantId(), gone.channelId());
                lines.remove(gone.key());
                ended.add(gone);
            }
        }
        return ended;
    }

    /** What was learnt about a channel goes with it, unless there is one of its name again. */
    void forget(OpenChannel ended) {
        if (config.find(ended.tenantId(), ended.channelId()).isEmpty()) {
            context.memory().forget(ended.tenantId(), ended.channelId());
        }
    }

    void closeAll(Consumer<OpenChannel> closing) {
        for (OpenChannel channel : open.values()) {
            closing.accept(channel);
            channel.close();
        }
        open.clear();
    }

    /** @param changed whether it was open here with another document */
    private OpenChannel open(ChannelConfig wanted, boolean changed, Instant now) {
        List<ConfigProblem> problems = check(wanted);
        Channel channel = null;
        if (problems.isEmpty() && wanted.active() && !wanted.provider().equals("none")) {
            try {
                channel = Objects.requireNonNull(types.get(wanted.provider()), "checked")
                        .open(wanted, context.withLog(log(wanted)));
            } catch (RuntimeException e) {
                LOG.error("channel {}/{} could not be opened", wanted.tenantId(), wanted.channelId(), e);
                problems = List.of(new ConfigProblem("config", "the channel could not be opened"));
            }
        }
        OpenChannel opened = new OpenChannel(wanted, problems, channel, now);
        ChannelState state = health.current(wanted.tenantId(), wanted.channelId(), now);
        boolean paused = state.paused();
        opened.paused = paused;
        opened.log = lines(wanted.tenantId(), wanted.channelId());
        if (!problems.isEmpty()) {
            String reason = problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("; "));
            LOG.warn("channel {}/{} is not run: {}", wanted.tenantId(), wanted.channelId(), reason);
            health.set(wanted.tenantId(), wanted.channelId(), Status.CONNECT_ERROR, reason, now);
        } else if (channel == null) {
            health.set(wanted.tenantId(), wanted.channelId(), Status.DISABLED, "switched off", now);
        } else if (!paused && (changed || OVER.contains(state.inbound().status()))) {
            health.set(wanted.tenantId(), wanted.channelId(), Status.CONNECTING, null, now);
        }
        return opened;
    }
}
