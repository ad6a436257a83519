package io.deskwire.channel;

import io.deskwire.failure.ChannelException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What keeps a channel's pushing alive: a watch or subscription that is renewed, or a look whether the account still works and
 * still sends us anything. Called by one node at a time per channel, on a background thread. Where the channel is read after
 * a cursor too, a failure here only makes it {@code DEGRADED}: polling goes on.
 */
public interface PushSubscription {

    /**
     * Looks after it once. What it proves becomes the channel's inbound health, so it must really ask the provider.
     *
     * @throws ChannelException when the provider cannot be asked or refuses; called again after a while
     */
    Upkeep keep(Instant now) throws ChannelException;

    /**
     * Asks the provider to push no more: the channel was removed or switched off. Best effort, called once at most; what the
     * provider goes on pushing is answered as for a channel that does not exist.
     */
    default void end() throws ChannelException {}

    /** What of it ends by itself, as last learnt; nothing is asked of the provider. */
    default List<Expiry> expiries() {
        return List.of();
    }

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
