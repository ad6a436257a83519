package io.deskwire.testkit.graph;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ends a call with Graph's error envelope. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

    private final int status;
    private final String code;
    private final String text;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    Refusal(int status, String code, String text) {
        super(status + " " + code, null, false, false);
        this.status = status;
        this.code = code;
        this.text = text;
    }

    static Refusal badRequest(String text) {
        return new Refusal(400, "BadRequest", text);
    }

    static Refusal invalidRequest(String text) {
        return new Refusal(400, "InvalidRequest", text);
    }

    static Refusal accessDenied() {
        return new Refusal(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again.");
    }

    static Refusal sendAsDenied() {
        return new Refusal(
                403,
                "ErrorSendAsDenied",
                "The user account which was used to submit this request does not have the right to send mail on"
                        + " behalf of the specified sending account.");
    }

    static Refusal itemNotFound() {
        return new Refusal(404, "ErrorItemNotFound", "The specified object was not found in the store.");
    }

    static Refusal notFound() {
        return new Refusal(404, "ResourceNotFound", "The object was not found.");
    }

    static Refusal tooLarge() {
        return new Refusal(
                413, "RequestEntityTooLarge", "The maximum request length supported is 4MB. The request was larger.");
    }

    Refusal with(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Answer answer(Instant now, @Nullable String clientRequestId) {
        return answer(status, code, text, headers, now, clientRequestId);
    }

    static Answer answer(
            int status,
            String code,
            String text,
            Map<String, String> headers,
            Instant now,
            @Nullable String clientRequestId) {
        String requestId = UUID.randomUUID().toString();
        Map<String, Object> inner = new LinkedHashMap<>();
        inner.put("date", DATE.format(now));
        inner.put("request-id", requestId);
        inner.put("client-request-id", clientRequestId == null ? requestId : clientRequestId);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", code);
        error.put("message", text);
        error.put("innerError", inner);
        Answer answer = Answer.json(status, Map.of("error", error)).withHeader("request-id", requestId);
        for (Map.Entry<String, String> header : headers.entrySet()) {
            answer = answer.withHeader(header.getKey(), header.getValue());
        }
        return answer;
    }
}
