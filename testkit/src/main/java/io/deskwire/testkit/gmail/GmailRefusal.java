package io.deskwire.testkit.gmail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A refusal with the body that Google's APIs answer. */
final class GmailRefusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String domain;
    private final String reason;
    private final String rpcStatus;

    private GmailRefusal(int status, String domain, String reason, String rpcStatus, String message) {
        super(message, null, false, false);
        this.status = status;
        this.domain = domain;
        this.reason = reason;
        this.rpcStatus = rpcStatus;
    }

    static GmailRefusal invalid(String message) {
        return new GmailRefusal(400, "global", "invalidArgument", "INVALID_ARGUMENT", message);
    }

    static GmailRefusal failedPrecondition(String message) {
        return new GmailRefusal(400, "global", "failedPrecondition", "FAILED_PRECONDITION", message);
    }

    static GmailRefusal unauthenticated() {
        return new GmailRefusal(
                401,
                "global",
                "authError",
                "UNAUTHENTICATED",
                "Request had invalid authentication credentials. Expected OAuth 2 access token.");
    }

    static GmailRefusal forbidden(String reason, String message) {
        String domain = reason.endsWith("LimitExceeded") || reason.endsWith("quotaExceeded") ? "usageLimits" : "global";
        return new GmailRefusal(403, domain, reason, "PERMISSION_DENIED", message);
    }

    static GmailRefusal notFound() {
        return notFound("Requested entity was not found.");
    }

    static GmailRefusal notFound(String message) {
        return new GmailRefusal(404, "global", "notFound", "NOT_FOUND", message);
    }

    static GmailRefusal tooLarge(long limit) {
        return new GmailRefusal(
                413,
                "global",
                "uploadTooLarge",
                "INVALID_ARGUMENT",
                "Request payload size exceeds the limit: " + limit + " bytes.");
    }

    static GmailRefusal tooMany(String message, Instant until) {
        return new GmailRefusal(
                429,
                "usageLimits",
                "rateLimitExceeded",
                "RESOURCE_EXHAUSTED",
                message + "  Retry after " + stamp(until));
    }

    static GmailRefusal tooManyAtOnce() {
        return new GmailRefusal(
                429, "global", "rateLimitExceeded", "RESOURCE_EXHAUSTED", "Too many concurrent requests for user");
    }

    static GmailRefusal backendError() {
        return new GmailRefusal(500, "global", "backendError", "INTERNAL", "Backend Error");
    }

    private static String stamp(Instant time) {
        return String.format(Locale.ROOT, "%1$tY-%1$tm-%1$tdT%1$tH:%1$tM:%1$tS.%1$tLZ", time.atZone(ZoneOffset.UTC));
    }

    GmailReply reply() {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("message", getMessage());
        one.put("domain", domain);
        one.put("reason", reason);
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", status);
        error.put("message", getMessage());
        error.put("errors", List.of(one));
        error.put("status", rpcStatus);
        if (reason.equals("insufficientPermissions")) {
            error.put(
                    "details",
                    List.of(Map.of(
                            "@type",
                            "type.googleapis.com/google.rpc.ErrorInfo",
                            "reason",
                            "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
                            "domain",
                            "googleapis.com")));
        }
        GmailReply reply = GmailReply.json(status, Map.of("error", error));
        return status == 401
                ? reply.withHeader(
                        "WWW-Authenticate", "Bearer realm=\"https://accounts.google.com/\", error=\"invalid_token\"")
                : reply;
    }
}
