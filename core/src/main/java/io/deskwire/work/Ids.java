package io.deskwire.work;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;

/**
 * Makes ids: 26 characters of Crockford's base 32, lower-case, 48 bits of milliseconds before 80 random bits, so that
 * they sort by time and cannot be guessed.
 */
public final class Ids {

    private static final String LETTERS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final char[] ALPHABET = LETTERS.toCharArray();
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** A new id made at a time. */
    public static String next(Instant now) {
        byte[] random = new byte[10];
        RANDOM.nextBytes(random);
        char[] id = new char[26];
        long millis = now.toEpochMilli() & 0xffff_ffff_ffffL;
        for (int i = 9; i >= 0; i--) {
            id[i] = ALPHABET[(int) (millis & 31)];
            millis >>>= 5;
        }
        for (int i = 0; i < 16; i++) {
            id[10 + i] = ALPHABET[fiveBits(random, i * 5)];
        }
        return new String(id);
    }

    /** When an id was made, to the millisecond; empty for what is no id of ours. */
    public static Optional<Instant> madeAt(String id) {
        if (id.length() < 26) {
            return Optional.empty();
        }
        long millis = 0;
        for (int i = 0; i < 10; i++) {
            int value = LETTERS.indexOf(id.charAt(i));
            if (value < 0) {
                return Optional.empty();
            }
            millis = millis << 5 | value;
        }
        return Optional.of(Instant.ofEpochMilli(millis));
    }

    private static int fiveBits(byte[] bytes, int bit) {
        int value = (bytes[bit / 8] & 0xff) << 8 | (bit / 8 + 1 < bytes.length ? bytes[bit / 8 + 1] & 0xff : 0);
        return value >> (11 - bit % 8) & 31;
    }
}
