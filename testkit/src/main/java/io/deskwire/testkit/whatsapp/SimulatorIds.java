package io.deskwire.testkit.whatsapp;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Ids in the providers' forms, unique across simulators and restarts. Thread-safe. */
final class SimulatorIds {

    private final SecureRandom random = new SecureRandom();
    private final String salt = HexFormat.of().formatHex(bytes(8));
    private final long mediaBase = 1_000_000_000_000_000L + (random.nextLong() >>> 15) * 1000;
    private final AtomicLong counter = new AtomicLong();

    String wamid() {
        String inner = "deskwire:" + salt + ":" + counter.incrementAndGet();
        return "wamid." + Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.UTF_8));
    }

    String media() {
        return String.valueOf(mediaBase + counter.incrementAndGet());
    }

    /** A Twilio id: two letters and 32 hex digits. */
    String twilio(String prefix) {
        return prefix + salt + String.format("%016x", counter.incrementAndGet());
    }

    String trace() {
        return "A" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(16));
    }

    /** The business-scoped user id of a phone number: the same for the same account, and without the number in it. */
    static String userIdOf(String wabaId, String phoneDigits) {
        byte[] hash = Signatures.sha256((wabaId + ":" + phoneDigits).getBytes(StandardCharsets.UTF_8));
        return "US." + new BigInteger(1, hash).toString().substring(0, 20);
    }

    /** A call's id. */
    String call() {
        return "wacid." + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(9));
    }

    String urlHash(String mediaId, long expiry) {
        byte[] secret = (salt + mediaId + expiry).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(Signatures.sha256(secret)).substring(0, 24);
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
