package io.deskwire.channel;

/**
 * Where a channel notes what it asks of its provider and what comes of it, one short line each, for whoever finds out why it
 * does not work. A line names commands, hosts, states, sizes and times: never a secret, an address, a subject or a body.
 */
@FunctionalInterface
public interface ProtocolLog {

    /** Notes a line. Quick, and never throws. */
    void note(String line);

    /**
     * An HTTP call to the provider ended. Quick, and never throws.
     *
     * @param status of the answer, or 0 when there was none
     */
    default void answered(int status) {}

    /** Keeps nothing. */
    static ProtocolLog none() {
        return line -> {};
    }
}
