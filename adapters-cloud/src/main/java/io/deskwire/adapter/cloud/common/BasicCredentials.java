package io.deskwire.adapter.cloud.common;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * User names and passwords that a webhook may show (RFC 7617). While they are changed, two of each are good at once. Compared
 * by hashes in a time that does not tell how much of them was right.
 */
public final class BasicCredentials {

    private final List<Secret> users;
    private final List<Secret> passwords;

    /**
     * @param users names, the current one first
     * @param passwords likewise; each goes with each name
     */
    public BasicCredentials(List<Secret> users, List<Secret> passwords) {
        this.users = List.copyOf(users);
        this.passwords = List.copyOf(passwords);
    }

    /** Whether there is anything that a request could show. */
    public boolean isConfigured() {
        return !users.isEmpty() && !passwords.isEmpty();
    }

    /** Whether a request shows one of the pairs; false when none is configured. */
    public boolean shownBy(WebhookRequest request) {
        return shownBy(request.header("authorization").orElse(""));
    }

    private boolean shownBy(String authorization) {
        if (!authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            return false;
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(authorization.substring(6).strip());
        } catch (IllegalArgumentException e) {
            return false;
        }
        String pair = new String(decoded, StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        if (colon < 0) {
            return false;
        }
        // Both are compared whatever comes of the first: how long it takes must not tell which half was right.
        boolean user = isAny(users, pair.substring(0, colon));
        boolean password = isAny(passwords, pair.substring(colon + 1));
        return user && password;
    }

    private static boolean isAny(List<Secret> known, String shown) {
        byte[] given = hash(shown);
        boolean found = false;
        for (Secret each : known) {
            found |= MessageDigest.isEqual(hash(each.reveal()), given);
        }
        return found;
    }

    private static byte[] hash(String text) {
        return Digests.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The value of {@code Authorization} for calls of ours. */
    public static String authorization(String user, Secret password) {
        byte[] pair = (user + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }
}
