package io.deskwire.adapter.graph;

import io.deskwire.config.Secret;
import io.deskwire.http.Hmac;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/**
 * What a subscription's notifications carry as their proof: the channel's route, by which requests are sorted before anything
 * is proven, and 32 bytes that nobody can guess, made of random ones under {@code webhook_secret} where there is one. Only a
 * hash of it is kept.
 */
final class ClientState {

    private static final SecureRandom RANDOM = new SecureRandom();

    private ClientState() {}

    /** A new one, at most 128 characters as Microsoft demands. */
    static Secret create(String route, List<Secret> keys) {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        byte[] state = keys.isEmpty() || keys.get(0).reveal().isEmpty() ? bytes : Hmac.sha256(keys.get(0), bytes);
        return Secret.of(route + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(state));
    }

    /** Names the channel in its client states; says nothing to others. */
    static String route(String tenantId, String channelId) {
        return hash(tenantId.length() + ":" + tenantId + "/" + channelId).substring(0, 16);
    }

    /** The route in a client state, or an empty text. */
    static String routeIn(String state) {
        int dot = state.indexOf('.');
        return dot == 16 ? state.substring(0, dot) : "";
    }

    /** SHA-256, hexadecimal. */
    static String hash(String state) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(state.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Whether a client state is the one of a hash; takes as long whether they differ early or late. */
    static boolean matches(String hash, String state) {
        return !hash.isEmpty()
                && Hmac.same(
                        hash.getBytes(StandardCharsets.US_ASCII), hash(state).getBytes(StandardCharsets.US_ASCII));
    }
}
