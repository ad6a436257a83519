package io.deskwire.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One message that a customer sent, normalised and immutable.
 *
 * @param id ours; the same for every retry and replay
 * @param tenantId the tenant whose channel received it
 * @param channelId the channel that received it
 * @param rawId the raw inbound it was decoded from
 * @param envelope transport sender and recipients
 * @param receivedAt when the provider took it, or when we did where the provider does not say
 * @param parsed what was read from the raw bytes
 */
public record InboundMessage(
        String id,
        String tenantId,
        String channelId,
        String rawId,
        Envelope envelope,
        Instant receivedAt,
        ParsedMessage parsed) {
    public InboundMessage {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenantId, "tenantId");
        Objects.requireNonNull(channelId, "channelId");
        Objects.requireNonNull(rawId, "rawId");
        Objects.requireNonNull(envelope, "envelope");
        Objects.requireNonNull(receivedAt, "receivedAt");
        Objects.requireNonNull(parsed, "parsed");
    }

    public MessageKind kind() {
        return parsed.kind();
    }

    /** The author by the header, or null when that could not be read. */
    public @Nullable Address from() {
        return parsed.people().from();
    }

    /** The thread in which the provider of a mailbox keeps it; null on messengers, where the contact is the thread. */
    public @Nullable String mailThread() {
        Address from = from();
        return from != null && from.kind() == Address.Kind.EMAIL
                ? parsed.threading().providerThreadId()
                : null;
    }

    /** The decoded subject, or null. */
    public @Nullable String subject() {
        return parsed.body().subject();
    }

    /** The whole plain text. */
    public String text() {
        return parsed.body().text();
    }

    /** What was written this time; the whole text where quotes could not be told apart. */
    public String replyText() {
        String reply = parsed.body().replyText();
        return reply == null ? parsed.body().text() : reply;
    }

    public List<Attachment> attachments() {
        return parsed.attachments();
    }

    /** Where an answer goes: Reply-To if given, else From; empty when neither can be read. */
    public List<Address> replyRecipients() {
        if (!parsed.people().replyTo().isEmpty()) {
            return parsed.people().replyTo();
        }
        Address from = parsed.people().from();
        return from == null ? List.of() : List.of(from);
    }
}
