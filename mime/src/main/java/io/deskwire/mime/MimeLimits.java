package io.deskwire.mime;

import java.time.Duration;
import java.util.Objects;

/**
 * How much of one message is read. Beyond a limit the message gets an issue and keeps what was read so far; no limit ever
 * makes decoding fail.
 *
 * @param maxBytes raw bytes looked at
 * @param maxParts MIME parts, multiparts included
 * @param maxAttachments attachments listed
 * @param maxDepth multiparts inside multiparts; what lies deeper is kept as one file
 * @param maxHeaders header fields of one part before an issue is noted
 * @param maxHeaderBytes bytes of one header field, folded lines together; the rest of it is dropped
 * @param maxTextBytes bytes of one plain text part that are held
 * @param maxHtmlBytes bytes of one HTML part that are held
 * @param maxHtmlTags tags of an HTML part that are read; the rest is dropped
 * @param maxTime time for one message
 */
public record MimeLimits(
        long maxBytes,
        int maxParts,
        int maxAttachments,
        int maxDepth,
        int maxHeaders,
        int maxHeaderBytes,
        int maxTextBytes,
        int maxHtmlBytes,
        int maxHtmlTags,
        Duration maxTime) {

    public MimeLimits {
        Objects.requireNonNull(maxTime, "maxTime");
        if (maxBytes < 1
                || maxParts < 1
                || maxAttachments < 0
                || maxDepth < 1
                || maxHeaders < 1
                || maxHeaderBytes < 1000
                || maxTextBytes < 1
                || maxHtmlBytes < 1
                || maxHtmlTags < 1
                || maxTime.isNegative()
                || maxTime.isZero()) {
            throw new IllegalArgumentException("every limit must be positive, header bytes at least 1000");
        }
    }

    /** What no honest message comes near. */
    public static MimeLimits defaults() {
        return new MimeLimits(
                1L << 30,
                10_000,
                1_000,
                50,
                2_000,
                256 * 1024,
                2 * 1024 * 1024,
                4 * 1024 * 1024,
                60_000,
                Duration.ofSeconds(60));
    }
}
