package io.deskwire.message;

import java.util.Objects;

/**
 * One thing that keeps a message from being sent on a channel.
 *
 * @param field the field of the draft, such as {@code text} or {@code attachments[1]}
 * @param message what is wrong and what would be right
 */
public record MessageProblem(String field, String message) {
    public MessageProblem {
        Objects.requireNonNull(field, "field");
        Objects.requireNonNull(message, "message");
    }

    @Override
    public String toString() {
        return field + ": " + message;
    }
}
