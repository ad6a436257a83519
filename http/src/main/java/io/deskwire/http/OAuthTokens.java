package io.deskwire.http;

import io.deskwire.channel.AccessTokens;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Access tokens from OAuth 2.0 token endpoints: {@code refresh_token} where the grant holds a refresh token (RFC 6749
 * section 6), else {@code client_credentials} (section 4.4). The client's credentials go into the request's body (section
 * 2.3.1), the one way that Google, Microsoft and the others all take.
 *
 * <p>A token is kept in memory until shortly before it ends. One request at a time is made per grant; callers that come
 * meanwhile get its outcome, a failure too, so that a hundred callers do not knock a hundred times.
 */
public final class OAuthTokens implements AccessTokens {

    private static final Logger LOG = LoggerFactory.getLogger(OAuthTokens.class);
    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    private final TokenEndpoint endpoint;
    private final InstantSource clock;
    private final RefreshTokenListener rotated;
    private final Map<Key, Slot> slots = new ConcurrentHashMap<>();

    /** Hears of refresh tokens that a provider replaced (RFC 6749 section 6), to store them in the old one's place. */
    @FunctionalInterface
    public interface RefreshTokenListener {
        /** The grant as the caller gave it, and the refresh token that is to be used from now on. */
        void replaced(Grant grant, Secret refreshToken);
    }

    /** Without storing replaced refresh tokens: they are used until the process ends. */
    public OAuthTokens(HttpTransport transport, InstantSource clock) {
        this(transport, clock, (grant, refreshToken) -> {});
    }

    /**
     * @param transport reaches the token endpoints
     * @param clock tells when a token ends
     * @param rotated hears of replaced refresh tokens, on the thread that asked for an access token
     */
    public OAuthTokens(HttpTransport transport, InstantSource clock, RefreshTokenListener rotated) {
        this.endpoint = new TokenEndpoint(transport, clock);
        this.clock = Objects.requireNonNull(clock, "clock");
        this.rotated = Objects.requireNonNull(rotated, "rotated");
    }

    @Override
    public Secret token(Grant grant, @Nullable Secret refused) throws ChannelException {
        Slot slot = slots.computeIfAbsent(Key.of(grant), key -> new Slot());
        Flight mine = new Flight();
        Flight flight;
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
            fetch(grant, slot, refreshToken, mine);
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

    private void fetch(Grant grant, Slot slot, @Nullable Secret refreshToken, Flight flight) {
        try {
            Token token = endpoint.fetch(grant, refreshToken);
            Secret replacement = token.refreshToken();
            boolean current;
            synchronized (slot) {
                // The configuration may have changed meanwhile; then all this is the old grant's.
                current = slot.flight == flight;
                if (current) {
                    slot.flight = null;
                    slot.token = token;
                    slot.refreshToken = replacement == null ? refreshToken : replacement;
                }
            }
            if (current && replacement != null && !Objects.equals(replacement, refreshToken)) {
                report(grant, replacement);
            }
            flight.outcome.complete(token);
        } catch (ChannelException | RuntimeException | Error e) {
            synchronized (slot) {
                if (slot.flight == flight) {
                    slot.flight = null;
                }
            }
            flight.outcome.completeExceptionally(e);
        }
    }

    private void report(Grant grant, Secret replacement) {
        try {
            rotated.replaced(grant, replacement);
        } catch (RuntimeException e) {
            // The token in hand is good; until the next restart the new refresh token is used from memory.
            LOG.warn("a replaced refresh token of {}/{} could not be stored", grant.tenantId(), grant.channelId(), e);
        }
    }

    private static Token outcome(Flight flight) throws ChannelException {
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

    /** What an endpoint issued. */
    record Token(
            Secret value,
            Instant issuedAt,
            Duration lifetime,
            @Nullable Secret refreshToken) {
        boolean isFresh(Instant now) {
            Duration fifth = lifetime.dividedBy(5);
            Duration margin = fifth.compareTo(LONGEST_MARGIN) < 0 ? fifth : LONGEST_MARGIN;
            return now.isBefore(issuedAt.plus(lifetime).minus(margin));
        }
    }

    /** One request under way, for everybody who waits for it. */
    private static final class Flight {
        private final CompletableFuture<Token> outcome = new CompletableFuture<>();
    }

    private static final class Slot {
        private @Nullable Grant grant;
        private @Nullable Secret refreshToken;
        private @Nullable Token token;
        private @Nullable Flight flight;

        /** Takes the caller's grant; when its secrets are others than before, everything known is worthless. */
        void adopt(Grant current) {
            if (!current.equals(grant)) {
                grant = current;
                refreshToken = current.refreshToken();
                token = null;
                flight = null;
            }
        }

        @Nullable Secret usable(Instant now, @Nullable Secret refused) {
            if (token != null && (Objects.equals(token.value(), refused) || !token.isFresh(now))) {
                token = null;
            }
            return token == null ? null : token.value();
        }
    }
}
