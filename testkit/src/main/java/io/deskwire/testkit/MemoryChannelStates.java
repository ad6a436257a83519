package io.deskwire.testkit;

import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelStates;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** {@link ChannelStates} in memory. */
final class MemoryChannelStates implements ChannelStates {

    private final Map<TenantKey, ChannelState> states = new LinkedHashMap<>();

    @Override
    public synchronized Optional<ChannelState> find(String tenantId, String channelId) {
        return Optional.ofNullable(states.get(new TenantKey(tenantId, channelId)));
    }

    @Override
    public synchronized List<ChannelState> ofTenant(String tenantId) {
        return states.values().stream()
                .filter(state -> state.tenantId().equals(tenantId))
                .toList();
    }

    @Override
    public synchronized ChannelState update(
            String tenantId, String channelId, Instant now, UnaryOperator<ChannelState> change) {
        TenantKey key = new TenantKey(tenantId, channelId);
        ChannelState before = states.get(key);
        ChannelState after = change.apply(before == null ? ChannelState.fresh(tenantId, channelId, now) : before);
        states.put(key, after);
        return after;
    }

    @Override
    public synchronized void remove(String tenantId, String channelId) {
        states.remove(new TenantKey(tenantId, channelId));
    }

    synchronized int forget(String tenantId) {
        int before = states.size();
        states.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        return before - states.size();
    }
}
