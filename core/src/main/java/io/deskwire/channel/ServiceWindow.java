package io.deskwire.channel;

import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The time after a customer's last message in which a channel carries anything; outside of it only templates pass.
 */
public interface ServiceWindow {

    /** How long it stays open after the customer's last message, by that message's own time; safety margin included. */
    Duration length();

    /** Whether a message needs the window to be open; false for templates. */
    boolean needs(OutboundMessage message);

    /**
     * What is sent in place of a message when the window is closed: the template that the tenant chose. Empty when none was
     * chosen or the message cannot be put into it.
     */
    Optional<OutboundMessage> fallback(OutboundMessage message);

    /** The length and nothing else: for channels without a fallback. */
    static ServiceWindow of(Duration length) {
        Objects.requireNonNull(length, "length");
        return new ServiceWindow() {
            @Override
            public Duration length() {
                return length;
            }

            @Override
            public boolean needs(OutboundMessage message) {
                return !(message.rich() instanceof RichContent.Template);
            }

            @Override
            public Optional<OutboundMessage> fallback(OutboundMessage message) {
                return Optional.empty();
            }
        };
    }
}
