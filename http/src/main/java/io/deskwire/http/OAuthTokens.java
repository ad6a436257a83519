package io.deskwire.http;

import io.deskwire.channel.AccessTokens;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.TokenEndpoint.Token;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens from OAuth 2.0 token endpoints: a signed assertion where the grant names a service account (RFC 7523),
 * {@code refresh_token} where it holds a refresh token (RFC 6749 section 6), else {@code client_credentials} (section 4.4).
 *
 * <p>A token is kept in memory until shortly before it ends. One request at a time is made per grant; callers that come
 * meanwhile get its outcome, a failure too, so that a hundred callers do not knock a hundred times. A refresh token that a
 * provider replaces is stored at once, and where another node was first, its token is used from then on. That a grant is
 * gone is believed only when no other refresh token is stored by now.
 */
public final class OAuthTokens implements AccessTokens {

    private static final Logger LOG = LoggerFactory.getLogger(OAuthTokens.class);

    private final TokenEndpoint endpoint;
    private final InstantSource clock;
    private final GrantStore grants;
    private final Listener listener;
    private final Map<Key, GrantSlot> slots = new ConcurrentHashMap<>();

    /** Without storing replaced refresh tokens: they are used until the process ends. */
    public OAuthTokens(HttpTransport transport, InstantSource clock) {
        this(transport, clock, GrantStore.none());
    }

    /**
     * @param transport reaches the token endpoints
     * @param clock tells when a token ends
     * @param grants keeps the refresh tokens; asked on the thread that asked for an access token
     */
    public OAuthTokens(HttpTransport transport, InstantSource clock, GrantStore grants) {
        this(transport, clock, grants, (grant, failure) -> {});
    }

    /**
     * @param transport reaches the token endpoints
     * @param clock tells when a token ends
     * @param grants keeps the refresh tokens; asked on the thread that asked for an access token
     * @param listener is told of every token that is asked for
     */
    public OAuthTokens(HttpTransport transport, InstantSource clock, GrantStore grants, Listener listener) {
        this.endpoint = new TokenEndpoint(transport, clock);
        this.clock = Objects.requireNonNull(clock, "clock");
        this.grants = Objects.requireNonNull(grants, "grants");
        this.listener = Objects.requireNonNull(listener, "listener");
    }

    /** Is told when an endpoint was asked for a token, on the thread that asked; not of those that were in memory. */
    @FunctionalInterface
    public interface Listener {

        /**
         * An endpoint was asked.
         *
         * @param failure why no token came of it, or null when one did
         */
        void asked(Grant grant, @Nullable FailureKind failure);
    }

    /**
     * What a person's consent brought.
     *
     * @param accessToken opens the account now
     * @param refreshToken opens it from now on; null when the provider issued none
     * @param scope what was granted, separated by spaces; null when the provider does not say, which means all that was
     *     asked for (RFC 6749 section 5.1)
     */
    public record Consented(
            Secret accessToken,
            @Nullable Secret refreshToken,
            @Nullable String scope) {}

    /**
     * Exchanges the code that a person's consent brought (RFC 6749 section 4.1.3). Once: a code is good for one request.
     *
     * @param client names the endpoint and the client; its other parts are not looked at
     * @param redirectUri exactly as the authorization request had it
     * @param verifier what the request's challenge was made of (RFC 7636)
     * @throws ChannelException {@code AUTH} when the code or the client is refused, {@code THROTTLED} or {@code TRANSIENT}
     *     when the endpoint could not answer
     */
    public Consented exchange(Grant client, Secret code, URI redirectUri, Secret verifier) throws ChannelException {
        Token token = endpoint.fetch(TokenRequest.code(client, code, redirectUri, verifier));
        return new Consented(token.value(), token.refreshToken(), token.scope());
    }

    @Override
    public Secret token(Grant grant, @Nullable Secret refused) throws ChannelException {
        GrantSlot slot = slots.computeIfAbsent(Key.of(grant), key -> new GrantSlot());
        storeAgain(grant, slot);
        GrantSlot.Flight mine = new GrantSlot.Flight();
        GrantSlot.Flight flight;
        Secret refreshToken;
        synchronized (slot) {
            slot.adopt(grant);
            Secret cached = slot.usable(clock.instant(), refused);
            if (cached != null) {
                return cached;
            }
            refreshToken = slot.refreshToken;
            if (slot.flight == null) {
                slot.flight = mine;
            }
            flight = slot.flight;
        }
        if (flight == mine) {
            fly(grant, slot, refreshToken, mine);
        }
        Secret token = outcome(flight).value();
        if (Objects.equals(token, refused)) {
            throw ChannelException.of(
                            FailureKind.AUTH,
                            grant.tokenUrl().getHost() + " issued the same access token that was just refused")
                    .withHint("Check the scopes of the grant, or connect the account again.");
        }
        return token;
    }

    private void fly(Grant grant, GrantSlot slot, @Nullable Secret refreshToken, GrantSlot.Flight flight) {
        try {
            Fetched fetched = fetch(grant, slot, refreshToken);
            synchronized (slot) {
                // The configuration may have changed meanwhile; then all this is the old grant's.
                if (slot.flight == flight) {
                    slot.land(fetched.token, fetched.refreshToken);
                }
            }
            flight.outcome.complete(fetched.token);
            tell(grant, null);
        } catch (Throwable e) {
            synchronized (slot) {
                if (slot.flight == flight) {
                    slot.flight = null;
                }
            }
            Throwable failure = told(e);
            flight.outcome.completeExceptionally(failure);
            tell(grant, failure instanceof ChannelException known ? known.kind() : FailureKind.TRANSIENT);
        }
    }

    private void tell(Grant grant, @Nullable FailureKind failure) {
        try {
            listener.asked(grant, failure);
        } catch (RuntimeException e) {
            LOG.warn("the listener for access tokens failed", e);
        }
    }

    /** Kotlin's libraries throw InterruptedException without saying so; whoever waits for this flight was not interrupted. */
    private static Throwable told(Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return ChannelException.of(FailureKind.TRANSIENT, "the request for a token was interrupted");
        }
        return e;
    }

    /** A token and the refresh token to use from now on. */
    private record Fetched(Token token, @Nullable Secret refreshToken) {}

    private Fetched fetch(Grant grant, GrantSlot slot, @Nullable Secret refreshToken) throws ChannelException {
        ServiceAccount account = grant.account();
        if (account != null) {
            Secret assertion = SignedAssertion.of(grant, account, clock.instant());
            return new Fetched(endpoint.fetch(TokenRequest.assertion(grant, assertion)), null);
        }
        if (refreshToken == null) {
            return new Fetched(endpoint.fetch(TokenRequest.client(grant)), null);
        }
        try {
            return refreshed(grant, slot, refreshToken);
        } catch (ChannelException refusal) {
            Optional<Secret> stored = isGone(refusal) ? stored(grant) : Optional.empty();
            if (stored.isEmpty() || stored.get().equals(refreshToken)) {
                throw refusal;
            }
            return refreshed(grant, slot, stored.get());
        }
    }

    private Fetched refreshed(Grant grant, GrantSlot slot, Secret refreshToken) throws ChannelException {
        Token token = endpoint.fetch(TokenRequest.refresh(grant, refreshToken));
        Secret replacement = token.refreshToken();
        return new Fetched(
                token,
                replacement == null || replacement.equals(refreshToken)
                        ? refreshToken
                        : replaced(grant, slot, refreshToken, replacement));
    }

    private static boolean isGone(ChannelException refusal) {
        // The code may have the provider's own number behind the name.
        return refusal.kind() == FailureKind.AUTH
                && refusal.code()
                        .filter(code -> code.startsWith("invalid_grant"))
                        .isPresent();
    }

    private Optional<Secret> stored(Grant grant) {
        try {
            return grants.current(grant);
        } catch (RuntimeException e) {
            LOG.warn("the refresh token of {}/{} could not be read again", grant.tenantId(), grant.channelId(), e);
            return Optional.empty();
        }
    }

    /** Stores a replacement; the one to use, which is another node's where that was first. */
    private Secret replaced(Grant grant, GrantSlot slot, Secret used, Secret replacement) {
        synchronized (slot.storing) {
            GrantSlot.Unstored before = slot.unstored;
            // What the store holds is older still when the last replacement did not get there.
            Secret old = before != null && before.replacement().equals(used) ? before.old() : used;
            return store(grant, slot, old, replacement);
        }
    }

    /** What the store could not take is offered again whenever the grant is used: after a restart nothing else is good. */
    private void storeAgain(Grant grant, GrantSlot slot) {
        if (slot.unstored == null) {
            return;
        }
        synchronized (slot.storing) {
            GrantSlot.Unstored due = slot.unstored;
            if (due != null) {
                store(grant, slot, due.old(), due.replacement());
            }
        }
    }

    private Secret store(Grant grant, GrantSlot slot, Secret old, Secret replacement) {
        RuntimeException failure = null;
        try {
            if (grants.replace(grant, old, replacement)) {
                slot.unstored = null;
                return replacement;
            }
            Secret theirs = grants.current(grant).orElse(replacement);
            if (!theirs.equals(old)) {
                slot.unstored = null;
                return theirs;
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        // The token in hand is good; until it is stored the new refresh token is used from memory.
        if (slot.unstored == null) {
            LOG.warn(
                    "a replaced refresh token of {}/{} could not be stored; that is tried again at its next use",
                    grant.tenantId(),
                    grant.channelId(),
                    failure);
        }
        slot.unstored = new GrantSlot.Unstored(old, replacement);
        return replacement;
    }

    private static Token outcome(GrantSlot.Flight flight) throws ChannelException {
        try {
            return flight.outcome.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ChannelException.of(FailureKind.TRANSIENT, "interrupted while waiting for an access token", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ChannelException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw ChannelException.of(FailureKind.TRANSIENT, "no access token could be fetched", e.getCause());
        }
    }

    /** A grant without its secrets, which change. */
    private record Key(
            String tenantId,
            String channelId,
            URI tokenUrl,
            String clientId,
            @Nullable String scope) {
        static Key of(Grant grant) {
            return new Key(grant.tenantId(), grant.channelId(), grant.tokenUrl(), grant.clientId(), grant.scope());
        }
    }
}
