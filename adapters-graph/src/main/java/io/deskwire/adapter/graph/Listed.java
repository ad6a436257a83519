package io.deskwire.adapter.graph;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as a folder's listing shows it.
 *
 * @param id Microsoft's id, which stays the same when the message is moved
 * @param receivedAt when it was received, or null where the listing does not say
 * @param wanted false for drafts
 * @param fromHere whether it names this mailbox as its author and others as its readers: a copy of what was sent, which
 *     rules or Outlook may put beside what came, or mail that came by way of an alias; its header tells which
 * @param folderId where it is, or null where the listing does not say
 * @param conversationId Microsoft's name of the thread it belongs to, or null where the listing does not say
 */
record Listed(
        String id,
        @Nullable Instant receivedAt,
        boolean wanted,
        boolean fromHere,
        @Nullable String folderId,
        @Nullable String conversationId) {}
