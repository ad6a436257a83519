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
 * @param confidence how sure the reply text is
 */
public record Body(
        @Nullable String subject,
        String text,
        @Nullable String html,
        @Nullable String safeHtml,
        @Nullable String replyText,
        Confidence confidence) {

    /** How sure it is that the reply text is all that was written this time, and nothing else. */
    public enum Confidence {
        /** Nothing was told: there is no reply text, or nothing but a quote, or an answer without any quote to be seen. */
        NONE,
        /** Told by words alone, or not an answer at all. */
        LOW,
        /** Told by marks that a mail program leaves: quoted lines, an attribution, a repeated header, its own elements. */
        HIGH,
        /** The quote is known to be a message of ours: by the mark we put there, or because it names the mailbox answered. */
        CERTAIN
    }

    public Body {
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(confidence, "confidence");
    }

    /** A body whose reply text nobody vouches for. */
    public Body(
            @Nullable String subject,
            String text,
            @Nullable String html,
            @Nullable String safeHtml,
            @Nullable String replyText) {
        this(subject, text, html, safeHtml, replyText, Confidence.NONE);
    }

    /** Plain text with a subject. */
    public static Body text(@Nullable String subject, String text) {
        return new Body(subject, text, null, null, null);
    }
}
