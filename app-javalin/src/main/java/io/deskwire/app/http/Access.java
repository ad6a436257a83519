package io.deskwire.app.http;

import io.deskwire.app.AuditTrail;
import io.deskwire.app.AuditTrail.Actor;
import io.deskwire.app.limit.Limits;
import io.deskwire.app.limit.Peers;
import io.deskwire.app.limit.Rate;
import io.deskwire.app.limit.TokenBuckets;
import io.deskwire.app.limit.WrongTokens;
import io.deskwire.config.Secret;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Locale;

/**
 * Knows the admin token; keeps its hash only and compares in constant time. Slows down who guesses it, and who calls more
 * often than an installation can bear.
 */
public final class Access {

    private static final String SCHEME = "bearer ";
    private static final String ADMIN = "admin";

    private final byte[] tokenHash;
    private final WrongTokens wrong;
    private final TokenBuckets calls;
    private final Peers peers;
    private final AuditTrail trail;

    public Access(Secret adminToken, Limits limits, AuditTrail trail, Clock clock) {
        this.tokenHash = sha256(adminToken.reveal());
        this.wrong = new WrongTokens(Rate.perMinute(limits.wrongTokens()), clock);
        this.calls = new TokenBuckets(Rate.perMinute(limits.calls()), 1, clock);
        this.peers = new Peers(limits.proxies());
        this.trail = trail;
    }

    /** What became of somebody who signs in. */
    public enum SignIn {
        /** It is the admin token. */
        RIGHT,
        /** It is not. */
        WRONG,
        /** It was not even looked at: too many wrong ones came from there. */
        TOO_MANY
    }

    /** A person's token at the console's door. */
    public SignIn signIn(Context ctx, String presented) {
        String address = peers.counted(ctx);
        if (wrong.signInWaitSeconds(address) > 0) {
            return SignIn.TOO_MANY;
        }
        if (isAdminToken(presented)) {
            trail.done(actor(ctx, "console"), null, "signed_in", null, "with the admin token");
            return SignIn.RIGHT;
        }
        wrong(ctx, "console", "sign_in_refused");
        return SignIn.WRONG;
    }

    /** Seconds until somebody may try again, for {@code Retry-After}. */
    public int waitSeconds(Context ctx) {
        return Math.max(1, wrong.signInWaitSeconds(peers.counted(ctx)));
    }

    /** Notes that a sign-in link was used, or did not work. */
    public void linkUsed(Context ctx, boolean worked) {
        if (worked) {
            trail.done(actor(ctx, "console"), null, "signed_in", null, "with a link");
        } else {
            wrong(ctx, "console", "sign_in_refused");
        }
    }

    /**
     * Lets a call of the API pass that carries the admin token (RFC 6750 section 2.1).
     *
     * @throws ProblemException 401 otherwise; 429 for a guesser, and beyond the rate of calls
     */
    public void requireBearer(Context ctx) {
        String header = ctx.header("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw ProblemException.unauthorized("this needs the header 'Authorization: Bearer' with the admin token");
        }
        String address = peers.counted(ctx);
        int wait = wrong.callWaitSeconds(address);
        if (wait > 0) {
            throw ProblemException.tooMany("too many wrong tokens came from this address", wait);
        }
        if (!isAdminToken(header.substring(SCHEME.length()).strip())) {
            wrong(ctx, "api", "token_refused");
            throw ProblemException.unauthorized("the admin token is not right");
        }
        wrong.right(address);
        countCall(ctx);
    }

    /** Headers by draft-ietf-httpapi-ratelimit-headers-10: what is allowed, and what of it is left. */
    private void countCall(Context ctx) {
        TokenBuckets.Taken taken = calls.take(ADMIN);
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
            trail.refused(actor(ctx, way), action, "");
        }
    }

    private Actor actor(Context ctx, String way) {
        return new Actor(way, peers.address(ctx));
    }

    private boolean isAdminToken(String presented) {
        return MessageDigest.isEqual(tokenHash, sha256(presented));
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
