package io.deskwire.http;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import java.util.Optional;

/**
 * Port: where the refresh tokens of grants are kept, for all nodes that use them. A caller's grant says what stood there when
 * the channel was opened; a person may have connected the account again since, or another node have had the token replaced.
 * Implementations are thread-safe; a failure of theirs is a {@link RuntimeException} and never costs an access token.
 */
public interface GrantStore {

    /** The refresh token that is stored now; empty when the channel is gone or holds none. */
    Optional<Secret> current(Grant grant);

    /**
     * Stores the refresh token that the provider issued in the place of another (RFC 6749 section 6), in one step against
     * all other writers.
     *
     * @param old the token that was used, which must be the one stored
     * @param replacement takes its place
     * @return false when another is stored by now; then nothing was changed
     */
    boolean replace(Grant grant, Secret old, Secret replacement);

    /** Stores nothing: what providers replace is used from memory until the process ends. */
    static GrantStore none() {
        return new GrantStore() {
            @Override
            public Optional<Secret> current(Grant grant) {
                return Optional.empty();
            }

            @Override
            public boolean replace(Grant grant, Secret old, Secret replacement) {
                return true;
            }
        };
    }
}
