package io.deskwire.delivery;

import io.deskwire.message.Address;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.RichContent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an agent wants to say.
 *
 * @param text plain text; may be empty when there is HTML
 * @param html HTML, or null
 * @param attachments files; their content as {@link Outbox#store} returned it, or any other
 * @param cc who gets a copy; null keeps those whom the customer's message was copied to
 * @param sendAt when it leaves, or null for now
 * @param automatic true when no person wrote it
 * @param rich a template, reaction, place or the like, or null; for channels that carry such things
 * @param toForwardedSender true to write to whoever wrote what the customer forwarded, in place of the customer
 */
public record ReplyDraft(
        String text,
        @Nullable String html,
        List<OutboundAttachment> attachments,
        @Nullable List<Address> cc,
        @Nullable Instant sendAt,
        boolean automatic,
        @Nullable RichContent rich,
        boolean toForwardedSender) {
    public ReplyDraft {
        attachments = List.copyOf(attachments);
        cc = cc == null ? null : List.copyOf(cc);
    }

    /** Text and files alone. */
    public ReplyDraft(
            String text,
            @Nullable String html,
            List<OutboundAttachment> attachments,
            @Nullable List<Address> cc,
            @Nullable Instant sendAt,
            boolean automatic) {
        this(text, html, attachments, cc, sendAt, automatic, null);
    }

    /** To the people of the conversation. */
    public ReplyDraft(
            String text,
            @Nullable String html,
            List<OutboundAttachment> attachments,
            @Nullable List<Address> cc,
            @Nullable Instant sendAt,
            boolean automatic,
            @Nullable RichContent rich) {
        this(text, html, attachments, cc, sendAt, automatic, rich, false);
    }

    /** Plain text, now, to the people of the conversation. */
    public static ReplyDraft text(String text) {
        return new ReplyDraft(text, null, List.of(), null, null, false);
    }
}
