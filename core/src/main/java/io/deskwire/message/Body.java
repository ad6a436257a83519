package io.deskwire.message;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a person reads.
 *
 * @param subject the decoded subject, or null when there is none
 * @param text the best plain text; derived from the HTML where the message has only that; never null, may be empty
 * @param html the HTML as received, decoded and untrusted, or null
 * @param safeHtml the HTML cleaned by an allow-list, or null when there is no HTML
 * @param replyText what was written this time, without quotes and signature, or null when that could not be told
 */
public record Body(
        @Nullable String subject,
        String text,
        @Nullable String html,
        @Nullable String safeHtml,
        @Nullable String replyText) {
    public Body {
        Objects.requireNonNull(text, "text");
    }

    /** Plain text with a subject. */
    public static Body text(@Nullable String subject, String text) {
        return new Body(subject, text, null, null, null);
    }
}
