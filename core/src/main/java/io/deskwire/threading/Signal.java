package io.deskwire.threading;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One hint at a conversation, with what became of it.
 *
 * @param type what kind of hint, see {@link Type}
 * @param evidence what was seen: an id, an address, a subject tag
 * @param conversationId the conversation it points to, or null when it points to none
 * @param accepted whether it was good enough to file the message there
 * @param reason why it was (not) accepted, in words
 */
public record Signal(Type type, String evidence, @Nullable String conversationId, boolean accepted, String reason) {

    /** Kinds of hint, the most trusted first. */
    public enum Type {
        /** A recipient address of ours with a signed token. */
        SIGNED_ADDRESS,
        /** A Message-ID of ours with a signed token among In-Reply-To and References. */
        SIGNED_MESSAGE_ID,
        /** In-Reply-To or References name a message we know. */
        KNOWN_MESSAGE,
        /** The channel has a conversation with the same person; for channels whose messages name no subject and no thread. */
        SAME_CONTACT,
        /** A later message of a bounce or report names our message. */
        REPORTED_MESSAGE
    }

    public Signal {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(evidence, "evidence");
        Objects.requireNonNull(reason, "reason");
    }
}
