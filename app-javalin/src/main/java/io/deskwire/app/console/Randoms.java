package io.deskwire.app.console;

import java.security.SecureRandom;
import java.util.Base64;

/** Unguessable names. */
final class Randoms {

    private static final SecureRandom RANDOM = new SecureRandom();

    private Randoms() {}

    /** 256 random bits, safe in addresses and cookies. */
    static String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    static byte[] bytes() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
