package io.deskwire.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file that goes out with a message.
 *
 * @param fileName name shown to the recipient
 * @param contentType media type without parameters
 * @param contentId Content-ID without angle brackets when the HTML refers to it by {@code cid:}, else null
 * @param content its bytes
 */
public record OutboundAttachment(
        String fileName, String contentType, @Nullable String contentId, Content content) {
    public OutboundAttachment {
        Objects.requireNonNull(fileName, "fileName");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(content, "content");
    }
}
