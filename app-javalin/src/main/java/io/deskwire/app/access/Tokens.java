package io.deskwire.app.access;

import io.deskwire.config.Secret;
import io.deskwire.jdbc.ApiToken;
import io.deskwire.jdbc.ApiToken.Role;
import io.deskwire.jdbc.ApiTokens;
import io.deskwire.work.Ids;
import io.deskwire.work.StoreUnavailableException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes, ends and recognises tokens for the API and the console. They are looked up at every call, so that one that is revoked
 * on any node is worth nothing on all of them at once.
 */
public final class Tokens {

    /** Longest name of a token. */
    public static final int LONGEST_NAME = 100;

    /** More would say that somebody makes one for each of their users. */
    public static final int MOST = 1_000;

    /** What a tenant's name must be. */
    public static final String TENANT_FORM = "must be 1 to 64 letters, digits, dots, hyphens or underscores";

    /** Tells what it is to who finds one, programs that look for leaked secrets included. */
    static final String PREFIX = "deskwire_";

    private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);
    private static final Pattern FORM = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");
    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ApiTokens store;
    private final Clock clock;

    public Tokens(ApiTokens store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A new token.
     *
     * @param secret never to be seen again
     */
    public record Made(ApiToken token, Secret secret) {}

    /** Somebody asked for a token that cannot be; the message is for them. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String field;

        RefusedException(String field, String message) {
            super(message, null, false, false);
            this.field = field;
        }

        /** Which field is to blame; empty for none. */
        public String field() {
            return field;
        }
    }

    /**
     * Makes a token.
     *
     * @param tenantId the only tenant it is good for, or null for all
     * @param expiresAt from when on it is worth nothing, or null for never
     * @throws RefusedException when something of it cannot be
     */
    public Made make(String name, Role role, @Nullable String tenantId, @Nullable Instant expiresAt) {
        String called = name.strip();
        if (called.isEmpty() || called.length() > LONGEST_NAME || called.chars().anyMatch(Character::isISOControl)) {
            throw new RefusedException("name", "must have 1 to " + LONGEST_NAME + " characters");
        }
        if (tenantId != null && !isTenant(tenantId)) {
            throw new RefusedException("tenant_id", TENANT_FORM);
        }
        Instant now = clock.instant();
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw new RefusedException("expires_at", "must be in the future");
        }
        if (store.all().size() >= MOST) {
            throw new RefusedException("", "there are " + MOST + " tokens already; revoke those that nobody uses");
        }
        byte[] random = new byte[32];
        RANDOM.nextBytes(random);
        Secret secret =
                Secret.of(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random));
        ApiToken token = new ApiToken(Ids.next(now), tenantId, called, role, now, expiresAt, null);
        if (!store.add(token, hash(secret.reveal()))) {
            throw new RefusedException("name", "is the name of another token");
        }
        return new Made(token, secret);
    }

    /** Whether a tenant can have this name. */
    public static boolean isTenant(String name) {
        return TENANT.matcher(name).matches();
    }

    /** Those there are, oldest first. */
    public List<ApiToken> all() {
        return store.all();
    }

    /** Ends a token and every session that began with it; false when there is none. */
    public boolean revoke(String id) {
        return store.remove(id);
    }

    /**
     * Whose secret this is, as long as it is worth something.
     *
     * @throws StoreUnavailableException when that cannot be found out
     */
    public Optional<Principal> bySecret(String presented) {
        if (!FORM.matcher(presented).matches()) {
            return Optional.empty();
        }
        return good(store.findByHash(hash(presented)));
    }

    /** The same for who signed in with it. */
    public Optional<Principal> byId(String id) {
        return good(store.find(id));
    }

    private Optional<Principal> good(Optional<ApiToken> found) {
        Instant now = clock.instant();
        Optional<ApiToken> good = found.filter(token -> token.isGoodAt(now));
        good.ifPresent(token -> noteUse(token, LocalDate.ofInstant(now, ZoneOffset.UTC)));
        return good.map(Principal::of);
    }

    private void noteUse(ApiToken token, LocalDate day) {
        if (day.equals(token.usedOn())) {
            return;
        }
        try {
            store.used(token.id(), day);
        } catch (StoreUnavailableException e) {
            LOG.debug("the use of a token could not be noted", e);
        }
    }

    /** The secrets have 256 random bits: nothing is gained by guessing against a fast hash. */
    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
