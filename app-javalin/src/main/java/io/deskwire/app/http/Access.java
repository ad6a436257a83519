package io.deskwire.app.http;

import io.deskwire.config.Secret;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;

/** Knows the admin token; keeps its hash only and compares in constant time. */
public final class Access {

    private static final String SCHEME = "bearer ";

    private final byte[] tokenHash;

    public Access(Secret adminToken) {
        this.tokenHash = sha256(adminToken.reveal());
    }

    /** Whether this is the admin token. */
    public boolean isAdminToken(String presented) {
        return MessageDigest.isEqual(tokenHash, sha256(presented));
    }

    /**
     * Lets a call of the API pass that carries the admin token (RFC 6750 section 2.1).
     *
     * @throws ProblemException 401 otherwise
     */
    public void requireBearer(Context ctx) {
        String header = ctx.header("Authorization");
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            throw ProblemException.unauthorized("this needs the header 'Authorization: Bearer' with the admin token");
        }
        if (!isAdminToken(header.substring(SCHEME.length()).strip())) {
            throw ProblemException.unauthorized("the admin token is not right");
        }
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
