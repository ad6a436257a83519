package io.deskwire.testkit.graph;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One subscription to changes. Thread-safe. */
public final class GraphSubscription {

    private final String id = UUID.randomUUID().toString();
    private final GraphApp app;
    private final GraphMailbox mailbox;
    private final @Nullable Folder folder;
    private final String resource;
    private final Set<String> changeTypes;
    private final @Nullable String clientState;
    private final @Nullable String lifecycleUrl;
    private final boolean immutableIds;
    private final String creator;
    private volatile String notificationUrl;
    private volatile Instant expires;
    private volatile boolean challenged;
    private volatile int renewals;
    private volatile int reauthorisations;

    GraphSubscription(World.Grant grant, SubscriptionTarget target, SubscriptionRequest request, boolean immutableIds) {
        this.app = grant.app();
        this.mailbox = target.mailbox();
        this.folder = target.folder();
        this.resource = request.resource();
        this.changeTypes = request.changeTypes();
        this.clientState = request.clientState();
        this.notificationUrl = request.notificationUrl();
        this.lifecycleUrl = request.lifecycleUrl();
        this.expires = request.expires();
        this.immutableIds = immutableIds;
        GraphMailbox signedIn = grant.signedIn();
        this.creator = signedIn == null ? UUID.randomUUID().toString() : signedIn.id();
    }

    public String id() {
        return id;
    }

    public GraphMailbox mailbox() {
        return mailbox;
    }

    /** As it was asked for. */
    public String resource() {
        return resource;
    }

    public Optional<String> clientState() {
        return Optional.ofNullable(clientState);
    }

    public String notificationUrl() {
        return notificationUrl;
    }

    public Optional<String> lifecycleNotificationUrl() {
        return Optional.ofNullable(lifecycleUrl);
    }

    public Instant expires() {
        return expires;
    }

    /** How often it was renewed. */
    public int renewals() {
        return renewals;
    }

    /** How often it was authorised again, by {@code reauthorize} or by renewing after it had been asked for. */
    public int reauthorisations() {
        return reauthorisations;
    }

    /** Whether reauthorisation was asked for and has not come; nothing is delivered meanwhile, and changes are lost. */
    public boolean waitsForReauthorisation() {
        return challenged;
    }

    GraphApp app() {
        return app;
    }

    boolean usesImmutableIds() {
        return immutableIds;
    }

    boolean covers(GraphMailbox where, Change change) {
        return mailbox == where
                && changeTypes.contains(change.kind().word())
                && (folder == null || folder.equals(change.folder()));
    }

    boolean isSameAs(GraphSubscription other) {
        return app == other.app
                && mailbox == other.mailbox
                && String.valueOf(folder).equals(String.valueOf(other.folder))
                && changeTypes.equals(other.changeTypes);
    }

    void renew(Instant until) {
        synchronized (this) {
            expires = until;
            renewals++;
            if (challenged) {
                reauthorised();
            }
        }
    }

    void challenge() {
        challenged = true;
    }

    void reauthorised() {
        synchronized (this) {
            challenged = false;
            reauthorisations++;
        }
    }

    void sendTo(String url) {
        notificationUrl = url;
    }

    Map<String, Object> tree(String apiBaseUrl, boolean asEntity) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (asEntity) {
            tree.put("@odata.context", apiBaseUrl + "/$metadata#subscriptions/$entity");
        }
        tree.put("id", id);
        tree.put("resource", resource);
        tree.put("applicationId", app.clientId());
        tree.put("changeType", String.join(",", changeTypes));
        tree.put("clientState", clientState);
        tree.put("notificationUrl", notificationUrl);
        tree.put("notificationQueryOptions", null);
        tree.put("lifecycleNotificationUrl", lifecycleUrl);
        tree.put("expirationDateTime", expires.toString());
        tree.put("creatorId", creator);
        tree.put("includeResourceData", null);
        tree.put("latestSupportedTlsVersion", "v1_2");
        return tree;
    }
}
