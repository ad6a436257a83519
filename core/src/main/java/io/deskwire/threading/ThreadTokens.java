package io.deskwire.threading;

import io.deskwire.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs conversations into Message-IDs and reply addresses, so that an answer finds its conversation whatever else its
 * sender's mail program does, and nobody can guess a way into someone else's. One format, versioned, no way around it:
 * {@code dw1} + conversation id (26) + 20 characters of base 32, which are 100 bits of HMAC-SHA256 over tenant and
 * conversation. Letters are lower-case only, since some mail systems fold the local part.
 */
public final class ThreadTokens {

    private static final String VERSION = "dw1";
    private static final int MAC_LENGTH = 20;
    private static final Pattern TOKEN = Pattern.compile("(?<![0-9a-z])dw1([0-9a-z]{26})([0-9a-z]{20})(?![0-9a-z])");
    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();

    private final SecretKeySpec key;
    private final List<SecretKeySpec> former;

    /**
     * @param key the installation's key; the same on every node and for as long as answers may come
     */
    public ThreadTokens(Secret key) {
        this(key, List.of());
    }

    /**
     * @param former keys that signed before; what they signed is known again
     */
    public ThreadTokens(Secret key, List<Secret> former) {
        this.key = spec(key);
        this.former = former.stream().map(ThreadTokens::spec).toList();
    }

    private static SecretKeySpec spec(Secret key) {
        byte[] bytes = key.reveal().getBytes(StandardCharsets.UTF_8);
        if (bytes.length < 16) {
            throw new IllegalArgumentException("the thread key needs at least 16 bytes");
        }
        return new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** The token of a conversation. */
    public String sign(String tenantId, String conversationId) {
        return VERSION + conversationId + mac(key, tenantId, conversationId);
    }

    /** A Message-ID, without angle brackets, for a message of ours in a conversation. */
    public String messageId(String tenantId, String conversationId, String outboundId, String domain) {
        return sign(tenantId, conversationId) + "." + outboundId + "@" + domain;
    }

    /**
     * The reply address {@code local+token@domain} (RFC 5233 subaddress), or empty when the local part would grow beyond
     * the 64 octets of RFC 5321 section 4.5.3.1.1.
     */
    public Optional<String> replyAddress(String address, String tenantId, String conversationId) {
        int at = address.lastIndexOf('@');
        if (at <= 0) {
            return Optional.empty();
        }
        String local = address.substring(0, at) + "+" + sign(tenantId, conversationId);
        return local.length() > 64 ? Optional.empty() : Optional.of(local + address.substring(at));
    }

    /**
     * The conversation that a text (a Message-ID or an address) is a valid token of, for this tenant.
     *
     * @return empty when there is no token in it or its signature is wrong
     */
    public Optional<String> verify(String tenantId, String text) {
        Matcher matcher = TOKEN.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            String conversationId = matcher.group(1);
            String given = matcher.group(2);
            if (isSignedBy(key, given, tenantId, conversationId)
                    || former.stream().anyMatch(old -> isSignedBy(old, given, tenantId, conversationId))) {
                return Optional.of(conversationId);
            }
        }
        return Optional.empty();
    }

    private static boolean isSignedBy(SecretKeySpec key, String given, String tenantId, String conversationId) {
        byte[] expected = mac(key, tenantId, conversationId).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, given.getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether a text looks like a token of ours, signed rightly or not. */
    public boolean looksLikeToken(String text) {
        return TOKEN.matcher(text.toLowerCase(Locale.ROOT)).find();
    }

    private static String mac(SecretKeySpec key, String tenantId, String conversationId) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            // Length first: no two pairs of tenant and conversation give the same bytes.
            String input = "deskwire-thread-1:" + tenantId.length() + ":" + tenantId + conversationId;
            byte[] full = mac.doFinal(input.getBytes(StandardCharsets.UTF_8));
            char[] text = new char[MAC_LENGTH];
            for (int i = 0; i < MAC_LENGTH; i++) {
                int bit = i * 5;
                int pair = (full[bit / 8] & 0xff) << 8 | full[bit / 8 + 1] & 0xff;
                text[i] = ALPHABET[pair >> (11 - bit % 8) & 31];
            }
            return new String(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
