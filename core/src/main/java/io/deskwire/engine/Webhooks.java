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
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what providers push: the channel verifies it, its items are stored, and only when they are durable is the answer
 * given. Called on the host's HTTP threads.
 */
public final class Webhooks {

    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    /** Channels that a request without any known key is offered to; keeps a forger from making us verify for ever. */
    private static final int MOST_GUESSES = 32;

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
     * Takes a request at a channel's own address.
     *
     * @return what the provider is told; 404 when there is no such channel
     * @throws io.deskwire.work.StoreUnavailableException when nothing can be stored now: answer 503, so that the provider
     *     sends it again
     * @throws UncheckedIOException when the body cannot be read
     */
    public Answer receive(String provider, String tenantId, String channelId, WebhookRequest request) {
        Optional<OpenChannel> open = engine.open(tenantId, channelId)
                .filter(channel -> channel.config.provider().equals(provider) && webhook(channel) != null);
        if (open.isEmpty()) {
            listener.webhookRefused(provider, tenantId, channelId, "there is no such channel", false);
            return Answer.of(404);
        }
        Received received = verified(open.get(), request);
        if (received instanceof Received.Items items) {
            store(List.of(new Delivery(open.get(), items)));
        }
        return received.answer();
    }

    /**
     * Takes a request at the address that all channels of a provider share. Every channel that the request names, and whose
     * own keys prove it, gets its part of it.
     *
     * @see #receive(String, String, String, WebhookRequest)
     */
    public Answer receive(String provider, WebhookRequest request) {
        Optional<ChannelType> type = registry.type(provider);
        if (type.isEmpty()) {
            return Answer.of(404);
        }
        engine.reloadIfAsked();
        Set<String> keys = keys(type.get(), request);
        List<OpenChannel> all = registry.all().stream()
                .filter(channel -> channel.config.provider().equals(provider) && webhook(channel) != null)
                .sorted(Comparator.comparing(OpenChannel::key))
                .toList();
        List<OpenChannel> named = all.stream()
                .filter(channel -> channel.webhookKeys().stream().anyMatch(keys::contains))
                .toList();
        if (!named.isEmpty()) {
            Set<String> known = new HashSet<>();
            all.forEach(channel -> known.addAll(channel.webhookKeys()));
            return offered(provider, named, known, request);
        }
        return unrouted(provider, all.stream().limit(MOST_GUESSES).toList(), request);
    }

    private Answer offered(String provider, List<OpenChannel> channels, Set<String> known, WebhookRequest request) {
        List<Delivery> deliveries = new ArrayList<>();
        @Nullable Answer good = null;
        @Nullable Answer refused = null;
        for (OpenChannel channel : channels) {
            Received received = verified(channel, request);
            if (received instanceof Received.Refused refusal) {
                refused = refused == null ? refusal.answer() : refused;
                continue;
            }
            good = good == null ? received.answer() : good;
            if (received instanceof Received.Items items) {
                deliveries.add(new Delivery(channel, items));
            }
        }
        store(apportioned(provider, deliveries, known));
        if (good != null) {
            return good;
        }
        return refused == null ? Answer.of(404) : refused;
    }

    /**
     * Each channel's own items to it. What names none of this installation's channels is kept with the first of them when all
     * are one tenant's, and else only counted: it may not be shown to a tenant whom it is not for.
     */
    private List<Delivery> apportioned(String provider, List<Delivery> deliveries, Set<String> known) {
        boolean oneTenant =
                deliveries.stream().map(d -> d.channel.tenantId()).distinct().count() == 1;
        boolean strangers = false;
        List<Delivery> apportioned = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            List<RawItem> own = new ArrayList<>();
            for (RawItem item : delivery.items.items()) {
                String other = item.meta().get(RawItem.FOREIGN);
                boolean stranger = other != null && !known.contains(other);
                strangers |= stranger;
                if (other == null || (stranger && oneTenant && apportioned.isEmpty())) {
                    own.add(item);
                }
            }
            apportioned.add(new Delivery(
                    delivery.channel, new Received.Items(own, delivery.items.answer(), delivery.items.unproven())));
        }
        if (strangers) {
            listener.webhookUnrouted(provider);
        }
        return apportioned;
    }

    /**
     * It names nobody we know. A handshake may be anybody's. Content is proven by whoever's keys fit: when all of those are one
     * tenant's it is kept with that tenant, else nobody may see it and it is only counted.
     */
    private Answer unrouted(String provider, List<OpenChannel> candidates, WebhookRequest request) {
        @Nullable Answer refused = null;
        List<Delivery> proven = new ArrayList<>();
        for (OpenChannel channel : candidates) {
            Received received = verified(channel, request);
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

    private Received verified(OpenChannel open, WebhookRequest request) {
        WebhookChannel webhook = webhook(open);
        if (webhook == null) {
            return new Received.Refused(Answer.of(404), "the channel takes no webhooks");
        }
        try {
            Received received = webhook.receive(request);
            String provider = open.config.provider();
            if (received instanceof Received.Refused refused) {
                LOG.warn("webhook of channel {}/{} refused: {}", open.tenantId(), open.channelId(), refused.reason());
                listener.webhookRefused(provider, open.tenantId(), open.channelId(), refused.reason(), false);
            } else if (received instanceof Received.Items items && items.unproven() != null) {
                listener.webhookRefused(provider, open.tenantId(), open.channelId(), items.unproven(), true);
            }
            return received;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Delivery(OpenChannel channel, Received.Items items) {}

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
