package io.deskwire.http;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import io.deskwire.http.TokenEndpoint.Token;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What is known about one grant. Its user holds its monitor, unless it is said otherwise. */
final class GrantSlot {

    private static final Duration LONGEST_MARGIN = Duration.ofMinutes(5);

    /** Channels that were opened with these go on for a few seconds after a replacement, not longer. */
    private static final int REMEMBERED = 4;

    /** One request under way, for everybody who waits for it. */
    static final class Flight {
        final CompletableFuture<Token> outcome = new CompletableFuture<>();
    }

    /**
     * A refresh token that the provider issued and the store could not take.
     *
     * @param old what the store still holds
     */
    record Unstored(Secret old, Secret replacement) {}

    /** Held while a refresh token is stored. */
    final Object storing = new Object();

    /** Written with {@link #storing} held only. */
    volatile @Nullable Unstored unstored;

    private final Deque<Secret> superseded = new ArrayDeque<>();
    private @Nullable Grant grant;
    private @Nullable Token token;

    @Nullable Secret refreshToken;

    @Nullable Flight flight;

    /** Takes the caller's grant; when its secrets are others than before, everything known is worthless. */
    void adopt(Grant current) {
        if (current.equals(grant)) {
            return;
        }
        Secret given = current.refreshToken();
        // A channel that was opened before or after a replacement speaks of the same consent.
        if (given != null
                && grant != null
                && sameBut(grant, current)
                && (given.equals(refreshToken) || superseded.contains(given))) {
            return;
        }
        grant = current;
        refreshToken = given;
        superseded.clear();
        token = null;
        flight = null;
    }

    private static boolean sameBut(Grant one, Grant other) {
        return Objects.equals(one.clientSecret(), other.clientSecret())
                && Objects.equals(one.account(), other.account());
    }

    /** Ends the flight with what it brought. */
    void land(Token fetched, @Nullable Secret from) {
        flight = null;
        token = fetched;
        Secret before = refreshToken;
        if (before != null && !before.equals(from)) {
            superseded.remove(before);
            superseded.addLast(before);
            if (superseded.size() > REMEMBERED) {
                superseded.removeFirst();
            }
        }
        refreshToken = from;
    }

    /** The token in hand while it lasts and is not the refused one. */
    @Nullable Secret usable(Instant now, @Nullable Secret refused) {
        if (token != null && (Objects.equals(token.value(), refused) || !isFresh(token, now))) {
            token = null;
        }
        return token == null ? null : token.value();
    }

    private static boolean isFresh(Token token, Instant now) {
        Duration fifth = token.lifetime().dividedBy(5);
        Duration margin = fifth.compareTo(LONGEST_MARGIN) < 0 ? fifth : LONGEST_MARGIN;
        return now.isBefore(token.issuedAt().plus(token.lifetime()).minus(margin));
    }
}
