package io.deskwire.adapter.imap;

import java.time.Duration;

/** How long moving so many bytes may take before the connection counts as stalled. */
final class Transfers {

    private static final long BYTES_PER_SECOND = 8 * 1024;

    private Transfers() {}

    static Duration limit(long bytes) {
        return Duration.ofSeconds(120 + bytes / BYTES_PER_SECOND);
    }
}
