package io.deskwire.engine;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelState.Status;
import io.deskwire.channel.ChannelType;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.config.ConfigStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The channels as this node has them open, kept in step with the configuration store. */
final class ChannelRegistry {

    private static final Logger LOG = LoggerFactory.getLogger(ChannelRegistry.class);

    private final ConfigStore config;
    private final Map<String, ChannelType> types;
    private final ChannelContext context;
    private final ChannelHealth health;
    private final Map<String, OpenChannel> open = new ConcurrentHashMap<>();

    ChannelRegistry(ConfigStore config, Collection<ChannelType> types, ChannelContext context, ChannelHealth health) {
        this.config = config;
        this.types = types.stream().collect(Collectors.toUnmodifiableMap(ChannelType::id, type -> type));
        this.context = context;
        this.health = health;
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

    /** Everything wrong with a document; the provider's own check comes last and only for a known provider. */
    List<ConfigProblem> check(ChannelConfig channel) {
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

    /**
     * Opens what is new or changed, closes what is gone.
     *
     * @param closing is given each channel before it is closed
     */
    synchronized void refresh(Instant now, Consumer<OpenChannel> closing) {
        Set<String> seen = new HashSet<>();
        for (ChannelConfig wanted : config.all()) {
            String key = OpenChannel.key(wanted.tenantId(), wanted.channelId());
            seen.add(key);
            OpenChannel current = open.get(key);
            if (current != null && current.config.equals(wanted)) {
                continue;
            }
            if (current != null) {
                closing.accept(current);
                current.close();
            }
            open.put(key, open(wanted, now));
        }
        for (OpenChannel gone : List.copyOf(open.values())) {
            if (!seen.contains(gone.key())) {
                open.remove(gone.key());
                closing.accept(gone);
                gone.close();
                health.forget(gone.tenantId(), gone.channelId());
                context.memory().forget(gone.tenantId(), gone.channelId());
            }
        }
    }

    void closeAll(Consumer<OpenChannel> closing) {
        for (OpenChannel channel : open.values()) {
            closing.accept(channel);
            channel.close();
        }
        open.clear();
    }

    private OpenChannel open(ChannelConfig wanted, Instant now) {
        List<ConfigProblem> problems = check(wanted);
        Channel channel = null;
        if (problems.isEmpty() && wanted.active() && !wanted.provider().equals("none")) {
            try {
                channel = Objects.requireNonNull(types.get(wanted.provider()), "checked")
                        .open(wanted, context);
            } catch (RuntimeException e) {
                LOG.error("channel {}/{} could not be opened", wanted.tenantId(), wanted.channelId(), e);
                problems = List.of(new ConfigProblem("config", "the channel could not be opened"));
            }
        }
        OpenChannel opened = new OpenChannel(wanted, problems, channel, now);
        boolean paused =
                health.current(wanted.tenantId(), wanted.channelId(), now).paused();
        opened.paused = paused;
        if (!problems.isEmpty()) {
            String reason = problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("; "));
            LOG.warn("channel {}/{} is not run: {}", wanted.tenantId(), wanted.channelId(), reason);
            health.set(wanted.tenantId(), wanted.channelId(), Status.CONNECT_ERROR, reason, now);
        } else if (channel == null) {
            health.set(wanted.tenantId(), wanted.channelId(), Status.DISABLED, "switched off", now);
        } else if (!paused) {
            health.set(wanted.tenantId(), wanted.channelId(), Status.CONNECTING, null, now);
        }
        return opened;
    }
}
