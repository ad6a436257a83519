package io.deskwire.adapter.cloud.ses;

import io.deskwire.message.Content;
import java.net.URI;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that is about to be signed.
 *
 * @param uri its path and query encoded as they are sent
 * @param contentType media type of the body, or null without one
 * @param body what is sent, or null
 */
record AwsRequest(
        String method,
        URI uri,
        @Nullable String contentType,
        @Nullable Content body) {
    AwsRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(uri, "uri");
    }

    static AwsRequest get(URI uri) {
        return new AwsRequest("GET", uri, null, null);
    }

    static AwsRequest post(URI uri, String contentType, Content body) {
        return new AwsRequest("POST", uri, contentType, body);
    }
}
