package io.deskwire.message;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * That a message was passed on, and what it says of the one it passes on. Anybody can write such a thing: it is offered to
 * people, and decides nothing by itself.
 *
 * @param kind how it was passed on
 * @param from who wrote the original, or null when it does not say; {@link Correspondents#from} stays who sent this message
 * @param at when the original was sent, or null when that is not said or cannot be read
 * @param date the same as it stands there, or null
 * @param subject the original's subject, or null
 * @param to whom the original went to
 * @param by who passed it on, where that is another than {@link Correspondents#from}; or null
 */
public record Forward(
        Kind kind,
        @Nullable Address from,
        @Nullable Instant at,
        @Nullable String date,
        @Nullable String subject,
        List<Address> to,
        @Nullable Address by) {

    /** Ways to pass a message on. */
    public enum Kind {
        /** Its text stands below what the forwarder wrote. */
        INLINE,
        /** It is a file of the message. */
        ATTACHED,
        /** A person sent it on as it was (RFC 5322 section 3.6.6): the author is still its author. */
        RESENT,
        /** A mailbox sends on what comes in: the author is still its author. */
        AUTOMATIC
    }

    public Forward {
        Objects.requireNonNull(kind, "kind");
        to = List.copyOf(to);
    }

    /** Whether somebody forwards what somebody else wrote in a message of their own. */
    public boolean isWithin() {
        return kind == Kind.INLINE || kind == Kind.ATTACHED;
    }
}
