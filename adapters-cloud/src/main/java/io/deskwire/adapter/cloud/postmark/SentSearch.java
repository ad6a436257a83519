package io.deskwire.adapter.cloud.postmark;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult.HandedOver;
import io.deskwire.channel.SendResult.RecipientResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.OutboundMessage;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds sent messages by the metadata that they carry. Postmark's activity shows a message some time after it was taken, and
 * nobody promises how soon; when the last attempt was, another process may know alone, before a restart or on another node.
 * So finding none proves nothing and is never taken for proof that nothing was sent.
 */
final class SentSearch implements Outbound.SentLookup {

    private final PostmarkApi api;

    SentSearch(PostmarkApi api) {
        this.api = api;
    }

    @Override
    public Optional<HandedOver> find(OutboundMessage message) throws ChannelException {
        List<Map<String, Object>> found = api
                .sent(api.settings().messageStream(), Correlation.MESSAGE, Correlation.firstPiece(message.messageId()))
                .stream()
                .filter(sent -> isIt(sent, message))
                .toList();
        if (found.isEmpty()) {
            throw ChannelException.of(
                            FailureKind.NOT_FOUND,
                            "Postmark does not show the message, which may still appear in its activity")
                    .withHint(
                            "Its events tell by themselves when they come; look into the activity of the message stream"
                                    + " before sending it again.");
        }
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

    /** The search compares the first piece of a long id only; whether the rest fits too, older answers do not tell. */
    private static boolean isIt(Map<String, Object> sent, OutboundMessage message) {
        String id = Correlation.messageId(sent);
        return id == null
                ? Correlation.firstPiece(message.messageId()).equals(message.messageId())
                : id.equals(message.messageId());
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
