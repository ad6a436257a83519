package io.deskwire.message;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message on its way to a customer. Its {@link #messageId} is fixed before the first attempt and never changes, so
 * that a look-up, a bounce or the customer's answer always finds it.
 *
 * @param id ours
 * @param tenantId the tenant that sends
 * @param channelId the channel it leaves by
 * @param conversationId the conversation it belongs to
 * @param messageId Message-ID without angle brackets, or the provider's correlation id
 * @param from the address it is sent from
 * @param replyTo where answers should go when not to {@code from}, or null
 * @param to main recipients, at least one
 * @param cc copies
 * @param subject subject line, or null for channels without one
 * @param text plain text; may be empty when there is HTML
 * @param html HTML, or null
 * @param attachments files
 * @param inReplyTo id of the message it answers, or null
 * @param references ids of its ancestors, oldest first
 * @param rich a template, reaction, place or the like instead of or beside the text, or null
 * @param automatic true for mail no person wrote; marked so that machines do not answer (RFC 3834)
 * @param createdAt when it was asked for
 */
public record OutboundMessage(
        String id,
        String tenantId,
        String channelId,
        String conversationId,
        String messageId,
        Address from,
        @Nullable Address replyTo,
        List<Address> to,
        List<Address> cc,
        @Nullable String subject,
        String text,
        @Nullable String html,
        List<OutboundAttachment> attachments,
        @Nullable RichContent rich,
        @Nullable String inReplyTo,
        List<String> references,
        boolean automatic,
        Instant createdAt) {
    public OutboundMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(channelId, "channelId");
        Objects.requireNonNull(conversationId, "conversationId");
        Objects.requireNonNull(messageId, "messageId");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(text, "text");
        Objects.requireNonNull(createdAt, "createdAt");
        to = List.copyOf(to);
        cc = List.copyOf(cc);
        attachments = List.copyOf(attachments);
        references = List.copyOf(references);
        if (to.isEmpty()) {
            throw new IllegalArgumentException("an outbound message needs a recipient");
        }
    }

    /** A message of text and files alone. */
    public OutboundMessage(
            String id,
            String tenantId,
            String channelId,
            String conversationId,
            String messageId,
            Address from,
            @Nullable Address replyTo,
            List<Address> to,
            List<Address> cc,
            @Nullable String subject,
            String text,
            @Nullable String html,
            List<OutboundAttachment> attachments,
            @Nullable String inReplyTo,
            List<String> references,
            boolean automatic,
            Instant createdAt) {
        this(
                id,
                tenantId,
                channelId,
                conversationId,
                messageId,
                from,
                replyTo,
                to,
                cc,
                subject,
                text,
                html,
                attachments,
                null,
                inReplyTo,
                references,
                automatic,
                createdAt);
    }

    /** The same with other files. */
    public OutboundMessage withAttachments(List<OutboundAttachment> other) {
        return with(text, html, other, rich);
    }

    /** The same with other content; ids, people and thread stay. */
    public OutboundMessage with(
            String newText,
            @Nullable String newHtml,
            List<OutboundAttachment> newAttachments,
            @Nullable RichContent newRich) {
        return new OutboundMessage(
                id,
                tenantId,
                channelId,
                conversationId,
                messageId,
                from,
                replyTo,
                to,
                cc,
                subject,
                newText,
                newHtml,
                newAttachments,
                newRich,
                inReplyTo,
                references,
                automatic,
                createdAt);
    }

    /**
     * The same for a message that the helpdesk took out of its conversation since; this one when it stands where it was written.
     *
     * @param current the conversation it stands in now, or null where that is not known
     */
    public OutboundMessage movedTo(@Nullable String current) {
        if (current == null || current.equals(conversationId)) {
            return this;
        }
        return new OutboundMessage(
                id,
                tenantId,
                channelId,
                current,
                messageId,
                from,
                replyTo,
                to,
                cc,
                subject,
                text,
                html,
                attachments,
                rich,
                inReplyTo,
                references,
                automatic,
                createdAt);
    }

    /** Everybody it goes to, each once, in order. */
    public List<Address> recipients() {
        Map<String, Address> distinct = new LinkedHashMap<>();
        to.forEach(a -> distinct.putIfAbsent(a.key(), a));
        cc.forEach(a -> distinct.putIfAbsent(a.key(), a));
        return new ArrayList<>(distinct.values());
    }
}
