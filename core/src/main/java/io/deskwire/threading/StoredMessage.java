package io.deskwire.threading;

import io.deskwire.delivery.Delivery;
import io.deskwire.message.Annotation;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundMessage;
import io.deskwire.ticket.TicketRef;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message with what became of it. */
public sealed interface StoredMessage {

    String id();

    String tenantId();

    String channelId();

    /** The conversation, or null for a filtered message that stands alone. */
    @Nullable String conversationId();

    /** When it came to be here; the order of a conversation. */
    Instant storedAt();

    /** What was done to it since: reactions, edits, deletion; in the order in which they were noted. */
    List<Annotation> annotations();

    /**
     * @param decision where it was filed and why
     * @param state what became of it
     * @param stateReason the rule, the sink's words or the dead letter's reason; null when there is nothing to say
     * @param ticket the ticket it stands in, or null
     */
    record Inbound(
            InboundMessage message,
            Decision decision,
            State state,
            @Nullable String stateReason,
            @Nullable TicketRef ticket,
            Instant storedAt,
            List<Annotation> annotations)
            implements StoredMessage {
        /** A message that nothing was done to. */
        public Inbound(
                InboundMessage message,
                Decision decision,
                State state,
                @Nullable String stateReason,
                @Nullable TicketRef ticket,
                Instant storedAt) {
            this(message, decision, state, stateReason, ticket, storedAt, List.of());
        }

        public Inbound {
            annotations = List.copyOf(annotations);
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(decision, "decision");
            Objects.requireNonNull(state, "state");
            Objects.requireNonNull(storedAt, "storedAt");
        }

        /** What became of an inbound message. */
        public enum State {
            /** On its way to the helpdesk. */
            PENDING,
            /** Stands in a ticket. */
            DELIVERED,
            /** Kept, not handed on, by a named rule. */
            FILTERED,
            /** Given up; waits among the dead letters. */
            DEAD_LETTER,
            /** Given up and ended by a person. */
            DISCARDED
        }

        @Override
        public String id() {
            return message.id();
        }

        @Override
        public String tenantId() {
            return message.tenantId();
        }

        @Override
        public String channelId() {
            return message.channelId();
        }

        @Override
        public @Nullable String conversationId() {
            return decision.conversationId();
        }
    }

    /**
     * @param deliveries status per recipient
     * @param attempts how often sending was begun
     * @param nextAttemptAt when it is tried next, or null when nothing is planned
     */
    record Outbound(
            OutboundMessage message,
            List<Delivery> deliveries,
            int attempts,
            @Nullable Instant nextAttemptAt,
            Instant storedAt,
            List<Annotation> annotations)
            implements StoredMessage {
        /** A message that nothing was done to. */
        public Outbound(
                OutboundMessage message,
                List<Delivery> deliveries,
                int attempts,
                @Nullable Instant nextAttemptAt,
                Instant storedAt) {
            this(message, deliveries, attempts, nextAttemptAt, storedAt, List.of());
        }

        public Outbound {
            annotations = List.copyOf(annotations);
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(storedAt, "storedAt");
            deliveries = List.copyOf(deliveries);
        }

        @Override
        public String id() {
            return message.id();
        }

        @Override
        public String tenantId() {
            return message.tenantId();
        }

        @Override
        public String channelId() {
            return message.channelId();
        }

        @Override
        public @Nullable String conversationId() {
            return message.conversationId();
        }
    }
}
