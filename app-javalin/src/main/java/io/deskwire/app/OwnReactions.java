package io.deskwire.app;

import io.deskwire.message.Annotation;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import io.deskwire.threading.StoredMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reactions that agents sent are messages of their own; here they stand on the messages they are on, like customers' ones. */
public final class OwnReactions {

    private OwnReactions() {}

    /**
     * The messages of a conversation, with the reactions of ours that did not fail noted on those they are on.
     *
     * @param conversation all of it, in order
     */
    public static List<StoredMessage> noted(List<StoredMessage> conversation) {
        Map<String, List<Annotation>> ours = new HashMap<>();
        for (StoredMessage message : conversation) {
            if (message instanceof StoredMessage.Outbound outbound
                    && outbound.message().rich() instanceof RichContent.Reaction reaction
                    && outbound.deliveries().stream()
                            .noneMatch(delivery -> delivery.status().isFailure())) {
                OutboundMessage sent = outbound.message();
                ours.computeIfAbsent(reaction.messageId(), id -> new ArrayList<>())
                        .add(new Annotation(Annotation.Kind.REACTION, sent.from(), reaction.emoji(), sent.createdAt()));
            }
        }
        return ours.isEmpty()
                ? conversation
                : conversation.stream().map(message -> noted(message, ours)).toList();
    }

    private static StoredMessage noted(StoredMessage message, Map<String, List<Annotation>> ours) {
        if (!(message instanceof StoredMessage.Inbound inbound) || !ours.containsKey(message.id())) {
            return message;
        }
        List<Annotation> all = new ArrayList<>(inbound.annotations());
        all.addAll(ours.getOrDefault(message.id(), List.of()));
        return new StoredMessage.Inbound(
                inbound.message(),
                inbound.decision(),
                inbound.state(),
                inbound.stateReason(),
                inbound.ticket(),
                inbound.storedAt(),
                all);
    }
}
