package io.deskwire.adapter.cloud.ses;

import io.deskwire.config.Secret;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who signs requests to Amazon.
 *
 * @param accessKeyId names the key; not a secret
 * @param secretAccessKey the key itself
 * @param sessionToken shown beside temporary credentials, or null
 */
record AwsCredentials(
        String accessKeyId,
        Secret secretAccessKey,
        @Nullable Secret sessionToken) {
    AwsCredentials {
        Objects.requireNonNull(accessKeyId, "accessKeyId");
        Objects.requireNonNull(secretAccessKey, "secretAccessKey");
    }
}
