package io.deskwire.testkit.graph;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A way in which the simulator answers wrongly. Immutable. */
public final class GraphTrouble {

    private final boolean accepts;
    private final @Nullable Answer answer;
    private final boolean breaksOff;

    private GraphTrouble(boolean accepts, @Nullable Answer answer) {
        this(accepts, answer, false);
    }

    private GraphTrouble(boolean accepts, @Nullable Answer answer, boolean breaksOff) {
        this.accepts = accepts;
        this.answer = answer;
        this.breaksOff = breaksOff;
    }

    /** HTTP 200 with the beginning of a longer body, then the connection ends. */
    public static GraphTrouble brokenOff(String beginning) {
        return new GraphTrouble(false, Answer.text(200, "text/plain", beginning), true);
    }

    /**
     * Graph's error envelope, without any effect.
     *
     * @param code such as {@code ErrorItemNotFound}
     */
    public static GraphTrouble error(int status, String code, String message) {
        return refused(envelope(status, code, message, Map.of()));
    }

    /**
     * HTTP 429 {@code ApplicationThrottled} without any effect.
     *
     * @param retryAfter the header's value: seconds, with or without a fraction, or a date; null for no header
     */
    public static GraphTrouble throttled(@Nullable String retryAfter) {
        return refused(envelope(
                429,
                "ApplicationThrottled",
                "Application is over its MailboxConcurrency limit.",
                retryAfter == null ? Map.of() : Map.of("Retry-After", retryAfter)));
    }

    /** HTTP 401 for a token that is good no more. */
    public static GraphTrouble unauthorized() {
        return refused(
                envelope(401, "InvalidAuthenticationToken", "Access token has expired or is not yet valid.", Map.of()));
    }

    /** HTTP 401 of continuous access evaluation, asking for a token with claims. */
    public static GraphTrouble claimsChallenge() {
        String claims = Base64.getEncoder()
                .encodeToString("{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"1795342500\"}}}"
                        .getBytes(StandardCharsets.UTF_8));
        String challenge = "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/"
                + "authorize\", client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\","
                + " claims=\"" + claims + "\"";
        return refused(envelope(
                401,
                "InvalidAuthenticationToken",
                "Continuous access evaluation resulted in challenge with result: InteractionRequired and code:"
                        + " TokenIssuedBeforeRevocationTimestamp.",
                Map.of("WWW-Authenticate", challenge)));
    }

    /** An HTML page, as a gateway in front of Graph answers, without any effect. */
    public static GraphTrouble htmlPage(int status) {
        return refused(Answer.text(status, "text/html", "<html><body><h1>" + status + "</h1></body></html>"));
    }

    /** A status without a body and without any effect. */
    public static GraphTrouble empty(int status) {
        return refused(Answer.empty(status));
    }

    /** Some other answer without any effect. */
    public static GraphTrouble answer(int status, Map<String, String> headers, String contentType, String body) {
        Answer answer = Answer.text(status, contentType, body);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            answer = answer.withHeader(header.getKey(), header.getValue());
        }
        return refused(answer);
    }

    /** The request takes effect and is answered by a status without a body, such as 504. */
    public static GraphTrouble emptyAfterAccepting(int status) {
        return new GraphTrouble(true, Answer.empty(status));
    }

    /** The request takes effect, then the connection ends without an answer. */
    public static GraphTrouble droppedAfterAccepting() {
        return new GraphTrouble(true, null);
    }

    /** The request is read, has no effect, and the connection ends without an answer. */
    public static GraphTrouble droppedBeforeAccepting() {
        return new GraphTrouble(false, null);
    }

    private static GraphTrouble refused(Answer answer) {
        if (answer.status() == 503 && "0".equals(answer.headers().get("Retry-After"))) {
            throw new IllegalArgumentException("a 503 with Retry-After: 0 is repeated by OkHttp itself");
        }
        return new GraphTrouble(false, answer);
    }

    private static Answer envelope(int status, String code, String message, Map<String, String> headers) {
        // The date must be well formed, not right: nobody may rely on it.
        Instant date = Instant.parse("2026-11-22T10:15:04Z");
        return Refusal.answer(status, code, message, new LinkedHashMap<>(headers), date, null);
    }

    /** Whether more is announced than comes. */
    boolean breaksOff() {
        return breaksOff;
    }

    boolean accepts() {
        return accepts;
    }

    /** What is answered; null when the connection ends. */
    @Nullable Answer answer() {
        return answer;
    }
}
