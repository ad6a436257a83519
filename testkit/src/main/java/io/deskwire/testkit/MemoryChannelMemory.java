package io.deskwire.testkit;

import io.deskwire.channel.ChannelMemory;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link ChannelMemory} in memory. */
final class MemoryChannelMemory implements ChannelMemory {

    private final Map<ChannelKey, String> values = new HashMap<>();

    @Override
    public synchronized Optional<String> find(String tenantId, String channelId, String name) {
        return Optional.ofNullable(values.get(new ChannelKey(tenantId, channelId, name)));
    }

    @Override
    public synchronized void put(String tenantId, String channelId, String name, @Nullable String value) {
        ChannelKey key = new ChannelKey(tenantId, channelId, name);
        if (value == null) {
            values.remove(key);
        } else {
            values.put(key, value);
        }
    }

    @Override
    public synchronized void forget(String tenantId, String channelId) {
        values.keySet()
                .removeIf(key ->
                        key.tenantId().equals(tenantId) && key.channelId().equals(channelId));
    }

    synchronized int forget(String tenantId) {
        int before = values.size();
        values.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        return before - values.size();
    }
}
