package io.deskwire.http;

import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request to a token endpoint and what its answer means (RFC 6749 section 5). */
final class TokenEndpoint {

    /** Where the endpoint does not say (section 5.1 leaves it open): short enough to be wrong without harm. */
    private static final Duration ASSUMED_LIFETIME = Duration.ofMinutes(5);

    private static final Duration LONGEST_LIFETIME = Duration.ofDays(1);

    private final HttpTransport transport;
    private final InstantSource clock;

    TokenEndpoint(HttpTransport transport, InstantSource clock) {
        this.transport = transport;
        this.clock = clock;
    }

    /**
     * What an endpoint issued.
     *
     * @param scope what was granted, or null when the answer does not say: then what was asked for
     */
    record Token(
            Secret value,
            Instant issuedAt,
            Duration lifetime,
            @Nullable Secret refreshToken,
            @Nullable String scope) {}

    Token fetch(TokenRequest request) throws ChannelException {
        HttpCall call;
        try {
            call = HttpCall.post(request.url(), "application/x-www-form-urlencoded", Content.of(request.body()))
                    .withHeader("Accept", "application/json");
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(
                            FailureKind.AUTH, "the token endpoint's address cannot be used: " + e.getMessage())
                    .withHint("Check token_url.");
        }
        try {
            return token(transport.send(call), request);
        } catch (TransportException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "token endpoint: " + e.words(), e);
        }
    }

    private Token token(HttpAnswer answer, TokenRequest request) throws ChannelException {
        Instant now = clock.instant();
        String host = request.url().getHost();
        Map<String, Object> document = document(answer);
        if (!answer.isSuccess()) {
            throw failure(answer, TokenRefusal.of(document), request, now);
        }
        Object value = document.get("access_token");
        if (!(value instanceof String text) || text.isEmpty()) {
            // A gateway's own page, or an answer that broke off.
            throw ChannelException.of(FailureKind.TRANSIENT, host + " answered without an access token");
        }
        Object type = document.get("token_type");
        if (type instanceof String word && !word.equalsIgnoreCase("bearer")) {
            throw ChannelException.of(FailureKind.AUTH, host + " issued a token that is no bearer token");
        }
        Secret replacement =
                document.get("refresh_token") instanceof String next && !next.isEmpty() ? Secret.of(next) : null;
        String scope = document.get("scope") instanceof String words ? words : null;
        return new Token(Secret.of(text), now, lifetime(document.get("expires_in")), replacement, scope);
    }

    private static Map<String, Object> document(HttpAnswer answer) {
        try {
            return Json.lenient().parseObject(answer.body());
        } catch (JsonException e) {
            return Map.of();
        }
    }

    /** Seconds, as a number or (by some servers) as a text. */
    private static Duration lifetime(@Nullable Object expiresIn) {
        long seconds = ASSUMED_LIFETIME.toSeconds();
        if (expiresIn instanceof Number number) {
            // By way of double, which does not wrap around.
            seconds = (long) number.doubleValue();
        } else if (expiresIn instanceof String text && text.matches("\\d{1,9}")) {
            seconds = Long.parseLong(text);
        }
        return Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_LIFETIME.toSeconds())));
    }

    private static ChannelException failure(
            HttpAnswer answer, TokenRefusal refusal, TokenRequest request, Instant now) {
        int status = answer.status();
        String host = request.url().getHost();
        String code = refusal.code();
        if (status == 429 || refusal.throttled()) {
            return ChannelException.throttled(
                            host + " asks to wait before the next access token",
                            answer.retryAfter(now).orElse(null))
                    .withCode(code);
        }
        if (status >= 500 || status == 408 || refusal.passes()) {
            return ChannelException.of(
                            FailureKind.TRANSIENT, host + " could not issue an access token (HTTP " + status + ")")
                    .withCode(code);
        }
        if (!refusal.isOAuth()) {
            // A proxy's or gateway's page says nothing about the credential.
            return ChannelException.of(
                            FailureKind.TRANSIENT,
                            host + " answered HTTP " + status + " and not as a token endpoint does")
                    .withCode(code)
                    .withHint("Check token_url, and what stands between this server and that address.");
        }
        return ChannelException.of(
                        FailureKind.AUTH,
                        host + " refused to issue an access token (" + code + ", HTTP " + status + ")")
                .withCode(code)
                .withHint(refusal.hint(request.kind()));
    }
}
