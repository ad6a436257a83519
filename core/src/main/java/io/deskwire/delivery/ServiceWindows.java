package io.deskwire.delivery;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: when each customer last wrote on a channel, by the message's own time, for providers that carry free text only for a
 * while after that. Written through {@link io.deskwire.intake.Settlement.Effect.OpenWindow} and {@link #refused}.
 */
public interface ServiceWindows {

    /**
     * What is known about somebody; of several addresses the newest times count.
     *
     * @param addresses keys of everything they are known by
     */
    Optional<LastWrote> find(String tenantId, String channelId, Collection<String> addresses);

    /** Notes that the provider called the window closed; counts until the customer writes again. Never moves back. */
    void refused(String tenantId, String channelId, Collection<String> addresses, Instant at);

    /**
     * @param at when they last wrote, or null when they never did
     * @param refusedAt when the provider last called the window closed, or null
     */
    record LastWrote(@Nullable Instant at, @Nullable Instant refusedAt) {}
}
