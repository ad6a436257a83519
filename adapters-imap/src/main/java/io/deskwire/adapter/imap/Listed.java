package io.deskwire.adapter.imap;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message as the folder's listing shows it.
 *
 * @param size RFC822.SIZE; a hint, some servers estimate
 * @param internalDate when the server took it, or null
 * @param deleted whether it is flagged \Deleted; known only where flags were asked for
 */
record Listed(long uid, long size, @Nullable Instant internalDate, boolean deleted) {}
