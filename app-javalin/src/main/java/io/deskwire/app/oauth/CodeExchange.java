package io.deskwire.app.oauth;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.OAuthTokens.Consented;
import java.net.URI;

/** Turns the code that a consent brought into tokens. */
@FunctionalInterface
public interface CodeExchange {

    /**
     * One request to the token endpoint.
     *
     * @throws ChannelException when it refuses or cannot answer
     */
    Consented exchange(Grant client, Secret code, URI redirectUri, Secret verifier) throws ChannelException;
}
