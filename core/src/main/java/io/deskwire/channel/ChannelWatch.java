package io.deskwire.channel;

import io.deskwire.failure.ChannelException;

/**
 * Waits for a hint that something new has come (IMAP IDLE). A hint never carries content or cursor; it only makes the
 * fetch happen now. Polling goes on underneath.
 */
public interface ChannelWatch {

    /**
     * Connects, calls {@link Listener#connected} once and {@link Listener#changed} at every hint, until it is interrupted
     * or fails. The engine owns the thread, the back-off and the fetch after every (re)connect.
     *
     * @throws ChannelException when the connection is lost; the engine calls again later
     */
    void run(Listener listener) throws ChannelException;

    /** What a watch reports. */
    interface Listener {
        /** The watch is in place: whatever comes from now on will be noticed. */
        void connected();

        /** Something may have come. */
        void changed();
    }
}
