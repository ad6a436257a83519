package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.ListMessagesResponse;
import com.google.api.services.gmail.model.Message;
import com.google.api.services.gmail.model.MessagePartHeader;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds a message among those that the mailbox sent: by its Message-ID, and where Gmail replaced that, by the fields that keep it,
 * which Gmail cannot search for, in what was sent since the attempt. For some minutes after an attempt only what is found is
 * certain.
 */
final class SentSearch implements Outbound.SentLookup {

    /** Where Gmail keeps a Message-ID that it replaced. */
    private static final String ORIGINAL = "X-Google-Original-Message-ID";

    private static final String WIRE = "Message-ID";
    private static final List<String> FIELDS = List.of(WIRE, ComposedMail.OWN_ID, ORIGINAL);

    private static final Duration SHOWN_BY = Duration.ofMinutes(5);

    /** How far Google's clock and ours may be apart. */
    private static final Duration CLOCKS = Duration.ofMinutes(5);

    /** Reading that many costs a third of a mailbox's quota of a minute. */
    private static final long MOST_READ = 100;

    private final GmailClient client;
    private final Attempts attempts;
    private final InstantSource clock;

    SentSearch(GmailClient client, Attempts attempts, InstantSource clock) {
        this.client = client;
        this.attempts = attempts;
        this.clock = clock;
    }

    @Override
    public Optional<HandedOver> find(OutboundMessage message) throws ChannelException {
        Attempts.Attempt attempt = attempts.of(message);
        Message found = look(message, attempt.began());
        if (found != null) {
            attempts.settle(message);
            return Optional.of(handedOver(message, message.recipients(), found.getId(), wireId(found)));
        }
        if (clock.instant().isBefore(attempt.over().plus(SHOWN_BY))) {
            throw ChannelException.of(
                            FailureKind.NOT_FOUND, "Gmail does not show the message, which so soon proves nothing")
                    .withHint("Look under Sent in Gmail in a few minutes, before sending it again.");
        }
        attempts.settle(message);
        return Optional.empty();
    }

    /**
     * The sent copy, or null when it does not show.
     *
     * @param attempt when it was sent; an earlier attempt is no older than the message
     */
    @Nullable Message look(OutboundMessage message, Instant attempt) throws ChannelException {
        Message found = byId(message.messageId());
        if (found != null) {
            return found;
        }
        Instant since = message.createdAt().isBefore(attempt) ? message.createdAt() : attempt;
        return amongRecent(message.messageId(), since.minus(CLOCKS));
    }

    static HandedOver handedOver(
            OutboundMessage message, List<Address> recipients, @Nullable String id, @Nullable String wireId) {
        return new HandedOver(
                id,
                message.messageId().equals(wireId) ? null : wireId,
                recipients.stream()
                        .map(each -> new RecipientResult(each, DeliveryStatus.SENT, null, null))
                        .toList());
    }

    private @Nullable Message byId(String messageId) throws ChannelException {
        if (!ThreadLookup.isSearchable(messageId)) {
            return null;
        }
        for (Message each : ThreadLookup.withId(client, messageId)) {
            Message head = head(each.getId());
            if (head != null && isSent(head)) {
                return head;
            }
        }
        return null;
    }

    /** Reads from the newest until what was sent before the attempt; the list by label is there without the search's delay. */
    private @Nullable Message amongRecent(String messageId, Instant since) throws ChannelException {
        ListMessagesResponse sent = client.now(
                QuotaBudget.LIST,
                gmail -> gmail.users()
                        .messages()
                        .list(GmailClient.ME)
                        .setLabelIds(List.of("SENT"))
                        .setIncludeSpamTrash(true)
                        .setMaxResults(MOST_READ)
                        .execute());
        List<Message> newest = sent.getMessages() == null ? List.of() : sent.getMessages();
        for (Message each : newest) {
            Message head = head(each.getId());
            if (head == null) {
                continue;
            }
            Long date = head.getInternalDate();
            if (date != null && date < since.toEpochMilli()) {
                return null;
            }
            if (isSent(head) && FIELDS.stream().anyMatch(name -> messageId.equals(id(head, name)))) {
                return head;
            }
        }
        if (sent.getNextPageToken() != null) {
            throw ChannelException.of(
                            FailureKind.PERMANENT,
                            "more than " + MOST_READ + " mails were sent since the attempt, too many to look through")
                    .withHint("Search Gmail's Sent for the recipient and the subject before sending it again.");
        }
        return null;
    }

    private static boolean isSent(Message head) {
        return head.getLabelIds() != null && head.getLabelIds().contains("SENT");
    }

    /** Null when it is gone meanwhile. */
    private @Nullable Message head(String id) throws ChannelException {
        try {
            return head(client, id);
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    /** A message's labels, date and the fields that may hold our id. */
    static Message head(GmailClient client, String id) throws ChannelException {
        return client.now(
                QuotaBudget.GET,
                gmail -> gmail.users()
                        .messages()
                        .get(GmailClient.ME, id)
                        .setFormat("metadata")
                        .setMetadataHeaders(FIELDS)
                        .execute());
    }

    /** The Message-ID that people see, without brackets; null when it is not there. */
    static @Nullable String wireId(Message head) {
        return id(head, WIRE);
    }

    private static @Nullable String id(Message head, String name) {
        if (head.getPayload() == null || head.getPayload().getHeaders() == null) {
            return null;
        }
        for (MessagePartHeader header : head.getPayload().getHeaders()) {
            String value = header.getValue();
            if (name.equalsIgnoreCase(header.getName()) && value != null) {
                String bare = value.strip();
                return bare.startsWith("<") && bare.endsWith(">") ? bare.substring(1, bare.length() - 1) : bare;
            }
        }
        return null;
    }
}
