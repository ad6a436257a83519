package io.deskwire.intake;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something that could not be brought to its place and waits for a person, with its reason and its raw bytes.
 *
 * @param id its own id
 * @param rawId the stored bytes
 * @param messageId the message when it was decoded already, or null
 * @param stage where it stopped
 * @param reason in words an administrator understands
 * @param detail technical detail, or null
 * @param attempts how often it was tried
 * @param rawSize length of the raw bytes
 * @param failedAt when it was given up
 */
public record DeadLetter(
        String id,
        String tenantId,
        String channelId,
        String rawId,
        @Nullable String messageId,
        Stage stage,
        String reason,
        @Nullable String detail,
        int attempts,
        long rawSize,
        Instant failedAt) {

    /** Where work stopped. */
    public enum Stage {
        /** Decoding, threading, filing. */
        INTAKE,
        /** Handing over to the helpdesk. */
        DELIVERY
    }

    public DeadLetter {
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(failedAt, "failedAt");
    }
}
