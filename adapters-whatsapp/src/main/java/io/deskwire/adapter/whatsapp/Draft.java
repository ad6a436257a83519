package io.deskwire.adapter.whatsapp;

import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Correspondents;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message while it is being read; of one thread. */
final class Draft {

    /** Longer than any payload of ours, which are tokens. */
    private static final int LONGEST_REFERENCE = 512;

    private static final String OUR_TOKEN = "dw1";

    private MessageKind kind = MessageKind.SYSTEM;
    private @Nullable String id;
    private @Nullable String threadId;
    private final List<String> inReplyTo = new ArrayList<>();
    private final List<String> references = new ArrayList<>();
    private @Nullable Address from;
    private final List<Address> replyTo = new ArrayList<>();
    private final List<Address> to = new ArrayList<>();
    private final List<Address> aliases = new ArrayList<>();
    private String text = "";
    private final List<Attachment> attachments = new ArrayList<>();
    private @Nullable Instant sentAt;
    private final List<DeliveryReport> reports = new ArrayList<>();
    private final List<Issue> issues = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable ChannelEvent event;

    /** It is something else than a message. */
    Draft event(MessageKind newKind, ChannelEvent newEvent) {
        kind = newKind;
        event = newEvent;
        return this;
    }

    /** It is news about the account, or something that cannot be understood. */
    Draft notice(String topic, Map<String, Object> details) {
        return event(MessageKind.SYSTEM, new ChannelEvent.Notice(topic, details));
    }

    /** It is a message of a person. */
    Draft message() {
        kind = MessageKind.MESSAGE;
        return this;
    }

    /** The network's id of the message. */
    Draft id(@Nullable String newId) {
        id = newId;
        return this;
    }

    Draft from(List<Address> addresses) {
        from = addresses.isEmpty() ? null : addresses.get(0);
        aliases.clear();
        aliases.addAll(addresses.subList(Math.min(1, addresses.size()), addresses.size()));
        return this;
    }

    boolean hasSender() {
        return from != null;
    }

    Draft to(List<Address> addresses) {
        to.addAll(addresses);
        return this;
    }

    /** Further addresses of the one person who is named besides the business. */
    Draft aliases(List<Address> addresses) {
        aliases.addAll(addresses);
        return this;
    }

    /** A message in a group is answered in the group. */
    Draft group(String groupId) {
        threadId = groupId;
        replyTo.add(new Address(Address.Kind.GROUP, groupId, null));
        return this;
    }

    Draft answers(String messageId) {
        inReplyTo.add(messageId);
        return this;
    }

    /** A text that a button or form carried for us, if there is a token of ours in it. */
    Draft reference(@Nullable String payload) {
        if (payload != null
                && payload.length() <= LONGEST_REFERENCE
                && payload.toLowerCase(Locale.ROOT).contains(OUR_TOKEN)) {
            references.add(payload);
        }
        return this;
    }

    Draft text(String newText) {
        text = newText;
        return this;
    }

    String text() {
        return text;
    }

    Draft attach(Attachment attachment) {
        attachments.add(attachment);
        return this;
    }

    int attachmentCount() {
        return attachments.size();
    }

    Draft sentAt(@Nullable Instant newSentAt) {
        sentAt = newSentAt;
        return this;
    }

    Draft report(DeliveryReport report) {
        reports.add(report);
        return this;
    }

    Draft issue(String code, String detail) {
        issues.add(new Issue(code, detail));
        return this;
    }

    Draft note(String note) {
        notes.add(note);
        return this;
    }

    ParsedMessage parsed(String dedupeKey) {
        return new ParsedMessage(
                dedupeKey,
                kind,
                new ThreadHeaders(id, inReplyTo, references, id, threadId),
                new Correspondents(from, null, replyTo, to, List.of(), List.of(), aliases),
                Body.text(null, text),
                attachments,
                Automation.none(),
                Authentication.unknown(),
                sentAt,
                reports,
                issues,
                notes,
                event,
                null);
    }
}
