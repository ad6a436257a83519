package io.deskwire.channel;

import java.util.Optional;

/** One opened channel. A capability is an object that is there or not, never a method that throws. */
public interface Channel extends AutoCloseable {

    /** Reading after a cursor. */
    default Optional<InboundChannel> inbound() {
        return Optional.empty();
    }

    /** Hints that something came. */
    default Optional<ChannelWatch> watch() {
        return Optional.empty();
    }

    /** Sending. */
    default Optional<Outbound> outbound() {
        return Optional.empty();
    }

    /** The staged connection test. */
    default Optional<ConnectionTest> test() {
        return Optional.empty();
    }

    /** Ends its connections; calling it again does nothing. */
    @Override
    void close();
}
