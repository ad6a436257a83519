package io.deskwire.intake;

import io.deskwire.message.Annotation;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundMessage;
import io.deskwire.threading.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The one visible outcome of a stored item, or what comes next on the way to it. */
public sealed interface Settlement {

    /**
     * It is a message of a conversation and is handed to the helpdesk. The store answers whether the message was new: when
     * its dedupe key is known on this channel the item becomes a duplicate of that message and nothing else changes. The
     * same holds for {@link Filtered}.
     *
     * @param message decoded
     * @param decision which conversation, and why; says whether it is a new one
     * @param participants keys of the people this message brings into the conversation
     * @param effects what else becomes true with it, in the same transaction
     */
    record Filed(InboundMessage message, Decision decision, Set<String> participants, List<Effect> effects)
            implements Settlement {
        public Filed {
            participants = Set.copyOf(participants);
            effects = List.copyOf(effects);
        }

        /** A message with no further effect. */
        public Filed(InboundMessage message, Decision decision, Set<String> participants) {
            this(message, decision, participants, List.of());
        }
    }

    /**
     * It is kept and shown but not handed to the helpdesk.
     *
     * @param message decoded
     * @param decision its conversation if it belongs to one, and why it was filtered
     * @param rule name of the rule
     * @param effects what else becomes true with it, in the same transaction
     */
    record Filtered(InboundMessage message, Decision decision, String rule, List<Effect> effects)
            implements Settlement {
        public Filtered {
            effects = List.copyOf(effects);
        }

        /** An item with no further effect. */
        public Filtered(InboundMessage message, Decision decision, String rule) {
            this(message, decision, rule, List.of());
        }
    }

    /**
     * It is a message of a conversation, and waits among the dead letters for a person who hands it to the helpdesk or ends
     * it. Stored as {@link Filed}, its files fetched, with a dead letter of the stage {@code DELIVERY} in place of the
     * delivery; what is known already is a duplicate here too.
     *
     * @param message decoded
     * @param decision which conversation, and why
     * @param participants as for {@link Filed}
     * @param effects what else becomes true with it, in the same transaction
     * @param reason in words an administrator understands
     */
    record Quarantined(
            InboundMessage message, Decision decision, Set<String> participants, List<Effect> effects, String reason)
            implements Settlement {
        public Quarantined {
            Objects.requireNonNull(reason, "reason");
            participants = Set.copyOf(participants);
            effects = List.copyOf(effects);
        }
    }

    /** What becomes true together with an item's outcome; nothing of it when the item turns out to be a duplicate. */
    sealed interface Effect {

        /** Something was done to a message that is here. */
        record Annotate(String messageId, Annotation annotation) implements Effect {}

        /** People are part of conversations from now on; keys as in {@link Filed#participants}. */
        record Join(Set<String> conversationIds, Set<String> participants) implements Effect {
            public Join {
                conversationIds = Set.copyOf(conversationIds);
                participants = Set.copyOf(participants);
            }
        }

        /**
         * A message that the tenant sent elsewhere now stands in its conversation as an outbound one that was sent.
         *
         * @param sent with the network's id as its message id
         */
        record Echo(OutboundMessage sent) implements Effect {}

        /**
         * The customer's service window on the channel is open from this time; never moves back.
         *
         * @param addresses keys of everything the customer is known by
         * @param from the message's own time
         */
        record OpenWindow(Set<String> addresses, Instant from) implements Effect {
            public OpenWindow {
                addresses = Set.copyOf(addresses);
            }
        }

        /** Each of these is counted once ({@link io.deskwire.work.Tallies}). */
        record Count(Set<String> names, Instant at) implements Effect {
            public Count {
                names = Set.copyOf(names);
            }
        }
    }

    /** It failed and is tried again at a time. */
    record Retry(Instant at, String reason) implements Settlement {}

    /**
     * It failed for good, or too often.
     *
     * @param reason in words an administrator understands
     * @param detail technical detail, or null
     */
    record DeadLetter(String reason, @Nullable String detail) implements Settlement {
        public DeadLetter {
            Objects.requireNonNull(reason, "reason");
        }
    }
}
