package io.deskwire.adapter.graph;

import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.http.Hmac;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes change and lifecycle notifications, which may be about several subscriptions at once. They carry no signature: an entry
 * counts when its subscription is this channel's and its client state is the one that was given with it, or when its client
 * state is {@code webhook_secret} itself, as of a subscription that a person made. All it does is to have the mailbox looked at.
 * Whatever comes is answered 202: Microsoft slows down and then silences addresses that answer otherwise.
 */
final class GraphWebhook implements WebhookChannel {

    private static final Answer TAKEN = Answer.of(202);

    /** Not a limit of Microsoft's, whose tokens are short: what a stranger can have repeated. */
    private static final int LONGEST_TOKEN = 4096;

    private final GraphSettings settings;
    private final SubscriptionShelf shelf;
    private final Pushes pushes;

    GraphWebhook(GraphSettings settings, SubscriptionShelf shelf, Pushes pushes) {
        this.settings = settings;
        this.shelf = shelf;
        this.pushes = pushes;
    }

    /** What routes the entries of a request: the route within each client state, and the subscription's id. */
    static Set<String> keysIn(WebhookRequest request) throws IOException {
        Set<String> keys = new HashSet<>();
        List<Notification> entries = Notification.in(request);
        if (entries != null) {
            for (Notification entry : entries) {
                keys.add("route:" + ClientState.routeIn(entry.state()));
                keys.add("subscription:" + entry.subscriptionId());
            }
        }
        keys.remove("route:");
        keys.remove("subscription:");
        return keys;
    }

    @Override
    public Set<String> keys() {
        Set<String> keys = new HashSet<>();
        keys.add("route:" + ClientState.route(settings.tenantId(), settings.channelId()));
        if (!shelf.idAtHand().isEmpty()) {
            keys.add("subscription:" + shelf.idAtHand());
        }
        return keys;
    }

    @Override
    public Received receive(WebhookRequest request) throws IOException {
        String token = request.parameter("validationToken");
        if (token != null) {
            // Before the subscription exists: nothing can be known of it yet. The token was decoded once, as it has to
            // be.
            return token.length() > LONGEST_TOKEN
                    ? new Received.Refused(Answer.of(400), "a validation token of " + token.length() + " characters")
                    : new Received.Nothing(new Answer(200, "text/plain", token));
        }
        List<Notification> entries = Notification.in(request);
        if (entries == null) {
            return new Received.Refused(TAKEN, "the body is no collection of notifications");
        }
        List<Notification> own = entries.stream().filter(this::isProven).toList();
        if (own.isEmpty() && entries.stream().anyMatch(entry -> !entry.state().isEmpty())) {
            // Another node may have made a new subscription meanwhile.
            shelf.load();
            own = entries.stream().filter(this::isProven).toList();
        }
        boolean upkeep = false;
        for (Notification entry : own) {
            upkeep |= entry.lifecycle() != null && lifecycle(entry.lifecycle());
            pushes.announced(entry.lifecycle() == null ? entry.messageId() : null);
        }
        if (!own.isEmpty()) {
            return new Received.Nudge(TAKEN, upkeep, null);
        }
        String reason =
                "none of " + entries.size() + " notifications carries the client state of this channel's subscription";
        return settings.observeOnly() ? new Received.Nudge(TAKEN, false, reason) : new Received.Refused(TAKEN, reason);
    }

    private boolean isProven(Notification entry) {
        boolean own = settings.webhookKeys().stream()
                .filter(key -> !key.reveal().isEmpty())
                .map(key -> Hmac.same(key, entry.state()))
                .reduce(false, Boolean::logicalOr);
        return own || shelf.proves(entry.subscriptionId(), entry.state());
    }

    /** Whether the subscription is to be looked after; whatever else it says, the mailbox is looked at. */
    private boolean lifecycle(String event) {
        switch (event.toLowerCase(Locale.ROOT)) {
            case "reauthorizationrequired":
                shelf.demand(SubscriptionShelf.RENEWAL);
                return true;
            case "subscriptionremoved":
                shelf.demand(SubscriptionShelf.REPLACEMENT);
                return true;
            case "missed":
                return false;
            default:
                // What Microsoft may invent: the subscription is looked at as well.
                return true;
        }
    }
}
