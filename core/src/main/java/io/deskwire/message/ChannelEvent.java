package io.deskwire.message;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an item says about messages or people that are known already. An item that carries one is not a message of its own and
 * never opens a ticket. Targets are named by the id that the network gave them; they may be unknown here, or come later.
 */
public sealed interface ChannelEvent {

    /**
     * Somebody put an emoji on a message, in place of an earlier one of theirs, or took it away.
     *
     * @param targetId the network's id of the message
     * @param emoji the emoji, or null when it was taken away
     */
    record Reaction(String targetId, @Nullable String emoji) implements ChannelEvent {
        public Reaction {
            Objects.requireNonNull(targetId, "targetId");
        }
    }

    /**
     * The author changed a message.
     *
     * @param targetId the network's id of the message
     * @param text what it says now
     */
    record Edit(String targetId, String text) implements ChannelEvent {
        public Edit {
            Objects.requireNonNull(targetId, "targetId");
            Objects.requireNonNull(text, "text");
        }
    }

    /**
     * The author took a message back.
     *
     * @param targetId the network's id of the message
     */
    record Deletion(String targetId) implements ChannelEvent {
        public Deletion {
            Objects.requireNonNull(targetId, "targetId");
        }
    }

    /** News about messages of ours; {@link ParsedMessage#reports} holds it. */
    record StatusUpdate() implements ChannelEvent {}

    /**
     * Something a recipient, or a machine on their way, did with a message of ours that is no delivery status.
     *
     * @param originalMessageId Message-ID or correlation id of our message, or null when it is not told
     * @param providerMessageId the provider's id of it, or null
     * @param kind what was done
     * @param recipient who did it, or null when it is not told
     * @param text what {@link Annotation#text} says of the kind, or null
     */
    record Engagement(
            @Nullable String originalMessageId,
            @Nullable String providerMessageId,
            Annotation.Kind kind,
            @Nullable Address recipient,
            @Nullable String text)
            implements ChannelEvent {
        public Engagement {
            Objects.requireNonNull(kind, "kind");
        }
    }

    /**
     * A person is reached under other addresses from now on; {@link Correspondents#from} of the item is one of the new ones.
     *
     * @param before addresses that are no longer theirs
     * @param after addresses that are; empty when the network named none
     */
    record IdentityChange(List<Address> before, List<Address> after) implements ChannelEvent {
        public IdentityChange {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }

    /** A message that the tenant's own staff wrote elsewhere, such as in the phone's app; {@code people.to} is the customer. */
    record Echo() implements ChannelEvent {}

    /** The customer called by voice; like a message it opens the service window. {@code people.from} is the customer. */
    record Call() implements ChannelEvent {}

    /**
     * Something about the account, a number or a template.
     *
     * @param topic the provider's name for it, such as {@code message_template_status_update}
     * @param details the provider's data as a plain tree
     */
    record Notice(String topic, Map<String, Object> details) implements ChannelEvent {
        public Notice {
            Objects.requireNonNull(topic, "topic");
            Objects.requireNonNull(details, "details");
        }
    }
}
