package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.Outbound;
import io.deskwire.channel.SendResult;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import java.util.Map;
import java.util.Optional;

/**
 * Looks for a message among the domain's events by its Message-ID. Events can show up as late as half an hour after they
 * happened, so that finding none proves nothing and is never taken for proof.
 */
final class EventLookup implements Outbound.SentLookup {

    private final MailgunApi api;

    EventLookup(MailgunApi api) {
        this.api = api;
    }

    @Override
    public Optional<SendResult.HandedOver> find(OutboundMessage message) throws ChannelException {
        Map<String, Object> events =
                api.get(api.ofDomain("/events?limit=25&message-id=" + MailgunApi.escaped(message.messageId())));
        for (Object item : Tree.list(events, "items")) {
            Map<String, Object> headers = Tree.object(Tree.object(Tree.object(item), "message"), "headers");
            if (message.messageId().equals(Mailboxes.bare(Tree.word(headers, "message-id")))) {
                return Optional.of(MailgunOutbound.handedOver(message.messageId(), message.recipients()));
            }
        }
        throw ChannelException.of(
                        FailureKind.NOT_FOUND,
                        "Mailgun shows no event of the message, which may still come within half an hour")
                .withHint(
                        "Its events tell by themselves when they come; look into Mailgun's log before sending it again.");
    }
}
