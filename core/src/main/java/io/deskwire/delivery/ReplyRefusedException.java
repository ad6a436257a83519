package io.deskwire.delivery;

import io.deskwire.message.MessageProblem;
import io.deskwire.message.MessageTemplate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An answer cannot be sent, for a reason that the person who wrote it can understand. Nothing was stored. */
public final class ReplyRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    /** Why an answer was refused. */
    public enum Reason {
        /** No such ticket, conversation or channel. */
        NOT_FOUND,
        /** The draft itself: empty, nobody to send to, something the channel cannot carry. */
        INVALID,
        /** The channel is removed, switched off, or has no sending side. */
        CHANNEL_CANNOT_SEND,
        /** The customer has been silent for too long: only templates pass now. */
        WINDOW_CLOSED
    }

    private final Reason reason;
    private final transient List<MessageProblem> problems;
    private final transient @Nullable Instant closedAt;
    private final transient List<MessageTemplate> templates;

    public ReplyRefusedException(Reason reason, String message) {
        this(reason, message, List.of(), null, List.of());
    }

    private ReplyRefusedException(
            Reason reason,
            String message,
            List<MessageProblem> problems,
            @Nullable Instant closedAt,
            List<MessageTemplate> templates) {
        super(message);
        this.reason = reason;
        this.problems = List.copyOf(problems);
        this.closedAt = closedAt;
        this.templates = List.copyOf(templates);
    }

    /** The channel cannot carry the draft; all that is wrong at once. */
    static ReplyRefusedException invalid(List<MessageProblem> problems) {
        return new ReplyRefusedException(
                Reason.INVALID,
                problems.get(0) + (problems.size() > 1 ? "; and " + (problems.size() - 1) + " more" : ""),
                problems,
                null,
                List.of());
    }

    /** Free text does not pass now. */
    static ReplyRefusedException windowClosed(@Nullable Instant closedAt, List<MessageTemplate> templates) {
        return new ReplyRefusedException(
                Reason.WINDOW_CLOSED,
                closedAt == null
                        ? "the customer has never written on this channel, so only an approved template can be sent"
                        : "the service window closed at " + closedAt
                                + ", so only an approved template can be sent until the customer writes again",
                List.of(),
                closedAt,
                templates);
    }

    public Reason reason() {
        return reason;
    }

    /** What of the draft the channel cannot carry; empty for other reasons. */
    public List<MessageProblem> problems() {
        return problems;
    }

    /** When the window closed; empty for other reasons, and when it was never open. */
    public Optional<Instant> closedAt() {
        return Optional.ofNullable(closedAt);
    }

    /** The approved templates of the channel, as far as they are known; empty for other reasons. */
    public List<MessageTemplate> templates() {
        return templates;
    }
}
