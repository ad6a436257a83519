package io.deskwire.channel;

import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a person lets a channel into a mailbox: the authorization code flow (RFC 6749 section 4.1) with proof of possession of
 * the code's verifier (RFC 7636). The host runs the flow and stores the refresh token under {@code refresh_token}; this says
 * what the provider wants and what of its answer is good enough.
 */
public interface Consent {

    /** What the person is asked, and where. */
    Terms terms();

    /**
     * Whose mailbox a token opens, asked of the provider.
     *
     * @throws ChannelException when the provider cannot be asked or refuses the token
     */
    String account(Secret accessToken) throws ChannelException;

    /**
     * What the person did not grant of that which the channel cannot do without; empty when all is well. People may untick
     * what they are asked for.
     *
     * @param granted the token answer's {@code scope}, split at spaces; providers that name none granted what was asked
     */
    List<String> missing(List<String> granted);

    /**
     * @param authorizeUrl where the person's browser is sent
     * @param tokenUrl where the code is exchanged
     * @param clientId the registered client
     * @param clientSecret its secret, or null for public clients
     * @param scopes what is asked for
     * @param parameters further query parameters of the authorization request, such as {@code access_type}
     * @param expectedAccount the mailbox that it has to be, compared without regard to case; null when any will do
     */
    record Terms(
            URI authorizeUrl,
            URI tokenUrl,
            String clientId,
            @Nullable Secret clientSecret,
            List<String> scopes,
            Map<String, String> parameters,
            @Nullable String expectedAccount) {
        public Terms {
            Objects.requireNonNull(authorizeUrl, "authorizeUrl");
            Objects.requireNonNull(tokenUrl, "tokenUrl");
            Objects.requireNonNull(clientId, "clientId");
            scopes = List.copyOf(scopes);
            parameters = Map.copyOf(parameters);
        }
    }
}
