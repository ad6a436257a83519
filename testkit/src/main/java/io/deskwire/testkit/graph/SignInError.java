package io.deskwire.testkit.graph;

import io.deskwire.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What Microsoft's token endpoint refuses with. */
public enum SignInError {
    /** The refresh token expired because nobody used it. */
    REFRESH_TOKEN_EXPIRED(400, "invalid_grant", 700082, "The refresh token has expired due to inactivity."),
    /** A code or refresh token is too old. */
    GRANT_EXPIRED(400, "invalid_grant", 70008, "The provided authorization code or refresh token has expired."),
    /** The grant was revoked, such as by a new password. */
    GRANT_REVOKED(
            400,
            "invalid_grant",
            50173,
            "The provided grant has expired due to it being revoked, a fresh token is needed."),
    /** Nobody has consented. */
    NO_CONSENT(400, "invalid_grant", 65001, "The user or administrator has not consented to use the application."),
    /** The user declined. */
    DECLINED(400, "invalid_grant", 65004, "User declined to consent to access the app."),
    /** A second factor is demanded. */
    MFA_DEMANDED(
            400, "interaction_required", 50076, "You must use multi-factor authentication to access this resource."),
    /** A second factor must be enrolled. */
    MFA_ENROLMENT(400, "interaction_required", 50079, "The user is required to use multi-factor authentication."),
    /** A policy of the tenant forbids it. */
    CONDITIONAL_ACCESS(400, "interaction_required", 53003, "Access has been blocked by Conditional Access policies."),
    /** The account is disabled. */
    ACCOUNT_DISABLED(400, "invalid_grant", 50057, "The user account is disabled."),
    /** There is no such account. */
    ACCOUNT_UNKNOWN(400, "invalid_grant", 50034, "The user account does not exist in the directory."),
    /** The client secret is wrong. */
    WRONG_SECRET(401, "invalid_client", 7000215, "Invalid client secret provided."),
    /** The client secret has expired. */
    EXPIRED_SECRET(401, "invalid_client", 7000222, "The provided client secret keys for app are expired."),
    /** The tenant does not know the app. */
    UNKNOWN_APP(400, "unauthorized_client", 700016, "Application with identifier was not found in the directory."),
    /** There is no such tenant. */
    UNKNOWN_TENANT(
            400, "invalid_request", 90002, "Tenant not found. Check to make sure you have the correct tenant ID."),
    /** The tenant is no identifier. */
    MALFORMED_TENANT(
            400, "invalid_request", 900023, "Specified tenant identifier is neither a valid DNS name, nor a GUID."),
    /** An app's own token was asked for without naming a tenant. */
    NO_TENANT(400, "invalid_request", 50059, "No tenant-identifying information found in the request."),
    /** The code was used before. */
    CODE_REDEEMED(400, "invalid_grant", 54005, "OAuth2 Authorization code was already redeemed."),
    /** The code, refresh token or redirect address is none of ours. */
    MALFORMED_GRANT(400, "invalid_grant", 9002313, "Invalid request. Request is malformed or invalid."),
    /** The redirect address is not registered, or another than before. */
    WRONG_REDIRECT(400, "invalid_grant", 500112, "The reply address does not match the one provided before."),
    /** The verifier does not fit the challenge. */
    WRONG_VERIFIER(400, "invalid_grant", 501481, "The Code_Verifier does not match the code_challenge."),
    /** The scope is wrong. */
    WRONG_SCOPE(400, "invalid_scope", 1002012, "The provided value for scope is not valid. It must end in /.default."),
    /** The scope names a resource that is not there. */
    UNKNOWN_RESOURCE(400, "invalid_resource", 500011, "The resource principal was not found in the tenant."),
    /** Something that must be there is missing. */
    MISSING_FIELD(400, "invalid_request", 900144, "The request body must contain a required parameter."),
    /** A grant type that is not known. */
    UNKNOWN_GRANT_TYPE(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type."),
    /** A fault of Microsoft's that passes. */
    TEMPORARILY_UNAVAILABLE(503, "temporarily_unavailable", 90033, "A transient error has occurred. Please try again.");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private final int status;
    private final String error;
    private final int code;
    private final String text;

    SignInError(int status, String error, int code, String text) {
        this.status = status;
        this.error = error;
        this.code = code;
        this.text = text;
    }

    /** The number after {@code AADSTS}. */
    public int code() {
        return code;
    }

    /** What OAuth 2.0 calls it. */
    public String error() {
        return error;
    }

    String description() {
        return "AADSTS" + code + ": " + text;
    }

    Answer answer(Instant now) {
        String trace = UUID.randomUUID().toString();
        String correlation = UUID.randomUUID().toString();
        String date = DATE.format(now);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("error", error);
        tree.put(
                "error_description",
                description() + " Trace ID: " + trace + " Correlation ID: " + correlation + " Timestamp: " + date);
        tree.put("error_codes", List.of(code));
        tree.put("timestamp", date);
        tree.put("trace_id", trace);
        tree.put("correlation_id", correlation);
        return Answer.text(status, "application/json; charset=utf-8", Json.write(tree));
    }
}
