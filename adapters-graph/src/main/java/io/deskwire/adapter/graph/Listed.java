package io.deskwire.adapter.graph;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as a folder's listing shows it.
 *
 * @param id Microsoft's id, which stays the same when the message is moved
 * @param receivedAt when it was received, or null where the listing does not say
 * @param wanted false for drafts and for copies of what was sent from here
 * @param folderId where it is, or null where the listing does not say
 */
record Listed(
        String id,
        @Nullable Instant receivedAt,
        boolean wanted,
        @Nullable String folderId) {}
