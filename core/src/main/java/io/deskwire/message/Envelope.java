package io.deskwire.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who the transport says a message is from and for, as opposed to its header. Routing uses this first.
 *
 * @param sender the envelope sender (RFC 5321 MAIL FROM); empty for the null sender of automatic mail, null when unknown
 * @param recipients the addresses this copy was received for; empty when the transport does not say
 */
public record Envelope(@Nullable String sender, List<String> recipients) {
    public Envelope {
        recipients = List.copyOf(recipients);
    }

    /** For transports that hand over a message without its envelope. */
    public static Envelope unknown() {
        return new Envelope(null, List.of());
    }
}
