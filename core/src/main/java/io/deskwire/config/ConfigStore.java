package io.deskwire.config;

import java.util.List;
import java.util.Optional;

/**
 * Where tenants' channels are kept. An embedder implements this over its own tables; a read-only store may refuse
 * {@link #put} and {@link #delete} with {@link UnsupportedOperationException}.
 *
 * <p>Implementations are thread-safe and answer with what is stored now: the engine compares {@link #all} every few
 * seconds and so notices what anybody else wrote. A document that cannot be read is returned with
 * {@link ChannelConfig#readProblems} and never hides the others.
 */
public interface ConfigStore {

    /** Every channel of every tenant, active or not. The one look-up without a tenant; only the engine uses it. */
    List<ChannelConfig> all();

    /** The channels of one tenant, in order of channel id. */
    List<ChannelConfig> ofTenant(String tenantId);

    /** One channel. */
    Optional<ChannelConfig> find(String tenantId, String channelId);

    /** Creates or replaces a channel. */
    void put(ChannelConfig channel);

    /**
     * Replaces a channel that still stands as it was read. For what programs change by themselves, such as a refresh token
     * that a provider replaced: of several who try at once one must win. By itself this compares and then puts, which is
     * good enough for one process; a store that several nodes share should do both in one step.
     *
     * @param expected as {@link #find} answered it
     * @param next for the same tenant and channel
     * @return false when something else stands there now; then nothing was stored
     */
    default boolean replace(ChannelConfig expected, ChannelConfig next) {
        if (!find(expected.tenantId(), expected.channelId()).equals(Optional.of(expected))) {
            return false;
        }
        put(next);
        return true;
    }

    /** Removes a channel; returns whether there was one. What it received stays. */
    boolean delete(String tenantId, String channelId);
}
