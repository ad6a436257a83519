package io.deskwire.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A tenant's channel as its administrator wrote it. The documents are plain Java trees: {@code Map<String, Object>},
 * {@code List<Object>}, {@code String}, {@code Boolean}, {@code Number} and null, kept verbatim with unknown fields.
 *
 * @param tenantId the tenant; never blank
 * @param channelId the channel; unique within the tenant; never blank
 * @param provider type id such as {@code imap}
 * @param config the provider's document; secrets in it are readable here and encrypted where they are stored
 * @param ticketAddress the address customers write to and answers come from, or null
 * @param parserConfig rules, filters, routing; empty when there are none
 * @param active false when the tenant switched the channel off
 * @param readProblems what made the stored document unreadable; empty for a readable one
 */
public record ChannelConfig(
        String tenantId,
        String channelId,
        String provider,
        Map<String, Object> config,
        @Nullable String ticketAddress,
        Map<String, Object> parserConfig,
        boolean active,
        List<ConfigProblem> readProblems) {
    public ChannelConfig {
        requireId(tenantId, "tenant id");
        requireId(channelId, "channel id");
        Objects.requireNonNull(provider, "provider");
        // Documents may hold JSON nulls, which Map.copyOf refuses.
        config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
        parserConfig = Collections.unmodifiableMap(new LinkedHashMap<>(parserConfig));
        readProblems = List.copyOf(readProblems);
    }

    /** A readable, active channel without rules. */
    public static ChannelConfig of(
            String tenantId,
            String channelId,
            String provider,
            Map<String, Object> config,
            @Nullable String ticketAddress) {
        return new ChannelConfig(tenantId, channelId, provider, config, ticketAddress, Map.of(), true, List.of());
    }

    private static void requireId(String id, String what) {
        if (id.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank");
        }
    }

    /** Without the documents: they hold secrets. */
    @Override
    public String toString() {
        return "ChannelConfig[" + tenantId + "/" + channelId + ", " + provider + (active ? "]" : ", inactive]");
    }
}
