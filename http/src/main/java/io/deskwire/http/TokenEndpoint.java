package io.deskwire.http;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One request to a token endpoint and what its answer means (RFC 6749 sections 4.4, 5 and 6). */
final class TokenEndpoint {

    /** Where the endpoint does not say (section 5.1 leaves it open): short enough to be wrong without harm. */
    private static final Duration ASSUMED_LIFETIME = Duration.ofMinutes(5);

    private static final Duration LONGEST_LIFETIME = Duration.ofDays(1);
    private static final Set<String> PASSING = Set.of("temporarily_unavailable", "server_error", "slow_down");
    private static final Pattern ERROR_CODE = Pattern.compile("[A-Za-z_]{1,60}");
    // Microsoft says in the description alone that a client secret has expired (AADSTS7000222).
    private static final Pattern MICROSOFT_CODE = Pattern.compile("AADSTS\\d{4,9}");

    private final HttpTransport transport;
    private final InstantSource clock;

    TokenEndpoint(HttpTransport transport, InstantSource clock) {
        this.transport = transport;
        this.clock = clock;
    }

    OAuthTokens.Token fetch(Grant grant, @Nullable Secret refreshToken) throws ChannelException {
        HttpCall call;
        try {
            byte[] form = form(grant, refreshToken).getBytes(StandardCharsets.US_ASCII);
            call = HttpCall.post(grant.tokenUrl(), "application/x-www-form-urlencoded", Content.of(form))
                    .withHeader("Accept", "application/json");
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(
                            FailureKind.AUTH, "the token endpoint's address cannot be used: " + e.getMessage())
                    .withHint("Check token_url.");
        }
        try {
            return token(transport.send(call), grant.tokenUrl().getHost());
        } catch (TransportException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "token endpoint: " + e.words(), e);
        }
    }

    private static String form(Grant grant, @Nullable Secret refreshToken) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", refreshToken == null ? "client_credentials" : "refresh_token");
        form.put("client_id", grant.clientId());
        Secret clientSecret = grant.clientSecret();
        if (clientSecret != null) {
            form.put("client_secret", clientSecret.reveal());
        }
        if (refreshToken != null) {
            form.put("refresh_token", refreshToken.reveal());
        }
        String scope = grant.scope();
        if (scope != null && !scope.isBlank()) {
            form.put("scope", scope);
        }
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private OAuthTokens.Token token(HttpAnswer answer, String host) throws ChannelException {
        Instant now = clock.instant();
        Map<String, Object> document = document(answer);
        if (!answer.isSuccess()) {
            throw failure(answer, document, host, now);
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
        return new OAuthTokens.Token(Secret.of(text), now, lifetime(document.get("expires_in")), replacement);
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

    private static ChannelException failure(HttpAnswer answer, Map<String, Object> document, String host, Instant now) {
        int status = answer.status();
        String error = document.get("error") instanceof String text
                        && ERROR_CODE.matcher(text).matches()
                ? text
                : null;
        String code = code(document, error);
        String message = host + " refused to issue an access token (" + (code == null ? "" : code + ", ") + "HTTP "
                + status + ")";
        if (status == 429) {
            return ChannelException.throttled(
                            host + " asks to wait before the next access token",
                            answer.retryAfter(now).orElse(null))
                    .withCode(code);
        }
        if (status >= 500 || status == 408 || PASSING.contains(error == null ? "" : error)) {
            return ChannelException.of(
                            FailureKind.TRANSIENT, host + " could not issue an access token (HTTP " + status + ")")
                    .withCode(code);
        }
        return ChannelException.of(FailureKind.AUTH, message).withCode(code).withHint(hint(status, error));
    }

    private static @Nullable String code(Map<String, Object> document, @Nullable String error) {
        if (document.get("error_description") instanceof String description) {
            Matcher microsoft = MICROSOFT_CODE.matcher(description);
            if (microsoft.find()) {
                return error == null ? microsoft.group() : error + " " + microsoft.group();
            }
        }
        return error;
    }

    private static String hint(int status, @Nullable String error) {
        if (error == null) {
            return status == 404 || status < 400
                    ? "Check token_url: there is no token endpoint at this address."
                    : "Check token_url, client_id and client_secret.";
        }
        return switch (error) {
            case "invalid_grant" ->
                "The consent was withdrawn, has expired, or the account's password was changed: connect the account again.";
            case "invalid_client", "unauthorized_client" ->
                "Check client_id and client_secret; the secret may have expired.";
            case "invalid_scope" -> "Check the scopes and what the administrator consented to.";
            default -> "Check the channel's OAuth settings.";
        };
    }
}
