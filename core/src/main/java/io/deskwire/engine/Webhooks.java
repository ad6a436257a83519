package io.deskwire.engine;

import io.deskwire.DeskwireListener;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what providers push: the channel verifies it, its items are stored, and only when they are durable is the answer
 * given. Called on the host's HTTP threads.
 */
public final class Webhooks {

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    /** Channels that content without any known key is offered to; keeps a forger from making us verify for ever. */
    private static final int MOST_GUESSES = 64;

    private final Engine engine;
    private final ChannelRegistry registry;
    private final ChannelHealth health;
    private final Inbox inbox;
    private final DeskwireListener listener;
    private final Clock clock;

    Webhooks(
            Engine engine,
            ChannelRegistry registry,
            ChannelHealth health,
            Inbox inbox,
            DeskwireListener listener,
            Clock clock) {
        this.engine = engine;
        this.registry = registry;
        this.health = health;
        this.inbox = inbox;
        this.listener = listener;
        this.clock = clock;
    }

    /**
     * Takes a request at a channel's own address. What it brings for other channels of the installation, since providers may
     * know one address for many numbers, goes to those whose own keys prove it.
     *
     * @return what the provider is told; 404 when there is no such channel, 503 while it cannot be opened
     * @throws io.deskwire.work.StoreUnavailableException when nothing can be stored now: answer 503, so that the provider
     *     sends it again
     * @throws UncheckedIOException when the body cannot be read
     */
    public Answer receive(String provider, String tenantId, String channelId, WebhookRequest request) {
        Optional<OpenChannel> found = engine.open(tenantId, channelId)
                .filter(channel -> channel.config.provider().equals(provider) && channel.config.active());
        if (found.isEmpty() || (found.get().channel != null && webhook(found.get()) == null)) {
            listener.webhookRefused(provider, tenantId, channelId, "there is no such channel", false);
            return Answer.of(404);
        }
        OpenChannel own = found.get();
        if (own.channel == null) {
            listener.webhookRefused(provider, tenantId, channelId, "the channel cannot be opened", false);
            return Answer.of(503);
        }
        Received received = verified(own, request);
        if (received instanceof Received.Items items) {
            Delivery delivery = new Delivery(own, items);
            if (items.items().stream().noneMatch(Webhooks::isForeign)) {
                store(List.of(delivery));
                return items.answer();
            }
            return offered(provider, delivery, named(provider, request, own), request);
        }
        return received.answer();
    }

    /**
     * Takes a request at the address that all channels of a provider share. Every channel that the request names, and whose
     * own keys prove it, gets its part of it; merely to observe is not enough here, where others are named too.
     *
     * @see #receive(String, String, String, WebhookRequest)
     */
    public Answer receive(String provider, WebhookRequest request) {
        if (registry.type(provider).isEmpty()) {
            return Answer.of(404);
        }
        engine.reloadIfAsked();
        List<OpenChannel> named = named(provider, request, null);
        if (named.isEmpty()) {
            engine.reload();
            named = named(provider, request, null);
        }
        return named.isEmpty() ? unrouted(provider, request) : offered(provider, null, named, request);
    }

    /** The channels, other than one, that a request names; those that cannot be opened among them. */
    private List<OpenChannel> named(String provider, WebhookRequest request, @Nullable OpenChannel except) {
        Set<String> keys =
                registry.type(provider).map(type -> keys(type, request)).orElse(Set.of());
        return ofProvider(provider)
                .filter(channel -> channel != except && channel.isNamedBy(keys))
                .toList();
    }

    private Stream<OpenChannel> ofProvider(String provider) {
        return registry.all().stream()
                .filter(channel -> channel.config.provider().equals(provider) && channel.config.active())
                .sorted(Comparator.comparing(OpenChannel::key));
    }

    /**
     * @param own what the channel whose address was called made of it, or null at the shared address
     * @param others further channels that the request names
     */
    private Answer offered(String provider, @Nullable Delivery own, List<OpenChannel> others, WebhookRequest request) {
        List<Delivery> deliveries = new ArrayList<>();
        @Nullable Answer good = null;
        @Nullable Answer bad = null;
        if (own != null) {
            deliveries.add(own);
            good = own.items.answer();
        }
        for (OpenChannel channel : others) {
            Received received = verified(channel, request);
            boolean unproven = received instanceof Received.Items items && items.unproven() != null;
            if (received instanceof Received.Refused || unproven) {
                // Not taken by whom it is for: the provider shall bring it again, and what was taken is recognised
                // then.
                bad = bad == null ? (unproven ? Answer.of(401) : received.answer()) : bad;
                continue;
            }
            good = good == null ? received.answer() : good;
            if (received instanceof Received.Items items) {
                deliveries.add(new Delivery(channel, items));
            }
        }
        List<Delivery> shares = apportioned(provider, deliveries, request);
        if (own == null && isClaimedTwice(shares)) {
            listener.webhookRefused(provider, null, null, "channels of several tenants claim the same messages", false);
            LOG.error("a {} webhook was not taken: channels of several tenants claim the same messages", provider);
            return Answer.of(503);
        }
        store(own == null ? shares : withoutClaims(shares));
        if (bad != null) {
            return bad;
        }
        return good == null ? Answer.of(404) : good;
    }

    /**
     * Each channel's own items to it. What names none of this installation's channels is kept with the first of them when all
     * whose keys fit are one tenant, and else only counted: it may not be shown to a tenant whom it is not for.
     */
    private List<Delivery> apportioned(String provider, List<Delivery> deliveries, WebhookRequest request) {
        List<Delivery> apportioned = new ArrayList<>();
        List<RawItem> strangers = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            List<RawItem> own = new ArrayList<>();
            for (RawItem item : delivery.items.items()) {
                if (!isForeign(item)) {
                    own.add(item);
                } else if (apportioned.isEmpty() && isStranger(provider, item)) {
                    strangers.add(item);
                }
            }
            apportioned.add(delivery.with(own));
        }
        if (!strangers.isEmpty()) {
            listener.webhookUnrouted(provider);
            Delivery first = apportioned.get(0);
            if (isOneTenants(provider, first, request)) {
                List<RawItem> all = new ArrayList<>(first.items.items());
                all.addAll(strangers);
                apportioned.set(0, first.with(all));
            } else {
                LOG.warn("part of a proven {} webhook names no known channel and was not kept", provider);
            }
        }
        return apportioned;
    }

    /** Nobody can say whose they are; the provider brings them again, and an operator is told. */
    private static boolean isClaimedTwice(List<Delivery> deliveries) {
        Map<String, String> tenants = new HashMap<>();
        for (Delivery delivery : deliveries) {
            for (RawItem item : delivery.items.items()) {
                String other = tenants.putIfAbsent(item.sourceKey(), delivery.channel.tenantId());
                if (other != null && !other.equals(delivery.channel.tenantId())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The channel whose own address was called comes first: what is its is nobody else's. */
    private static List<Delivery> withoutClaims(List<Delivery> deliveries) {
        Set<String> first = new HashSet<>();
        deliveries.get(0).items.items().forEach(item -> first.add(item.sourceKey()));
        List<Delivery> rest = new ArrayList<>(deliveries.subList(0, 1));
        for (Delivery delivery : deliveries.subList(1, deliveries.size())) {
            rest.add(delivery.with(delivery.items.items().stream()
                    .filter(item -> !first.contains(item.sourceKey()))
                    .toList()));
        }
        return rest;
    }

    private boolean isStranger(String provider, RawItem item) {
        Set<String> name = Set.of(String.valueOf(item.meta().get(RawItem.FOREIGN)));
        return ofProvider(provider).noneMatch(channel -> channel.isNamedBy(name));
    }

    private boolean isOneTenants(String provider, Delivery delivery, WebhookRequest request) {
        return ofProvider(provider)
                .filter(channel -> !channel.tenantId().equals(delivery.channel.tenantId()) && webhook(channel) != null)
                .limit(MOST_GUESSES)
                .noneMatch(channel -> isProven(channel, request));
    }

    private static boolean isProven(OpenChannel channel, WebhookRequest request) {
        WebhookChannel webhook = webhook(channel);
        try {
            return webhook != null
                    && webhook.receive(request) instanceof Received.Items items
                    && items.unproven() == null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * It names nobody we know. A handshake may be anybody's. Content is proven by whoever's keys fit: when all of those are one
     * tenant's it is kept with that tenant, else nobody may see it and it is only counted.
     */
    private Answer unrouted(String provider, WebhookRequest request) {
        @Nullable Answer refused = null;
        List<Delivery> proven = new ArrayList<>();
        // Comparing a handshake's token costs nothing; verifying content does.
        long most = request.body().length() == 0 ? Long.MAX_VALUE : MOST_GUESSES;
        List<OpenChannel> candidates = ofProvider(provider)
                .filter(channel -> webhook(channel) != null)
                .limit(most)
                .toList();
        for (OpenChannel channel : candidates) {
            Received received = quietly(channel, request);
            if (received instanceof Received.Refused refusal) {
                refused = refused == null ? refusal.answer() : refused;
            } else if (received instanceof Received.Items items && items.unproven() == null) {
                proven.add(new Delivery(channel, items));
            } else if (received instanceof Received.Nothing) {
                return received.answer();
            }
        }
        if (proven.isEmpty()) {
            listener.webhookRefused(provider, null, null, "no channel's keys fit it", false);
            return refused == null ? Answer.of(404) : refused;
        }
        listener.webhookUnrouted(provider);
        Set<String> tenants = new HashSet<>();
        proven.forEach(delivery -> tenants.add(delivery.channel.tenantId()));
        if (tenants.size() == 1) {
            store(proven.subList(0, 1));
        } else {
            LOG.warn(
                    "a proven {} webhook names no known channel and was not kept: several tenants share its key",
                    provider);
        }
        return proven.get(0).items.answer();
    }

    private static boolean isForeign(RawItem item) {
        return item.meta().containsKey(RawItem.FOREIGN);
    }

    private static Set<String> keys(ChannelType type, WebhookRequest request) {
        try {
            return type.webhookKeys(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable WebhookChannel webhook(OpenChannel channel) {
        return channel.channel == null ? null : channel.channel.webhook().orElse(null);
    }

    private static Received quietly(OpenChannel open, WebhookRequest request) {
        WebhookChannel webhook = webhook(open);
        if (webhook == null) {
            return new Received.Refused(Answer.of(503), "the channel cannot be opened");
        }
        try {
            return webhook.receive(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Received verified(OpenChannel open, WebhookRequest request) {
        Received received = quietly(open, request);
        String provider = open.config.provider();
        if (received instanceof Received.Refused refused) {
            LOG.warn("webhook of channel {}/{} refused: {}", open.tenantId(), open.channelId(), refused.reason());
            listener.webhookRefused(provider, open.tenantId(), open.channelId(), refused.reason(), false);
        } else if (received instanceof Received.Items items && items.unproven() != null) {
            listener.webhookRefused(provider, open.tenantId(), open.channelId(), items.unproven(), true);
        }
        return received;
    }

    private record Delivery(OpenChannel channel, Received.Items items) {
        Delivery with(List<RawItem> other) {
            return new Delivery(channel, new Received.Items(other, items.answer(), items.unproven()));
        }
    }

    /** All of them are handed to the writer before the first is waited for. */
    private void store(List<Delivery> deliveries) {
        Instant now = clock.instant();
        List<CompletionStage<Intake.Accepted>> stages = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            stages.add(inbox.record(new IntakeBatch(
                    delivery.channel.tenantId(),
                    delivery.channel.channelId(),
                    delivery.items.items(),
                    null,
                    null,
                    now)));
        }
        for (int i = 0; i < stages.size(); i++) {
            OpenChannel channel = deliveries.get(i).channel;
            Intake.Accepted accepted = durable(stages.get(i));
            health.pushed(channel, accepted.stored(), channel.trouble(), now);
            listener.received(channel.tenantId(), channel.channelId(), accepted.stored(), accepted.repeated());
        }
        engine.inboxChanged();
    }

    private static Intake.Accepted durable(CompletionStage<Intake.Accepted> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
