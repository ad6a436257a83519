package io.deskwire.engine;

import io.deskwire.DeskwireListener;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.engine.WebhookShares.Claim;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
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

    private static final String NOT_OPEN = "the channel is switched off or cannot be opened";

    /** Name in a channel's memory of when a request was last proven. */
    static final String PROVEN = "deskwire.webhook_proven";

    private static final Duration PROVEN_PACE = Duration.ofMinutes(10);

    private final Engine engine;
    private final ChannelRegistry registry;
    private final ChannelHealth health;
    private final Inbox inbox;
    private final ChannelMemory memory;
    private final DeskwireListener listener;
    private final Arrivals arrivals;
    private final Clock clock;

    Webhooks(
            Engine engine,
            ChannelRegistry registry,
            ChannelHealth health,
            Inbox inbox,
            ChannelMemory memory,
            DeskwireListener listener,
            Arrivals arrivals,
            Clock clock) {
        this.engine = engine;
        this.registry = registry;
        this.health = health;
        this.inbox = inbox;
        this.memory = memory;
        this.listener = listener;
        this.arrivals = arrivals;
        this.clock = clock;
    }

    /**
     * Takes a request at a channel's own address. What it brings for other channels of the installation, since providers may
     * know one address for many numbers, goes to those whose own keys prove it.
     *
     * @return what the provider is told; 404 when there is no such channel, 503 while it is switched off or cannot be opened
     * @throws io.deskwire.work.StoreUnavailableException when nothing can be stored now: answer 503, so that the provider
     *     sends it again
     * @throws UncheckedIOException when the body cannot be read
     */
    public Answer receive(String provider, String tenantId, String channelId, WebhookRequest request) {
        Optional<OpenChannel> found = engine.open(tenantId, channelId)
                .filter(channel -> channel.config.provider().equals(provider));
        if (found.isEmpty() || (found.get().channel != null && webhook(found.get()) == null)) {
            listener.webhookRefused(provider, tenantId, channelId, "there is no such channel", false);
            return Answer.of(404);
        }
        OpenChannel own = found.get();
        if (own.channel == null) {
            listener.webhookRefused(provider, tenantId, channelId, NOT_OPEN, false);
            return Answer.of(503);
        }
        Received received = verified(own, request);
        if (received instanceof Received.Items items) {
            Claim claim = new Claim(own, items);
            if (items.items().stream().noneMatch(WebhookShares::concernsOthers)) {
                store(List.of(claim));
                return items.answer();
            }
            return offered(provider, claim, handedTo(own, named(provider, request, own)), request);
        }
        if (received instanceof Received.Nudge nudge) {
            nudge(own, nudge);
        }
        return received.answer();
    }

    /** Whether there is a channel at an address, so that it is worth reading what is sent there. */
    public boolean isAddress(String provider, String tenantId, String channelId) {
        return engine.open(tenantId, channelId)
                .filter(channel -> channel.config.provider().equals(provider))
                .isPresent();
    }

    /** Whom what came to a channel's own address is offered to: another tenant only where it takes a secret to be. */
    private static List<OpenChannel> handedTo(OpenChannel own, List<OpenChannel> named) {
        return named.stream()
                .filter(channel -> {
                    WebhookChannel webhook = webhook(channel);
                    return channel.tenantId().equals(own.tenantId()) || (webhook != null && webhook.isProvenBySecret());
                })
                .toList();
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
                .filter(channel -> channel.config.provider().equals(provider))
                .sorted(Comparator.comparing(OpenChannel::key));
    }

    /**
     * @param own what the channel whose address was called made of it, or null at the shared address
     * @param others further channels that the request names
     */
    private Answer offered(String provider, @Nullable Claim own, List<OpenChannel> others, WebhookRequest request) {
        List<Claim> claims = new ArrayList<>();
        @Nullable Answer good = null;
        @Nullable Answer bad = null;
        if (own != null) {
            claims.add(own);
            good = own.items().answer();
        }
        for (OpenChannel channel : others) {
            Received received = verified(channel, request);
            boolean unproven = isUnproven(received);
            if (received instanceof Received.Refused || unproven) {
                bad = worse(bad, unproven ? Answer.of(401) : received.answer());
                continue;
            }
            good = good == null ? received.answer() : good;
            if (received instanceof Received.Items items) {
                claims.add(new Claim(channel, items));
            } else if (received instanceof Received.Nudge nudge) {
                nudge(channel, nudge);
            }
        }
        WebhookShares shares = new WebhookShares(claims, own != null);
        if (own == null && shares.isClaimedTwice()) {
            listener.webhookRefused(provider, null, null, "channels of several tenants claim the same messages", false);
            LOG.error("a {} webhook was not taken: channels of several tenants claim the same messages", provider);
            return Answer.of(503);
        }
        List<Claim> stored = new ArrayList<>(shares.own());
        boolean again = !shares.left().isEmpty() && leaves(provider, own, shares.left(), stored, request);
        store(stored);
        if (again) {
            return Answer.of(503);
        }
        return good != null ? good : bad != null ? bad : Answer.of(404);
    }

    /** Of two refusals, the one that has the provider come again: ours comes before its. */
    private static Answer worse(@Nullable Answer one, Answer other) {
        return one == null || (one.status() < 500 && other.status() >= 500) ? other : one;
    }

    /**
     * What no channel takes. At a channel's own address that channel works on it, if it can. At the shared address what names
     * nobody is kept with the first channel, if all whose keys fit are one tenant: it may not be shown to a tenant whom it is
     * not for.
     *
     * @param stored what is stored; added to
     * @return whether the provider has to bring it again, because it is for a channel that cannot take it now
     */
    private boolean leaves(
            String provider, @Nullable Claim own, List<RawItem> left, List<Claim> stored, WebhookRequest request) {
        List<RawItem> strangers = new ArrayList<>();
        boolean again = false;
        for (RawItem item : left) {
            if (own != null && Objects.requireNonNull(webhook(own.channel())).takesForeign()) {
                strangers.add(item);
            } else if (isStranger(provider, item)) {
                strangers.add(item);
                listener.webhookUnrouted(provider);
            } else {
                again = true;
            }
        }
        Claim first = stored.get(0);
        if (own != null || (!strangers.isEmpty() && isOneTenants(provider, first, request))) {
            List<RawItem> all = new ArrayList<>(first.items().items());
            all.addAll(strangers);
            stored.set(0, first.with(all));
        } else if (!strangers.isEmpty()) {
            LOG.warn("part of a proven {} webhook names no known channel and was not kept", provider);
        }
        return again;
    }

    private boolean isStranger(String provider, RawItem item) {
        Set<String> name = Set.of(WebhookShares.nameOf(item));
        return ofProvider(provider).noneMatch(channel -> channel.isNamedBy(name));
    }

    private boolean isOneTenants(String provider, Claim claim, WebhookRequest request) {
        return ofProvider(provider)
                .filter(channel -> !channel.tenantId().equals(claim.channel().tenantId()) && webhook(channel) != null)
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
        @Nullable Answer nudged = null;
        List<Claim> proven = new ArrayList<>();
        // Comparing a handshake's token costs nothing; verifying content does.
        long most = request.body().length() == 0 ? Long.MAX_VALUE : MOST_GUESSES;
        List<OpenChannel> all =
                ofProvider(provider).filter(channel -> webhook(channel) != null).toList();
        for (OpenChannel channel : all.stream().limit(most).toList()) {
            Received received = quietly(channel, request);
            if (received instanceof Received.Refused refusal) {
                refused = worse(refused, refusal.answer());
            } else if (received instanceof Received.Items items && items.unproven() == null) {
                proven.add(new Claim(channel, items));
            } else if (received instanceof Received.Nudge nudge && nudge.unproven() == null) {
                // To look once too often does no harm, and shows nobody anything.
                nudge(channel, nudge);
                nudged = nudge.answer();
            } else if (received instanceof Received.Nothing) {
                return received.answer();
            }
        }
        if (proven.isEmpty() && nudged != null) {
            return nudged;
        }
        if (proven.isEmpty()) {
            listener.webhookRefused(provider, null, null, "no channel's keys fit it", false);
            if (all.size() > most) {
                // One of those that were not asked may be the one.
                return Answer.of(503);
            }
            return refused == null ? Answer.of(404) : refused;
        }
        listener.webhookUnrouted(provider);
        Set<String> tenants = new HashSet<>();
        proven.forEach(claim -> tenants.add(claim.channel().tenantId()));
        if (tenants.size() == 1) {
            store(proven.subList(0, 1));
        } else {
            LOG.warn(
                    "a proven {} webhook names no known channel and was not kept: several tenants share its key",
                    provider);
        }
        return proven.get(0).items().answer();
    }

    private void nudge(OpenChannel channel, Received.Nudge nudge) {
        if (nudge.upkeep()) {
            channel.nextKeepAt = clock.instant();
        }
        engine.pollOnHint(channel);
    }

    private static boolean isUnproven(Received received) {
        return (received instanceof Received.Items items && items.unproven() != null)
                || (received instanceof Received.Nudge nudge && nudge.unproven() != null);
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
            return new Received.Refused(Answer.of(503), NOT_OPEN);
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
        } else if (received instanceof Received.Nudge nudge && nudge.unproven() != null) {
            listener.webhookRefused(provider, open.tenantId(), open.channelId(), nudge.unproven(), true);
        } else {
            proven(open);
        }
        registry.lines(open.tenantId(), open.channelId())
                .note("webhook " + request.method() + ", " + request.body().length() + " bytes: " + outcome(received));
        return received;
    }

    private static String outcome(Received received) {
        if (received instanceof Received.Refused refused) {
            return "refused, " + refused.reason();
        }
        if (received instanceof Received.Items items) {
            return (items.unproven() == null ? "proven, " : "not proven and taken all the same, ")
                    + items.items().size() + " items";
        }
        return received instanceof Received.Nudge ? "a hint that something came" : "nothing to store";
    }

    /** Notes, now and then, that the provider reached the channel and proved itself. */
    private void proven(OpenChannel open) {
        Instant now = clock.instant();
        if (now.isBefore(open.provenAt.plus(PROVEN_PACE))) {
            return;
        }
        open.provenAt = now;
        memory.put(open.tenantId(), open.channelId(), PROVEN, now.toString());
    }

    /** All of them are handed to the writer before the first is waited for. */
    private void store(List<Claim> claims) {
        Instant now = clock.instant();
        List<CompletionStage<Intake.Accepted>> stages = new ArrayList<>();
        for (Claim claim : claims) {
            stages.add(inbox.record(new IntakeBatch(
                    claim.channel().tenantId(),
                    claim.channel().channelId(),
                    TrustedServers.of(claim.channel().config)
                            .named(claim.items().items()),
                    null,
                    null,
                    now)));
        }
        for (int i = 0; i < stages.size(); i++) {
            OpenChannel channel = claims.get(i).channel();
            Intake.Accepted accepted = durable(stages.get(i));
            health.pushed(channel, accepted.stored(), channel.trouble(), now);
            arrivals.received(channel.tenantId(), channel.channelId(), accepted.stored(), accepted.repeated());
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
