package io.deskwire.app;

import io.deskwire.app.oauth.CodeExchange;
import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.ConfigStore;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.OAuthTokens;
import io.deskwire.http.OAuthTokens.Consented;
import java.net.URI;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Access tokens for channels that sign in by OAuth. Made when the first one asks: most installations start without. */
final class GrantTokens implements AccessTokens, CodeExchange {

    private final EgressPolicy egress;
    private final ConfigStore config;
    private final Clock clock;
    private final OAuthTokens.Listener listener;
    private @Nullable OAuthTokens tokens;

    GrantTokens(EgressPolicy egress, ConfigStore config, Clock clock, OAuthTokens.Listener listener) {
        this.egress = egress;
        this.config = config;
        this.clock = clock;
        this.listener = listener;
    }

    @Override
    public Secret token(Grant grant, @Nullable Secret refused) throws ChannelException {
        return tokens().token(grant, refused);
    }

    @Override
    public Consented exchange(Grant client, Secret code, URI redirectUri, Secret verifier) throws ChannelException {
        return tokens().exchange(client, code, redirectUri, verifier);
    }

    private synchronized OAuthTokens tokens() {
        if (tokens == null) {
            tokens = new OAuthTokens(new HttpTransport(egress), clock, new StoredGrants(config), listener);
        }
        return tokens;
    }
}
