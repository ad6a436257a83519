package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.ToldTime;
import io.deskwire.adapter.cloud.common.Tree;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds sent messages by the metadata that they carry. Postmark does not promise that its activity shows a message at once, so
 * that for a while after an attempt only what is found is certain.
 */
final class SentSearch implements Outbound.SentLookup {

    private static final Duration SHOWN_BY = Duration.ofMinutes(10);
    private static final int MOST_REMEMBERED = 1000;

    private final PostmarkApi api;
    private final ToldTime time;

    /** Attempts of this process by Message-ID; what another one began is older than its lease. */
    private final Map<String, Instant> attempts = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    SentSearch(PostmarkApi api, ToldTime time) {
        this.api = api;
        this.time = time;
    }

    void attempted(OutboundMessage message) {
        synchronized (attempts) {
            attempts.put(message.messageId(), time.instant());
        }
    }

    /** How the attempt ended is known. */
    void settled(OutboundMessage message) {
        synchronized (attempts) {
            attempts.remove(message.messageId());
        }
    }

    @Override
    public Optional<HandedOver> find(OutboundMessage message) throws ChannelException {
        List<Map<String, Object>> found = api
                .sent(api.settings().messageStream(), Correlation.MESSAGE, Correlation.firstPiece(message.messageId()))
                .stream()
                .filter(sent -> isIt(sent, message))
                .toList();
        if (found.isEmpty()) {
            requireShown(message);
            return Optional.empty();
        }
        settled(message);
        String id = Tree.word(found.get(0), "MessageID");
        Set<String> recipients = new HashSet<>();
        found.forEach(sent -> recipients(sent, recipients));
        return Optional.of(new HandedOver(
                id,
                id == null ? null : PostmarkOutbound.wireId(id),
                message.recipients().stream()
                        .map(recipient -> result(recipient, recipients))
                        .toList()));
    }

    private void requireShown(OutboundMessage message) throws ChannelException {
        Instant attempt;
        synchronized (attempts) {
            attempt = attempts.get(message.messageId());
        }
        if (attempt != null && time.instant().isBefore(attempt.plus(SHOWN_BY))) {
            throw ChannelException.of(
                    FailureKind.TRANSIENT, "Postmark does not show the message, which so soon proves nothing");
        }
    }

    /** The search compares the first piece of a long id only; newer answers repeat all of it. */
    private static boolean isIt(Map<String, Object> sent, OutboundMessage message) {
        String id = Correlation.messageId(sent);
        return id == null || id.equals(message.messageId());
    }

    private static void recipients(Map<String, Object> sent, Set<String> into) {
        for (Object recipient : Tree.list(sent, "Recipients")) {
            String address = Tree.text(recipient);
            if (address != null) {
                into.add(Mailboxes.bare(address).toLowerCase(Locale.ROOT));
            }
        }
    }

    /** One that Postmark left out will not get it. */
    private static RecipientResult result(Address recipient, Set<String> recipients) {
        String value = recipient.value().toLowerCase(Locale.ROOT);
        boolean sent = recipients.isEmpty()
                || recipients.contains(value)
                || recipients.contains(EmailBody.ascii(value).toLowerCase(Locale.ROOT));
        return sent
                ? PostmarkOutbound.sent(recipient)
                : new RecipientResult(
                        recipient, DeliveryStatus.REJECTED, "406", "Postmark did not take this recipient");
    }
}
