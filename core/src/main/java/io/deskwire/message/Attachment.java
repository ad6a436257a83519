package io.deskwire.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A file part of a message.
 *
 * @param index position among the message's attachments, from 0; stable for the same raw bytes
 * @param fileName a safe display name: no path, no control characters; never blank
 * @param contentType the declared media type, lower-case, without parameters
 * @param size decoded length in bytes, -1 while unknown
 * @param sha256 hash of the decoded bytes, lower-case hexadecimal, or null while unknown
 * @param inline true when the HTML body shows it in place (RFC 2392 {@code cid:})
 * @param contentId Content-ID without angle brackets, or null
 * @param state whether the bytes can be had
 */
public record Attachment(
        int index,
        String fileName,
        String contentType,
        long size,
        @Nullable String sha256,
        boolean inline,
        @Nullable String contentId,
        State state) {

    /** Whether an attachment's bytes can be had. */
    public enum State {
        AVAILABLE,
        /** Still to be fetched from the provider. */
        PENDING,
        /** The provider no longer has it. */
        EXPIRED,
        /** Refused: too large, wrong hash, cut off. */
        REJECTED
    }

    public Attachment {
        Objects.requireNonNull(fileName, "fileName");
        Objects.requireNonNull(contentType, "contentType");
        Objects.requireNonNull(state, "state");
    }
}
