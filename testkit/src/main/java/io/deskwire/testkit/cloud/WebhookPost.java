package io.deskwire.testkit.cloud;

import java.net.URI;
import java.util.Map;
import java.util.OptionalInt;

/** One post to a webhook, with what became of it. Immutable. */
public final class WebhookPost {

    private final URI url;
    private final Map<String, String> headers;
    private final byte[] body;
    private final int status;

    WebhookPost(URI url, Map<String, String> headers, byte[] body, int status) {
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.status = status;
    }

    /** Where it went. */
    public URI url() {
        return url;
    }

    /** The headers that were set. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The body as it was sent; a copy. */
    public byte[] body() {
        return body.clone();
    }

    /** The status it was answered with; empty when there was no answer. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    @Override
    public String toString() {
        return "post to " + url.getHost() + ": " + (status == 0 ? "no answer" : status);
    }
}
