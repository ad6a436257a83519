package io.deskwire.testkit;

import io.deskwire.delivery.ServiceWindows;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link ServiceWindows} in memory. */
final class MemoryServiceWindows implements ServiceWindows {

    private final MemoryTables tables;
    private final Map<ChannelKey, LastWrote> windows = new HashMap<>();

    MemoryServiceWindows(MemoryTables tables) {
        this.tables = tables;
    }

    void open(String tenantId, String channelId, Collection<String> addresses, Instant from) {
        note(tenantId, channelId, addresses, new LastWrote(from, null));
    }

    @Override
    public void refused(String tenantId, String channelId, Collection<String> addresses, Instant at) {
        note(tenantId, channelId, addresses, new LastWrote(null, at));
    }

    private void note(String tenantId, String channelId, Collection<String> addresses, LastWrote news) {
        synchronized (tables) {
            for (String address : addresses) {
                windows.merge(new ChannelKey(tenantId, channelId, address), news, MemoryServiceWindows::newest);
            }
        }
    }

    @Override
    public Optional<LastWrote> find(String tenantId, String channelId, Collection<String> addresses) {
        synchronized (tables) {
            return addresses.stream()
                    .map(address -> Optional.ofNullable(windows.get(new ChannelKey(tenantId, channelId, address))))
                    .flatMap(Optional::stream)
                    .reduce(MemoryServiceWindows::newest);
        }
    }

    private static LastWrote newest(LastWrote one, LastWrote other) {
        return new LastWrote(newest(one.at(), other.at()), newest(one.refusedAt(), other.refusedAt()));
    }

    private static @Nullable Instant newest(@Nullable Instant one, @Nullable Instant other) {
        if (one == null) {
            return other;
        }
        return other == null || one.isAfter(other) ? one : other;
    }

    int forget(String tenantId) {
        int before = windows.size();
        windows.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        return before - windows.size();
    }
}
