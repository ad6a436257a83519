package io.deskwire.channel;

import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Short-lived OAuth 2.0 bearer tokens for stored grants (RFC 6749 section 6). */
public interface AccessTokens {

    /**
     * A token that is valid now, from memory or freshly fetched.
     *
     * @param refused a token that the provider just refused and that must not be answered again, or null
     * @throws ChannelException {@code AUTH} when the grant is gone, {@code THROTTLED} or {@code TRANSIENT} when the token
     *     endpoint could not answer
     */
    Secret token(Grant grant, @Nullable Secret refused) throws ChannelException;

    /** For hosts that use no OAuth channel. */
    static AccessTokens none() {
        return (grant, refused) -> {
            throw ChannelException.of(FailureKind.AUTH, "no OAuth token service is configured in this installation");
        };
    }

    /**
     * A stored grant.
     *
     * @param tenantId whose it is
     * @param channelId which channel uses it
     * @param tokenUrl the token endpoint
     * @param clientId the registered client
     * @param clientSecret its secret, or null for public clients
     * @param refreshToken the refresh token, or null for client credentials
     * @param scope scopes to ask for, space-separated, or null
     * @param account signs the request itself in place of a client's secret or a refresh token, or null
     */
    record Grant(
            String tenantId,
            String channelId,
            URI tokenUrl,
            String clientId,
            @Nullable Secret clientSecret,
            @Nullable Secret refreshToken,
            @Nullable String scope,
            @Nullable ServiceAccount account) {
        public Grant {
            Objects.requireNonNull(tenantId, "tenantId");
            Objects.requireNonNull(channelId, "channelId");
            Objects.requireNonNull(tokenUrl, "tokenUrl");
            Objects.requireNonNull(clientId, "clientId");
        }

        /** Without a service account. */
        public Grant(
                String tenantId,
                String channelId,
                URI tokenUrl,
                String clientId,
                @Nullable Secret clientSecret,
                @Nullable Secret refreshToken,
                @Nullable String scope) {
            this(tenantId, channelId, tokenUrl, clientId, clientSecret, refreshToken, scope, null);
        }
    }

    /**
     * A key that signs assertions (RFC 7523 section 2.1): Google's service accounts with domain-wide delegation.
     *
     * @param issuer the account's address, {@code iss}
     * @param subject the mailbox it acts for, {@code sub}, or null for itself
     * @param audience what the endpoint expects as {@code aud}; not always the address it is reached at
     * @param keyId the key's id, {@code kid}, or null
     * @param privateKey PKCS #8 in PEM
     */
    record ServiceAccount(
            String issuer,
            @Nullable String subject,
            String audience,
            @Nullable String keyId,
            Secret privateKey) {
        public ServiceAccount {
            Objects.requireNonNull(issuer, "issuer");
            Objects.requireNonNull(audience, "audience");
            Objects.requireNonNull(privateKey, "privateKey");
        }
    }
}
