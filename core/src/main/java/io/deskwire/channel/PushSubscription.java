package io.deskwire.channel;

import io.deskwire.failure.ChannelException;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a pushed channel alive: a watch or subscription that is renewed, or a look whether the account still works and
 * still sends us anything. Called by one node at a time per channel, on a background thread.
 */
public interface PushSubscription {

    /**
     * Looks after it once. What it proves becomes the channel's inbound health, so it must really ask the provider.
     *
     * @throws ChannelException when the provider cannot be asked or refuses; called again after a while
     */
    Upkeep keep(Instant now) throws ChannelException;

    /**
     * @param next when it wants to be called again
     * @param degraded what is not as configured, in words for an administrator, or null when all is well
     */
    record Upkeep(Instant next, @Nullable String degraded) {
        public Upkeep {
            Objects.requireNonNull(next, "next");
        }
    }
}
