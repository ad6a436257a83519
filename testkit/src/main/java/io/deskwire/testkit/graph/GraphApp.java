package io.deskwire.testkit.graph;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An app registration in one tenant, with what its tokens may do. Thread-safe. */
public final class GraphApp {

    /** Ways to ask for a token. */
    public enum GrantType {
        CLIENT_CREDENTIALS,
        AUTHORIZATION_CODE,
        REFRESH_TOKEN
    }

    private final String tenant;
    private final String clientId;
    private final World world;
    private final SignIns signIns;
    private final Set<String> lacking = new HashSet<>();
    private final List<String> redirects = new ArrayList<>();
    private final Deque<SignInError> once = new ArrayDeque<>();
    private final Map<GrantType, Integer> counts = new EnumMap<>(GrantType.class);
    private String clientKey;
    private @Nullable SignInError lasting;
    private @Nullable GraphMailbox consenting;
    private boolean keyExpired;
    private boolean declines;
    private Duration lifetime = Duration.ofSeconds(3599);

    GraphApp(String tenant, String clientId, String clientKey, World world, SignIns signIns) {
        this.tenant = tenant;
        this.clientId = clientId;
        this.clientKey = clientKey;
        this.world = world;
        this.signIns = signIns;
    }

    public String clientId() {
        return clientId;
    }

    /** The tenant it is registered in. */
    public String tenant() {
        return tenant;
    }

    /** Refuses every request for a token from now on; null ends that. */
    public void refuseTokens(@Nullable SignInError error) {
        synchronized (world.lock()) {
            lasting = error;
        }
    }

    /** Refuses the next request for a token. */
    public void refuseOneToken(SignInError error) {
        synchronized (world.lock()) {
            once.add(error);
        }
    }

    /** Whether its client secret has expired. */
    public void expireClientSecret(boolean expired) {
        synchronized (world.lock()) {
            keyExpired = expired;
        }
    }

    /** Gives it another client secret; the old one is good no more. */
    public void replaceClientSecret(String another) {
        synchronized (world.lock()) {
            clientKey = another;
        }
    }

    /** How long access tokens live from now on; an hour at first. */
    public void accessTokensLive(Duration howLong) {
        synchronized (world.lock()) {
            lifetime = howLong;
        }
    }

    /** Makes every access token of the app good no more; refresh tokens stay. */
    public void revokeAccessTokens() {
        world.revokeAccess(this);
    }

    /** Makes every refresh token that was given out good no more. */
    public void revokeRefreshTokens(SignInError why) {
        signIns.revoke(this, why);
    }

    /** Takes a permission such as {@code Mail.Send} away; what needs it is refused with ErrorAccessDenied. */
    public void withoutPermission(String permission) {
        synchronized (world.lock()) {
            lacking.add(permission.toLowerCase(Locale.ROOT));
        }
    }

    /** Gives a permission back. */
    public void withPermission(String permission) {
        synchronized (world.lock()) {
            lacking.remove(permission.toLowerCase(Locale.ROOT));
        }
    }

    /** Registers an address that people may be sent back to; without any, every address will do. */
    public void addRedirectUri(String uri) {
        synchronized (world.lock()) {
            redirects.add(uri);
        }
    }

    /** Who signs in when the consent page is opened; without, {@code login_hint} decides, then the tenant's first mailbox. */
    public void signsIn(GraphMailbox mailbox) {
        synchronized (world.lock()) {
            consenting = mailbox;
        }
    }

    /** Whether the person at the consent page declines. */
    public void declinesConsent(boolean on) {
        synchronized (world.lock()) {
            declines = on;
        }
    }

    /**
     * Consent without a browser.
     *
     * @return a refresh token for the mailbox
     */
    public String consent(GraphMailbox mailbox) {
        return signIns.refreshToken(this, mailbox);
    }

    /** An access token of the app's own, as the token endpoint would give one. */
    public String appToken() {
        return signIns.accessToken(this, null);
    }

    /** An access token of somebody who consented. */
    public String delegatedToken(GraphMailbox mailbox) {
        return signIns.accessToken(this, mailbox);
    }

    /** How often a token was asked for in one way, refused requests included. */
    public int tokenRequests(GrantType type) {
        synchronized (world.lock()) {
            return counts.getOrDefault(type, 0);
        }
    }

    void count(GrantType type) {
        synchronized (world.lock()) {
            counts.merge(type, 1, Integer::sum);
        }
    }

    boolean isOf(String tenantOrId) {
        return tenant.equalsIgnoreCase(tenantOrId);
    }

    boolean lacks(String permission) {
        synchronized (world.lock()) {
            return lacking.contains(permission.toLowerCase(Locale.ROOT));
        }
    }

    Duration lifetime() {
        synchronized (world.lock()) {
            return lifetime;
        }
    }

    /** What stands against giving a token to who shows a client secret. */
    Optional<SignInError> objection(@Nullable String shown) {
        synchronized (world.lock()) {
            SignInError planned = once.poll();
            if (planned != null || lasting != null) {
                return Optional.ofNullable(planned != null ? planned : lasting);
            }
            if (!clientKey.equals(shown)) {
                return Optional.of(SignInError.WRONG_SECRET);
            }
            return keyExpired ? Optional.of(SignInError.EXPIRED_SECRET) : Optional.empty();
        }
    }

    boolean mayRedirectTo(String uri) {
        synchronized (world.lock()) {
            return redirects.isEmpty() || redirects.contains(uri);
        }
    }

    Optional<GraphMailbox> consenting(@Nullable String hint) {
        synchronized (world.lock()) {
            if (consenting != null) {
                return Optional.of(consenting);
            }
            if (hint != null) {
                return world.mailbox(tenant, hint);
            }
            return world.mailboxes(tenant).stream().findFirst();
        }
    }

    boolean declines() {
        synchronized (world.lock()) {
            return declines;
        }
    }
}
