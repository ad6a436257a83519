package io.deskwire.http;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One tenant's stored refresh token, shared by all nodes of a test. */
final class KeptGrants implements GrantStore {

    private final AtomicReference<@Nullable Secret> stored = new AtomicReference<>();
    private volatile boolean away;
    private volatile boolean refusing;

    static KeptGrants of(Secret refreshToken) {
        KeptGrants grants = new KeptGrants();
        grants.stored.set(refreshToken);
        return grants;
    }

    void put(Secret refreshToken) {
        stored.set(refreshToken);
    }

    void away(boolean isAway) {
        away = isAway;
    }

    /** Whether nothing is replaced, though the old token is there. */
    void refusing(boolean isRefusing) {
        refusing = isRefusing;
    }

    String text() {
        Secret now = stored.get();
        return now == null ? "" : now.reveal();
    }

    @Override
    public Optional<Secret> current(Grant grant) {
        requirePresent();
        return Optional.ofNullable(stored.get());
    }

    @Override
    public boolean replace(Grant grant, Secret old, Secret replacement) {
        requirePresent();
        Secret now = stored.get();
        return !refusing && old.equals(now) && stored.compareAndSet(now, replacement);
    }

    private void requirePresent() {
        if (away) {
            throw new IllegalStateException("store away");
        }
    }
}
