package io.deskwire.app.http;

import io.deskwire.app.AuditTrail;
import io.deskwire.app.AuditTrail.Actor;
import io.deskwire.app.access.Principal;
import io.deskwire.app.access.Rights;
import io.deskwire.app.access.Rights.Refusal;
import io.deskwire.app.access.Tokens;
import io.deskwire.app.console.Console;
import io.deskwire.app.limit.Limits;
import io.deskwire.app.limit.Peers;
import io.deskwire.app.limit.Rate;
import io.deskwire.app.limit.TokenBuckets;
import io.deskwire.app.limit.WrongTokens;
import io.deskwire.config.Secret;
import io.javalin.http.Context;
import io.javalin.router.Endpoint;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Knows who comes with which token and lets them do what they may. Of the admin token it keeps the hash only and compares in
 * constant time. Slows down who guesses, and who calls more often than an installation can bear.
 */
public final class Access {

    private static final String SCHEME = "bearer ";
    private static final String ADMIN = "admin";

    private final byte[] tokenHash;
    private final Tokens tokens;
    private final WrongTokens wrong;
    private final TokenBuckets calls;
    private final Peers peers;
    private final AuditTrail trail;

    public Access(Secret adminToken, Tokens tokens, Limits limits, AuditTrail trail, Clock clock) {
        this.tokens = tokens;
        this.tokenHash = sha256(adminToken.reveal());
        this.wrong = new WrongTokens(Rate.perMinute(limits.wrongTokens()), clock);
        this.calls = new TokenBuckets(Rate.perMinute(limits.calls()), Tokens.MOST + 1, clock);
        this.peers = new Peers(limits.proxies());
        this.trail = trail;
    }

    /**
     * What became of somebody who signs in.
     *
     * @param who null when they were not let in
     * @param tooMany whether the token was not even looked at: too many wrong ones came from there
     */
    public record SignIn(@Nullable Principal who, boolean tooMany) {}

    /** A person's token at the console's door. */
    public SignIn signIn(Context ctx, String presented) {
        String address = peers.counted(ctx);
        if (wrong.signInWaitSeconds(address) > 0) {
            return new SignIn(null, true);
        }
        Optional<Principal> who = known(presented);
        if (who.isPresent()) {
            trail.done(
                    actor(ctx, "console", who.get()),
                    who.get().tenantId(),
                    "signed_in",
                    null,
                    who.get().tokenId() == null ? "with the admin token" : "with a token");
            return new SignIn(who.get(), false);
        }
        wrong(ctx, "console", "sign_in_refused");
        return new SignIn(null, false);
    }

    /** The tokens there are, for who signed in with one. */
    public Tokens tokens() {
        return tokens;
    }

    /** Seconds until somebody may try again, for {@code Retry-After}. */
    public int waitSeconds(Context ctx) {
        return Math.max(1, wrong.signInWaitSeconds(peers.counted(ctx)));
    }

    /**
     * Notes that a sign-in link was used, or did not work.
     *
     * @param who came in by it, or null when it did not work
     */
    public void linkUsed(Context ctx, @Nullable Principal who) {
        if (who != null) {
            String detail = who.isAdmin()
                    ? "with a link"
                    : "with a link, as " + who.role().word();
            trail.done(actor(ctx, "console", who), who.tenantId(), "signed_in", null, detail);
        } else {
            wrong(ctx, "console", "sign_in_refused");
        }
    }

    /**
     * Finds out who makes a call by its token (RFC 6750 section 2.1).
     *
     * @throws ProblemException 401 when that cannot be told; 429 for a guesser, and beyond the rate of calls
     */
    void requireBearer(Context ctx) {
        String header = ctx.header("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw ProblemException.unauthorized("this needs the header 'Authorization: Bearer' with a token");
        }
        String address = peers.counted(ctx);
        int wait = wrong.callWaitSeconds(address);
        if (wait > 0) {
            throw ProblemException.tooMany("too many wrong tokens came from this address", wait);
        }
        Optional<Principal> who = known(header.substring(SCHEME.length()).strip());
        if (who.isEmpty()) {
            wrong(ctx, "api", "token_refused");
            throw ProblemException.unauthorized("the token is not right, or not any more");
        }
        wrong.right(address);
        who.get().makes(ctx, "api");
        countCall(ctx, who.get());
    }

    /**
     * Lets a call pass whose caller has the right to it. Everything but the console comes by here, whatever it is; there the
     * gate asks the same.
     *
     * @throws ProblemException 401 when nobody knows who they are, 403 when they may not
     */
    void requireRight(Context ctx) {
        Endpoint endpoint = ctx.endpoints().matchedHttpEndpoint();
        if (endpoint == null || Console.isOurs(endpoint.path)) {
            return;
        }
        String route = endpoint.method.name() + " " + endpoint.path;
        if (Rights.isOpen(route)) {
            return;
        }
        if (Principal.of(ctx) == null) {
            requireBearer(ctx);
        }
        Principal who = Objects.requireNonNull(Principal.of(ctx));
        String tenant = endpoint.path.contains("{tenant}") ? ctx.pathParam("tenant") : null;
        Refusal refusal = Rights.refusal(who, route, tenant);
        if (refusal != null) {
            throw ProblemException.forbidden(refusal.text());
        }
    }

    private Optional<Principal> known(String presented) {
        return MessageDigest.isEqual(tokenHash, sha256(presented))
                ? Optional.of(Principal.ADMIN)
                : tokens.bySecret(presented);
    }

    /** Headers by draft-ietf-httpapi-ratelimit-headers-10: what is allowed, and what of it is left. */
    private void countCall(Context ctx, Principal who) {
        TokenBuckets.Taken taken = calls.take(who.tokenId() == null ? ADMIN : who.tokenId());
        int perMinute = calls.rate().perMinute();
        if (perMinute > 0) {
            ctx.header("RateLimit-Policy", "\"calls\";q=" + perMinute + ";w=60");
            ctx.header("RateLimit", "\"calls\";r=" + taken.left() + ";t=" + (taken.taken() ? 60 : taken.waitSeconds()));
        }
        if (!taken.taken()) {
            throw ProblemException.tooMany("more than " + perMinute + " calls a minute", taken.waitSeconds());
        }
    }

    private void wrong(Context ctx, String way, String action) {
        if (wrong.wrong(peers.counted(ctx))) {
            trail.refused(actor(ctx, way, Principal.ADMIN), action, "");
        }
    }

    private Actor actor(Context ctx, String way, Principal who) {
        return new Actor(way, who.name(), peers.address(ctx));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
