package io.deskwire.testkit.whatsapp;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One webhook that was pushed, with what became of it. Immutable. */
public final class Push {

    private final Instant at;
    private final @Nullable URI url;
    private final Map<String, String> headers;
    private final byte[] body;
    private final boolean anySuccess;
    private final int status;
    private final @Nullable String answer;
    private final @Nullable String failure;

    private Push(
            Instant at,
            @Nullable URI url,
            Map<String, String> headers,
            byte[] body,
            boolean anySuccess,
            int status,
            @Nullable String answer,
            @Nullable String failure) {
        this.at = at;
        this.url = url;
        this.headers = Map.copyOf(headers);
        this.body = body;
        this.anySuccess = anySuccess;
        this.status = status;
        this.answer = answer;
        this.failure = failure;
    }

    static Push prepared(Instant at, @Nullable URI url, Map<String, String> headers, byte[] body, boolean anySuccess) {
        return new Push(at, url, headers, body.clone(), anySuccess, 0, null, null);
    }

    /** The same for where webhooks go now; a form stays, since its signature covers its address. */
    Push readdressed(@Nullable URI now) {
        return anySuccess || now == null ? this : new Push(at, now, headers, body, false, 0, null, null);
    }

    Push answered(int newStatus, String newAnswer) {
        return new Push(at, url, headers, body, anySuccess, newStatus, newAnswer, null);
    }

    Push failed(String why) {
        return new Push(at, url, headers, body, anySuccess, 0, null, why);
    }

    /** When it was made, by the simulator's clock. */
    public Instant at() {
        return at;
    }

    /** Where it went; empty when nobody had subscribed, so that it went nowhere. */
    public Optional<URI> url() {
        return Optional.ofNullable(url);
    }

    /** The headers that were set, the signature among them. */
    public Map<String, String> headers() {
        return headers;
    }

    /** The body as it was sent. */
    public byte[] body() {
        return body.clone();
    }

    /** The body as text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The status it was answered with; empty when there was no answer. */
    public OptionalInt status() {
        return status == 0 ? OptionalInt.empty() : OptionalInt.of(status);
    }

    /** The body it was answered with. */
    public Optional<String> answer() {
        return Optional.ofNullable(answer);
    }

    /** Why there was no answer. */
    public Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Whether the provider takes it for delivered: 200, with Twilio any 2xx. */
    public boolean delivered() {
        return anySuccess ? status >= 200 && status < 300 : status == 200;
    }

    @Override
    public String toString() {
        return "push to " + url + ": " + (status == 0 ? failure : status);
    }
}
