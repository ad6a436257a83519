package io.deskwire.testkit.graph;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Codes and refresh tokens that were given out. */
final class SignIns {

    private static final Duration CODE_LIFE = Duration.ofMinutes(10);
    private static final Duration REFRESH_LIFE = Duration.ofDays(90);

    /** A code of the consent page. */
    record Code(
            GraphApp app,
            GraphMailbox mailbox,
            String redirect,
            String scope,
            @Nullable String challenge,
            Instant issued,
            boolean used) {}

    private record Refresh(
            GraphApp app,
            GraphMailbox mailbox,
            Instant expires,
            @Nullable SignInError revoked) {}

    /** Ends a request for a token. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final SignInError error;

        Refused(SignInError error) {
            super(error.name(), null, false, false);
            this.error = error;
        }

        SignInError error() {
            return error;
        }
    }

    private final World world;
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Refresh> refreshes = new HashMap<>();

    SignIns(World world) {
        this.world = world;
    }

    private static String opaque(String prefix) {
        return prefix
                + UUID.randomUUID().toString().replace("-", "")
                + UUID.randomUUID().toString().replace("-", "");
    }

    String accessToken(GraphApp app, @Nullable GraphMailbox signedIn) {
        String token = opaque("eyJ0");
        world.grant(
                token, new World.Grant(app, app.tenant(), signedIn, world.now().plus(app.lifetime())));
        return token;
    }

    String refreshToken(GraphApp app, GraphMailbox mailbox) {
        String token = opaque("1.AX");
        synchronized (world.lock()) {
            refreshes.put(token, new Refresh(app, mailbox, world.now().plus(REFRESH_LIFE), null));
        }
        return token;
    }

    String code(GraphApp app, GraphMailbox mailbox, String redirect, String scope, @Nullable String challenge) {
        String code = opaque("0.AX");
        synchronized (world.lock()) {
            codes.put(code, new Code(app, mailbox, redirect, scope, challenge, world.now(), false));
        }
        return code;
    }

    void revoke(GraphApp app, SignInError why) {
        synchronized (world.lock()) {
            refreshes.replaceAll((token, refresh) ->
                    refresh.app() == app ? new Refresh(app, refresh.mailbox(), refresh.expires(), why) : refresh);
        }
    }

    /** Whose refresh token it is. */
    GraphMailbox refreshed(GraphApp app, String token) throws Refused {
        synchronized (world.lock()) {
            Refresh refresh = refreshes.get(token);
            if (refresh == null || refresh.app() != app) {
                throw new Refused(SignInError.MALFORMED_GRANT);
            }
            if (refresh.revoked() != null) {
                throw new Refused(refresh.revoked());
            }
            if (!refresh.expires().isAfter(world.now())) {
                throw new Refused(SignInError.REFRESH_TOKEN_EXPIRED);
            }
            return refresh.mailbox();
        }
    }

    /** What a code stands for; it is good once. */
    Code redeemed(GraphApp app, String text, @Nullable String redirect, @Nullable String verifier) throws Refused {
        synchronized (world.lock()) {
            Code code = codes.get(text);
            if (code == null || code.app() != app) {
                throw new Refused(SignInError.MALFORMED_GRANT);
            }
            if (code.used()) {
                throw new Refused(SignInError.CODE_REDEEMED);
            }
            if (code.issued().plus(CODE_LIFE).isBefore(world.now())) {
                throw new Refused(SignInError.GRANT_EXPIRED);
            }
            if (!code.redirect().equals(redirect)) {
                throw new Refused(SignInError.WRONG_REDIRECT);
            }
            if (code.challenge() != null
                    && (verifier == null || !code.challenge().equals(challengeOf(verifier)))) {
                throw new Refused(SignInError.WRONG_VERIFIER);
            }
            codes.put(
                    text,
                    new Code(
                            app, code.mailbox(), code.redirect(), code.scope(), code.challenge(), code.issued(), true));
            return code;
        }
    }

    /** RFC 7636: the base64url of the verifier's SHA-256. */
    static String challengeOf(String verifier) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
