package io.deskwire.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Identifiers that tie messages together. All stand without angle brackets.
 *
 * @param messageId the message's own id (RFC 5322 section 3.6.4), or null when it has none
 * @param inReplyTo ids it says it answers
 * @param references ids of its ancestors, oldest first
 * @param providerMessageId the provider's own id of this message, or null
 * @param providerThreadId the provider's own thread, or null
 */
public record ThreadHeaders(
        @Nullable String messageId,
        List<String> inReplyTo,
        List<String> references,
        @Nullable String providerMessageId,
        @Nullable String providerThreadId) {
    public ThreadHeaders {
        inReplyTo = List.copyOf(inReplyTo);
        references = List.copyOf(references);
    }

    /** Just an id. */
    public static ThreadHeaders of(@Nullable String messageId) {
        return new ThreadHeaders(messageId, List.of(), List.of(), null, null);
    }
}
