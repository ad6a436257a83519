package io.deskwire.adapter.graph;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Where the first fetch of a mailbox begins.
 *
 * @param now only what arrives after the first fetch
 * @param since only messages that arrived at or after this, or null for all
 */
record StartFrom(boolean now, @Nullable Instant since) {
    static final StartFrom ALL = new StartFrom(false, null);
    static final StartFrom NOW = new StartFrom(true, null);
}
