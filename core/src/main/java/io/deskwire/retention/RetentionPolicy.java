package io.deskwire.retention;

import java.time.Duration;
import java.util.Objects;

/**
 * How long things are kept, counted from when they were stored. Tickets and their files are kept until their tenant is
 * deleted.
 *
 * @param raw bytes as they were received
 * @param keys what recognises a message that comes again; at least as long as {@code raw}, and longer than any source may
 *     show an old message again; entries of the audit log are kept as long
 */
public record RetentionPolicy(Duration raw, Duration keys) {

    private static final Duration FOR_EVER = Duration.ofDays(365_000);

    public RetentionPolicy {
        Objects.requireNonNull(raw, "raw");
        Objects.requireNonNull(keys, "keys");
        if (raw.isNegative() || keys.compareTo(raw) < 0) {
            throw new IllegalArgumentException("keys are kept at least as long as raw bytes, and those not before now");
        }
    }

    /** Raw bytes for 30 days, keys for 400: a mailbox restored from last year's backup brings nothing twice. */
    public static RetentionPolicy defaults() {
        return new RetentionPolicy(Duration.ofDays(30), Duration.ofDays(400));
    }

    /** Nothing is ever removed. */
    public static RetentionPolicy forEver() {
        return new RetentionPolicy(FOR_EVER, FOR_EVER);
    }

    boolean endsRaw() {
        return raw.compareTo(FOR_EVER) < 0;
    }

    boolean endsKeys() {
        return keys.compareTo(FOR_EVER) < 0;
    }
}
