package io.deskwire.app;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.Secret;
import io.deskwire.http.GrantStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The refresh tokens in the channels' documents. */
final class StoredGrants implements GrantStore {

    private static final String FIELD = "refresh_token";

    /** How often somebody else may change another field of the channel meanwhile. */
    private static final int MOST_RIVALS = 10;

    private final ConfigStore config;

    StoredGrants(ConfigStore config) {
        this.config = config;
    }

    @Override
    public Optional<Secret> current(Grant grant) {
        List<Secret> stored = config.find(grant.tenantId(), grant.channelId())
                .map(StoredGrants::tokens)
                .orElse(List.of());
        // Of the two in a rotation the caller's own, while it is there.
        return stored.contains(grant.refreshToken())
                ? Optional.ofNullable(grant.refreshToken())
                : stored.stream().findFirst();
    }

    @Override
    public boolean replace(Grant grant, Secret old, Secret replacement) {
        for (int i = 0; i < MOST_RIVALS; i++) {
            ChannelConfig stored =
                    config.find(grant.tenantId(), grant.channelId()).orElse(null);
            if (stored == null || !tokens(stored).contains(old)) {
                // Another node was first, or somebody configured another grant.
                return false;
            }
            if (config.replace(stored, with(stored, old, replacement))) {
                return true;
            }
        }
        throw new IllegalStateException("the channel was changed " + MOST_RIVALS + " times meanwhile");
    }

    private static ChannelConfig with(ChannelConfig stored, Secret old, Secret replacement) {
        Map<String, Object> document = new LinkedHashMap<>(stored.config());
        document.computeIfPresent(FIELD, (name, value) -> {
            if (!(value instanceof List<?> list)) {
                return replacement.reveal();
            }
            List<Object> entries = new ArrayList<>(list);
            entries.replaceAll(entry -> isToken(entry, old) ? replacement.reveal() : entry);
            return entries;
        });
        return new ChannelConfig(
                stored.tenantId(),
                stored.channelId(),
                stored.provider(),
                document,
                stored.ticketAddress(),
                stored.parserConfig(),
                stored.active(),
                stored.readProblems());
    }

    private static boolean isToken(Object entry, Secret token) {
        return entry instanceof String text && Secret.of(text).equals(token);
    }

    private static List<Secret> tokens(ChannelConfig stored) {
        Object value = stored.config().get(FIELD);
        List<?> entries = value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
        List<Secret> tokens = new ArrayList<>();
        for (Object entry : entries) {
            if (entry instanceof String text && !text.isEmpty()) {
                tokens.add(Secret.of(text));
            }
        }
        return tokens;
    }
}
