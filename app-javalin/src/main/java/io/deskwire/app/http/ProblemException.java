package io.deskwire.app.http;

import io.deskwire.config.ConfigProblem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A call is answered with a problem document (RFC 9457) instead of what it asked for. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;
    private final transient List<ConfigProblem> problems;
    private final transient Map<String, String> headers;
    private final String type;
    private final transient Map<String, @Nullable Object> more;

    private ProblemException(
            int status, String title, String detail, List<ConfigProblem> problems, Map<String, String> headers) {
        this(status, title, detail, problems, headers, "about:blank", Map.of());
    }

    private ProblemException(
            int status,
            String title,
            String detail,
            List<ConfigProblem> problems,
            Map<String, String> headers,
            String type,
            Map<String, @Nullable Object> more) {
        // Without a stack trace: it says what the caller did, not what we did.
        super(detail, null, false, false);
        this.status = status;
        this.title = title;
        this.problems = List.copyOf(problems);
        this.headers = Map.copyOf(headers);
        this.type = type;
        this.more = more;
    }

    /** 400: the request cannot be understood. */
    public static ProblemException badRequest(String detail) {
        return new ProblemException(400, "Bad request", detail, List.of(), Map.of());
    }

    /** 401, with the challenge that RFC 9110 section 11.6.1 asks for. */
    public static ProblemException unauthorized(String detail) {
        return new ProblemException(
                401, "Unauthorized", detail, List.of(), Map.of("WWW-Authenticate", "Bearer realm=\"deskwire\""));
    }

    /** 403: known, but not allowed to. */
    public static ProblemException forbidden(String detail) {
        return new ProblemException(403, "Forbidden", detail, List.of(), Map.of());
    }

    /** 404. */
    public static ProblemException notFound(String detail) {
        return new ProblemException(404, "Not found", detail, List.of(), Map.of());
    }

    /** 409: right in itself, but not in the present state. */
    public static ProblemException conflict(String detail) {
        return new ProblemException(409, "Conflict", detail, List.of(), Map.of());
    }

    /**
     * 409 of a kind that programs tell from others.
     *
     * @param type names the kind (RFC 9457 section 3.1.1)
     * @param more members beside the usual ones
     */
    static ProblemException conflict(String type, String title, String detail, Map<String, @Nullable Object> more) {
        return new ProblemException(409, title, detail, List.of(), Map.of(), type, more);
    }

    /** 410: it was here and will not come back. */
    static ProblemException gone(String detail) {
        return new ProblemException(410, "Gone", detail, List.of(), Map.of());
    }

    /** 413. */
    public static ProblemException tooLarge(long mostBytes) {
        return new ProblemException(
                413, "Content too large", "the body may have at most " + mostBytes + " bytes", List.of(), Map.of());
    }

    /** 415. */
    public static ProblemException unsupportedMediaType(String detail) {
        return new ProblemException(
                415, "Unsupported media type", detail, List.of(), Map.of("Accept", "application/json"));
    }

    /** 422: understood, but wrong; everything wrong with it at once. */
    public static ProblemException invalid(String detail, List<ConfigProblem> problems) {
        return new ProblemException(422, "Not valid", detail, problems, Map.of());
    }

    /** 422 about one field. */
    public static ProblemException invalid(String path, String message) {
        return invalid("the request is not valid", List.of(new ConfigProblem(path, message)));
    }

    /** 429: the same may be asked for later. */
    public static ProblemException tooMany(String detail, int retryAfterSeconds) {
        return new ProblemException(
                429, "Too many requests", detail, List.of(), Map.of("Retry-After", String.valueOf(retryAfterSeconds)));
    }

    /** 502: somebody we asked on the caller's behalf did not answer well. */
    public static ProblemException upstream(String detail) {
        return new ProblemException(502, "The other side failed", detail, List.of(), Map.of());
    }

    /** 503: try again later. */
    public static ProblemException unavailable(String detail, int retryAfterSeconds) {
        return new ProblemException(
                503, "Not available now", detail, List.of(), Map.of("Retry-After", String.valueOf(retryAfterSeconds)));
    }

    /** Any other status. */
    static ProblemException of(int status, String title, String detail, Map<String, String> headers) {
        return new ProblemException(status, title, detail, List.of(), headers);
    }

    /** What is wrong, in words: that of each field where there are such, else the whole. */
    public String details() {
        return problems.isEmpty()
                ? String.valueOf(getMessage())
                : problems.stream().map(ConfigProblem::message).collect(Collectors.joining("; "));
    }

    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** The problem document. */
    Map<String, @Nullable Object> document() {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("type", type);
        document.put("title", title);
        document.put("status", status);
        document.put("detail", getMessage());
        if (!problems.isEmpty()) {
            document.put("problems", ChannelJson.problems(problems));
        }
        document.putAll(more);
        return document;
    }
}
