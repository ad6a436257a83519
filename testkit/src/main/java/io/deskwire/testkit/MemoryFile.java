package io.deskwire.testkit;

import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import org.jspecify.annotations.Nullable;

/**
 * What became of a file that is fetched apart from its message.
 *
 * @param state where it stands
 * @param content its bytes, or null while they are not here
 * @param contentType media type as the provider named it, or null to leave the announced one
 * @param reason why it is late or will not come, or null
 */
record MemoryFile(
        Attachment.State state,
        @Nullable Content content,
        @Nullable String contentType,
        @Nullable String reason) {}
