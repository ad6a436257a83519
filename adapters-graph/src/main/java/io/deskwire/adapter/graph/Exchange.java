package io.deskwire.adapter.graph;

import com.microsoft.kiota.RequestOption;
import io.deskwire.config.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * One request as it really goes over the wire: it carries the token to the one host that may see it, and keeps what the
 * library forgets, such as the status of an answer that is no JSON. Travels with the request as its option.
 */
final class Exchange implements RequestOption {

    private final URI api;
    private final Secret token;

    private volatile boolean begun;
    private volatile boolean sentWhole;
    private volatile int status;
    private volatile @Nullable String retryAfter;
    private volatile @Nullable GraphFailure failure;

    /**
     * @param api the one place that may see the token
     * @param token the access token
     */
    Exchange(URI api, Secret token) {
        this.api = api;
        this.token = token;
    }

    @Override
    @SuppressWarnings(
            "unchecked") // The library's signature asks for any class; this is the one requests are tagged with.
    public <T extends RequestOption> Class<T> getType() {
        return (Class<T>) Exchange.class;
    }

    URI api() {
        return api;
    }

    Secret token() {
        return token;
    }

    void begin() {
        begun = true;
    }

    void wholeIsSent() {
        sentWhole = true;
    }

    void answered(int newStatus, @Nullable String newRetryAfter) {
        status = newStatus;
        retryAfter = newRetryAfter;
    }

    void failed(GraphFailure newFailure) {
        failure = newFailure;
    }

    /** Whether anything was written to a connection. */
    boolean begun() {
        return begun;
    }

    /** Whether the server can have the request whole; without that it cannot have acted on it. */
    boolean sentWhole() {
        return sentWhole;
    }

    /** The answer's status, or 0 without an answer. */
    int status() {
        return status;
    }

    /** The header {@code Retry-After}, or null. */
    @Nullable String retryAfter() {
        return retryAfter;
    }

    /** What the answer says went wrong, or null when nothing did or there was no answer. */
    @Nullable GraphFailure failure() {
        return failure;
    }
}
