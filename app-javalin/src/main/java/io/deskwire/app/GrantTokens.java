package io.deskwire.app;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.OAuthTokens;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Access tokens for channels that sign in by OAuth. Made when the first one asks: most installations start without. */
final class GrantTokens implements AccessTokens {

    private static final String FIELD = "refresh_token";

    private final EgressPolicy egress;
    private final ConfigStore config;
    private final Clock clock;
    private @Nullable OAuthTokens tokens;

    GrantTokens(EgressPolicy egress, ConfigStore config, Clock clock) {
        this.egress = egress;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Secret token(Grant grant, @Nullable Secret refused) throws ChannelException {
        return tokens().token(grant, refused);
    }

    private synchronized OAuthTokens tokens() {
        if (tokens == null) {
            tokens = new OAuthTokens(new HttpTransport(egress), clock, this::replaced);
        }
        return tokens;
    }

    /** Providers that replace refresh tokens refuse the old one after a while. */
    private void replaced(Grant grant, Secret refreshToken) {
        ChannelConfig stored = config.find(grant.tenantId(), grant.channelId()).orElse(null);
        if (stored == null || grant.refreshToken() == null || !holds(stored, grant.refreshToken())) {
            // Somebody configured another grant meanwhile.
            return;
        }
        Map<String, Object> document = new LinkedHashMap<>(stored.config());
        document.put(FIELD, refreshToken.reveal());
        config.put(new ChannelConfig(
                stored.tenantId(),
                stored.channelId(),
                stored.provider(),
                document,
                stored.ticketAddress(),
                stored.parserConfig(),
                stored.active(),
                List.of()));
    }

    private static boolean holds(ChannelConfig stored, Secret refreshToken) {
        Object value = stored.config().get(FIELD);
        List<Object> values = value instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
        if (value instanceof String) {
            values.add(value);
        }
        return values.stream()
                .anyMatch(v -> v instanceof String text && Secret.of(text).equals(refreshToken));
    }
}
