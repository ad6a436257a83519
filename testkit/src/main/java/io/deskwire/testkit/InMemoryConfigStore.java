package io.deskwire.testkit;

import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Tenants' channels in memory: for tests and for trying things out. Secrets stand in it as they are. */
public final class InMemoryConfigStore implements ConfigStore {

    private record Id(String tenantId, String channelId) {}

    private final Map<Id, ChannelConfig> channels =
            new TreeMap<>(Comparator.comparing(Id::tenantId).thenComparing(Id::channelId));

    @Override
    public synchronized List<ChannelConfig> all() {
        return List.copyOf(channels.values());
    }

    @Override
    public synchronized List<ChannelConfig> ofTenant(String tenantId) {
        return channels.values().stream()
                .filter(channel -> channel.tenantId().equals(tenantId))
                .toList();
    }

    @Override
    public synchronized Optional<ChannelConfig> find(String tenantId, String channelId) {
        return Optional.ofNullable(channels.get(new Id(tenantId, channelId)));
    }

    @Override
    public synchronized void put(ChannelConfig channel) {
        // Deep: whoever built the documents may go on changing their inner lists and maps.
        ChannelConfig copy = new ChannelConfig(
                channel.tenantId(),
                channel.channelId(),
                channel.provider(),
                copyOf(channel.config()),
                channel.ticketAddress(),
                copyOf(channel.parserConfig()),
                channel.active(),
                channel.readProblems());
        channels.put(new Id(channel.tenantId(), channel.channelId()), copy);
    }

    @Override
    public synchronized boolean replace(ChannelConfig expected, ChannelConfig next) {
        return ConfigStore.super.replace(expected, next);
    }

    @Override
    public synchronized boolean delete(String tenantId, String channelId) {
        return channels.remove(new Id(tenantId, channelId)) != null;
    }

    private static Map<String, Object> copyOf(Map<String, Object> document) {
        Map<String, Object> copy = new LinkedHashMap<>();
        document.forEach((key, value) -> put(copy, key, frozen(value)));
        return copy;
    }

    /** JSON null is null in the tree, which the type of the documents does not say. */
    @SuppressWarnings("NullAway")
    private static void put(Map<String, Object> map, String key, @Nullable Object value) {
        map.put(key, value);
    }

    private static @Nullable Object frozen(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
            map.forEach((key, inner) -> copy.put(key, frozen(inner)));
            return Collections.unmodifiableMap(copy);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> copy = new ArrayList<>();
            list.forEach(inner -> copy.add(frozen(inner)));
            return Collections.unmodifiableList(copy);
        }
        return value;
    }
}
