package io.deskwire.intake;

import io.deskwire.message.InboundMessage;
import io.deskwire.threading.Decision;
import java.time.Instant;
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
     */
    record Filed(InboundMessage message, Decision decision, Set<String> participants) implements Settlement {
        public Filed {
            participants = Set.copyOf(participants);
        }
    }

    /**
     * It is kept and shown but not handed to the helpdesk.
     *
     * @param message decoded
     * @param decision its conversation if it belongs to one, and why it was filtered
     * @param rule name of the rule
     */
    record Filtered(InboundMessage message, Decision decision, String rule) implements Settlement {}

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
