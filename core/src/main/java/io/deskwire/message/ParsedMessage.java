package io.deskwire.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a decoder read from raw bytes; a pure function of them. {@link InboundMessage} adds where it came from.
 *
 * @param dedupeKey what makes this message the same as another on the same channel: Message-ID plus a digest of what a
 *     person would see for e-mail, the message's id for WhatsApp; never blank
 * @param kind what it is
 * @param threading ids that tie it to others
 * @param people who it names
 * @param body what a person reads
 * @param attachments its files, in order
 * @param automation whether a machine wrote it
 * @param authentication verdicts on the sender
 * @param sentAt the time the sender claims, or null
 * @param reports for bounces, receipts and complaints: what it says per recipient; else empty
 * @param issues what was repaired, cut or could not be read
 * @param notes what a person should know beside the text, such as that it was forwarded; in words
 * @param event what it says about messages or people known already, or null for a message
 * @param forward what it says of a message that it passes on, or null where it passes on none
 */
public record ParsedMessage(
        String dedupeKey,
        MessageKind kind,
        ThreadHeaders threading,
        Correspondents people,
        Body body,
        List<Attachment> attachments,
        Automation automation,
        Authentication authentication,
        @Nullable Instant sentAt,
        List<DeliveryReport> reports,
        List<Issue> issues,
        List<String> notes,
        @Nullable ChannelEvent event,
        @Nullable Forward forward) {
    public ParsedMessage {
        if (dedupeKey.isBlank()) {
            throw new IllegalArgumentException("dedupeKey must not be blank");
        }
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(threading, "threading");
        Objects.requireNonNull(people, "people");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(automation, "automation");
        Objects.requireNonNull(authentication, "authentication");
        attachments = List.copyOf(attachments);
        reports = List.copyOf(reports);
        issues = List.copyOf(issues);
        notes = List.copyOf(notes);
    }

    /** A message without notes that passes on none. */
    public ParsedMessage(
            String dedupeKey,
            MessageKind kind,
            ThreadHeaders threading,
            Correspondents people,
            Body body,
            List<Attachment> attachments,
            Automation automation,
            Authentication authentication,
            @Nullable Instant sentAt,
            List<DeliveryReport> reports,
            List<Issue> issues) {
        this(
                dedupeKey,
                kind,
                threading,
                people,
                body,
                attachments,
                automation,
                authentication,
                sentAt,
                reports,
                issues,
                List.of(),
                null,
                null);
    }

    /** The same as another kind. */
    public ParsedMessage withKind(MessageKind other) {
        return new ParsedMessage(
                dedupeKey,
                other,
                threading,
                people,
                body,
                attachments,
                automation,
                authentication,
                sentAt,
                reports,
                issues,
                notes,
                event,
                forward);
    }

    /** The same with other attachments. */
    public ParsedMessage withAttachments(List<Attachment> other) {
        return new ParsedMessage(
                dedupeKey,
                kind,
                threading,
                people,
                body,
                other,
                automation,
                authentication,
                sentAt,
                reports,
                issues,
                notes,
                event,
                forward);
    }

    /** The same with other issues. */
    public ParsedMessage withIssues(List<Issue> other) {
        return new ParsedMessage(
                dedupeKey,
                kind,
                threading,
                people,
                body,
                attachments,
                automation,
                authentication,
                sentAt,
                reports,
                other,
                notes,
                event,
                forward);
    }
}
