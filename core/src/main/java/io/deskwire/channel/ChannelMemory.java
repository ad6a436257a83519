package io.deskwire.channel;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: small facts that a channel's adapter learnt from its provider and wants to find again after a restart and on every
 * node: an id that was looked up, a subscription, the templates. Never secrets. Forgotten when the channel is removed.
 */
public interface ChannelMemory {

    /** What was kept under a name. */
    Optional<String> find(String tenantId, String channelId, String name);

    /**
     * Keeps a value under a name, or forgets it.
     *
     * @param value at most a few hundred kilobytes of text; null forgets
     */
    void put(String tenantId, String channelId, String name, @Nullable String value);

    /** Forgets everything about a channel. */
    void forget(String tenantId, String channelId);

    /** Keeps nothing; for channels opened outside of an installation. */
    static ChannelMemory none() {
        return new ChannelMemory() {
            @Override
            public Optional<String> find(String tenantId, String channelId, String name) {
                return Optional.empty();
            }

            @Override
            public void put(String tenantId, String channelId, String name, @Nullable String value) {
                // Nothing is kept.
            }

            @Override
            public void forget(String tenantId, String channelId) {
                // Nothing was kept.
            }
        };
    }
}
