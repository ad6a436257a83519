package io.deskwire.engine;

import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The servers whose verdicts on senders a channel believes ({@code authserv_ids}, RFC 8601 section 2.5). Kept with each item,
 * so that it is read again as it was read first.
 *
 * @param names separated by spaces; empty when none are configured, and then an adapter's own default stands
 */
record TrustedServers(String names) {

    private static final String FIELD = "authserv_ids";

    static TrustedServers of(ChannelConfig channel) {
        Object value = channel.config().get(FIELD);
        List<String> names = new ArrayList<>();
        for (Object each : value instanceof List<?> list ? list : value == null ? List.of() : List.of(value)) {
            if (each instanceof String name && !name.isBlank()) {
                names.add(name.strip());
            }
        }
        return new TrustedServers(String.join(" ", names));
    }

    List<RawItem> named(List<RawItem> items) {
        return names.isEmpty() ? items : items.stream().map(this::named).toList();
    }

    private RawItem named(RawItem item) {
        Map<String, String> meta = new HashMap<>(item.meta());
        meta.put(FIELD, names);
        return new RawItem(item.sourceKey(), item.format(), item.envelope(), item.receivedAt(), meta, item.body());
    }
}
