package io.deskwire.testkit.graph;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/** Ids as Exchange makes them: long, with an equals sign at the end, case-sensitive. */
final class Ids {

    /** Begins ids that outlive a move. */
    static final String IMMUTABLE = "AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A";
    /** Begins ids that do not. */
    static final String ORDINARY = "AAMkAGI2THVSAAA";

    private Ids() {}

    static String opaque(String prefix) {
        UUID random = UUID.randomUUID();
        byte[] bytes = ByteBuffer.allocate(16)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array();
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes) + "AAA=";
    }
}
