package io.deskwire.adapter.graph;

import io.deskwire.channel.Expiry;
import io.deskwire.channel.PushSubscription;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the folder's subscription alive: made when there is none, looked at every few hours, renewed two days before its end or
 * when Microsoft demands it, replaced when it is gone.
 */
final class GraphSubscription implements PushSubscription {

    /** Microsoft ends them after seven days at most; a little less, so that clocks may differ. */
    private static final Duration LONGEST = Duration.ofMinutes(10_065);

    /** What older installations of Graph grant. */
    private static final Duration SHORTER = Duration.ofMinutes(4_200);

    private static final Duration EARLY = Duration.ofHours(48);
    private static final Duration LOOK = Duration.ofHours(4);
    private static final Duration SOONEST = Duration.ofMinutes(5);

    /** Demands to authorise anew repeat every few minutes; one answer does for all of them. */
    private static final Duration ENOUGH = Duration.ofMinutes(10);

    private final Supplier<Mailbox> mailbox;
    private final GraphSettings settings;
    private final SubscriptionShelf shelf;
    private final Pushes pushes;

    GraphSubscription(Supplier<Mailbox> mailbox, GraphSettings settings, SubscriptionShelf shelf, Pushes pushes) {
        this.mailbox = mailbox;
        this.settings = settings;
        this.shelf = shelf;
        this.pushes = pushes;
    }

    @Override
    public List<Expiry> expiries() {
        SubscriptionRecord record = shelf.load();
        return record == null || record.id().isEmpty()
                ? List.of()
                : List.of(new Expiry("subscription", record.expires(), true));
    }

    @Override
    public Upkeep keep(Instant now) throws ChannelException {
        String impossible = impossible(settings);
        if (impossible != null) {
            return new Upkeep(now.plus(Duration.ofHours(24)), impossible);
        }
        String address =
                Objects.requireNonNull(settings.webhookUrl(), "webhook_url").toString();
        String demand = shelf.demanded();
        boolean renewal = demand.equals(SubscriptionShelf.RENEWAL);
        boolean replacement = demand.equals(SubscriptionShelf.REPLACEMENT);
        SubscriptionRecord record = kept(address, renewal, replacement, now);
        shelf.met(demand);
        return new Upkeep(next(record, now), pushes.silent(now) ? SILENT : null);
    }

    private static final String SILENT =
            "Mail comes, but Microsoft sends no notifications of it, so that it is found by"
                    + " polling only. Check that webhook_url leads to this server and that nothing in front of it refuses POST.";

    /** Why there can be no subscription, or null. */
    static @Nullable String impossible(GraphSettings settings) {
        URI address = settings.webhookUrl();
        if (address == null) {
            return "polling only: webhook_secret is given but webhook_url, the address that Microsoft can call, is not.";
        }
        if (settings.shared()) {
            return "polling only: Microsoft sends no notifications of shared mailboxes to people; use auth_mode app_only.";
        }
        boolean real = "https".equalsIgnoreCase(settings.apiBase().getScheme());
        if (real && !"https".equalsIgnoreCase(address.getScheme())) {
            return "polling only: webhook_url must begin with https://, since Microsoft calls no other.";
        }
        return null;
    }

    private SubscriptionRecord kept(String address, boolean renewal, boolean replacement, Instant now)
            throws ChannelException {
        SubscriptionRecord record = shelf.load();
        Subscriptions subscriptions = new Subscriptions(mailbox.get().calls());
        String resource = resource();
        if (record == null || !record.owner().equals(owner())) {
            // One of another application or account cannot even be ended from here; it runs out within a week.
            return create(subscriptions, resource, address, now);
        }
        boolean other = !record.resource().equals(resource) || !record.address().equals(address);
        if (other || replacement) {
            subscriptions.delete(record.id());
            return create(subscriptions, resource, address, now);
        }
        try {
            boolean ending = now.isAfter(record.expires().minus(early(record)));
            boolean demanded = renewal && !now.isBefore(record.renewed().plus(ENOUGH));
            if (ending || demanded) {
                return renewed(subscriptions, record, now);
            }
            Subscriptions.Found found = subscriptions.look(record.id());
            return found.expires() == null || found.expires().equals(record.expires())
                    ? record
                    : keep(record, record.renewed(), found.expires());
        } catch (ChannelException e) {
            if (e.kind() != FailureKind.NOT_FOUND) {
                throw e;
            }
            return create(subscriptions, resource, address, now);
        }
    }

    /** Two days, or half of a life that is shorter than four. */
    private static Duration early(SubscriptionRecord record) {
        Duration half = Duration.between(record.renewed(), record.expires()).dividedBy(2);
        return half.compareTo(EARLY) < 0 ? half : EARLY;
    }

    private static Instant next(SubscriptionRecord record, Instant now) {
        Duration left = Duration.between(now, record.expires().minus(early(record)));
        Duration wait = left.compareTo(LOOK) < 0 ? left : LOOK;
        return now.plus(wait.compareTo(SOONEST) < 0 ? SOONEST : wait);
    }

    private String owner() {
        return ClientState.hash(settings.apiBase() + " " + settings.clientId() + " " + settings.account());
    }

    private String resource() throws ChannelException {
        Mailbox open = mailbox.get();
        String owner = settings.delegated() ? "me" : "users/" + open.userId();
        return owner + "/mailFolders('" + open.folderId(settings.folder()) + "')/messages";
    }

    private SubscriptionRecord renewed(Subscriptions subscriptions, SubscriptionRecord record, Instant now)
            throws ChannelException {
        Instant wanted = now.plus(LONGEST);
        Subscriptions.Found found;
        try {
            found = subscriptions.renew(record.id(), wanted);
        } catch (ChannelException e) {
            if (!isAboutExpiration(e)) {
                throw e;
            }
            wanted = now.plus(SHORTER);
            found = subscriptions.renew(record.id(), wanted);
        }
        return keep(record, now, Objects.requireNonNullElse(found.expires(), wanted));
    }

    private SubscriptionRecord keep(SubscriptionRecord record, Instant renewed, Instant expires) {
        SubscriptionRecord newer = new SubscriptionRecord(
                record.id(), record.stateHash(), record.owner(), record.resource(), record.address(), renewed, expires);
        shelf.keep(newer);
        return newer;
    }

    private SubscriptionRecord create(Subscriptions subscriptions, String resource, String address, Instant now)
            throws ChannelException {
        Secret state = ClientState.create(
                ClientState.route(settings.tenantId(), settings.channelId()), settings.webhookKeys());
        String hash = ClientState.hash(state.reveal());
        shelf.begin(new SubscriptionRecord("", hash, owner(), resource, address, now, now.plus(LONGEST)));
        Instant wanted = now.plus(LONGEST);
        Subscriptions.Found made;
        try {
            made = created(subscriptions, resource, address, state, wanted);
        } catch (ChannelException e) {
            if (!isAboutExpiration(e)) {
                throw explained(e);
            }
            wanted = now.plus(SHORTER);
            made = created(subscriptions, resource, address, state, wanted);
        }
        Instant expires = Objects.requireNonNullElse(made.expires(), wanted);
        SubscriptionRecord record = new SubscriptionRecord(made.id(), hash, owner(), resource, address, now, expires);
        shelf.keep(record);
        return record;
    }

    /** One of ours that stands in the way, of which the client state is not known any more, makes room. */
    private static Subscriptions.Found created(
            Subscriptions subscriptions, String resource, String address, Secret state, Instant wanted)
            throws ChannelException {
        try {
            return subscriptions.create(resource, address, state, wanted);
        } catch (ChannelException e) {
            if (!isDuplicate(e)) {
                throw e;
            }
            boolean removed = false;
            for (Subscriptions.Found other : subscriptions.all()) {
                if (other.address().equals(address) && other.resource().equalsIgnoreCase(resource)) {
                    subscriptions.delete(other.id());
                    removed = true;
                }
            }
            if (!removed) {
                throw ChannelException.of(
                                FailureKind.TRANSIENT,
                                "the application has a subscription to this folder that posts to another address",
                                e)
                        .withHint("Another installation uses the same client_id for this mailbox: give each its own"
                                + " application, or end the other one's channel.");
            }
            return subscriptions.create(resource, address, state, wanted);
        }
    }

    private static boolean isDuplicate(ChannelException e) {
        String words = String.valueOf(e.getMessage());
        return words.contains(" 409") || words.contains("already exists for the requested combination");
    }

    private static boolean isAboutExpiration(ChannelException e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        return e.kind() == FailureKind.PERMANENT && words.contains("expiration");
    }

    private static ChannelException explained(ChannelException e) {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (words.contains("validation request failed") || words.contains("notification endpoint")) {
            return e.withHint("webhook_url must lead to this server from the internet, over https:// with a certificate"
                    + " that everybody trusts, and pass POST requests with a query on.");
        }
        if (e.kind() == FailureKind.AUTH && !SignInHints.isSignIn(e)) {
            return e.withHint("Some organisations' subscriptions ask for Mail.Read beside Mail.ReadWrite: grant it the"
                    + " same way, in Exchange where access is limited there (RBAC for Applications).");
        }
        return e;
    }

    @Override
    public void end() throws ChannelException {
        SubscriptionRecord record = shelf.load();
        if (record != null && record.owner().equals(owner())) {
            new Subscriptions(mailbox.get().calls()).delete(record.id());
        }
        shelf.forget();
    }
}
