package io.deskwire.testkit;

import io.deskwire.channel.ChannelState;
import io.deskwire.channel.ChannelStates;
import io.deskwire.channel.ChannelTransition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** {@link ChannelStates} in memory. */
final class MemoryChannelStates implements ChannelStates {

    private final Map<TenantKey, ChannelState> states = new LinkedHashMap<>();
    /** The newest first. */
    private final Map<TenantKey, List<ChannelTransition>> transitions = new HashMap<>();

    private final Map<TenantKey, NavigableMap<Instant, Long>> arrivals = new HashMap<>();

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
        ChannelState known = states.get(key);
        ChannelState before = known == null ? ChannelState.fresh(tenantId, channelId, now) : known;
        ChannelState after = change.apply(before);
        states.put(key, after);
        List<ChannelTransition> kept = transitions.computeIfAbsent(key, k -> new ArrayList<>());
        ChannelTransition.between(before, after, now).forEach(transition -> kept.add(0, transition));
        if (kept.size() > KEPT_TRANSITIONS) {
            kept.subList(KEPT_TRANSITIONS, kept.size()).clear();
        }
        return after;
    }

    @Override
    public synchronized void remove(String tenantId, String channelId) {
        TenantKey key = new TenantKey(tenantId, channelId);
        states.remove(key);
        transitions.remove(key);
        arrivals.remove(key);
    }

    @Override
    public synchronized List<ChannelTransition> transitions(String tenantId, String channelId, int limit) {
        return transitions.getOrDefault(new TenantKey(tenantId, channelId), List.of()).stream()
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized void arrived(String tenantId, String channelId, Instant at, long items) {
        Instant hour = at.truncatedTo(ChronoUnit.HOURS);
        NavigableMap<Instant, Long> hours =
                arrivals.computeIfAbsent(new TenantKey(tenantId, channelId), k -> new TreeMap<>());
        hours.merge(hour, items, Long::sum);
        hours.headMap(hour.minus(KEPT_ARRIVALS), false).clear();
    }

    @Override
    public synchronized Map<String, NavigableMap<Instant, Long>> arrivals(String tenantId, Instant from) {
        Map<String, NavigableMap<Instant, Long>> found = new HashMap<>();
        arrivals.forEach((key, hours) -> {
            NavigableMap<Instant, Long> wanted = new TreeMap<>(hours.tailMap(from, true));
            if (key.tenantId().equals(tenantId) && !wanted.isEmpty()) {
                found.put(key.id(), wanted);
            }
        });
        return found;
    }

    synchronized int forget(String tenantId) {
        int before = states.size() + arrivals.size();
        states.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        transitions.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        arrivals.keySet().removeIf(key -> key.tenantId().equals(tenantId));
        return before - states.size() - arrivals.size();
    }
}
