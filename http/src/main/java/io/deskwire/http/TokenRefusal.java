package io.deskwire.http;

import io.deskwire.http.TokenRequest.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Why a token endpoint refused (RFC 6749 section 5.2), with what a person can change. Of the description only what we know
 * is used and nothing is repeated: it may quote what was sent.
 *
 * @param error the error's name, or null when it gave none that looks like one
 * @param microsoft Microsoft's number such as {@code AADSTS700082}, or null
 * @param description in lower case, never shown
 * @param throttled whether it says in words that there were too many requests
 */
record TokenRefusal(@Nullable String error, @Nullable String microsoft, String description, boolean throttled) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]{1,60}");
    private static final Pattern MICROSOFT = Pattern.compile("AADSTS\\d{4,9}");

    /** Names for too many requests, without case and underscores. */
    private static final Set<String> THROTTLING = Set.of(
            "ratelimitexceeded",
            "userratelimitexceeded",
            "quotaexceeded",
            "resourceexhausted",
            "toomanyrequests",
            "slowdown");

    private static final String AGAIN = "connect the account again";

    private static final Map<String, String> BY_NUMBER = Map.ofEntries(
            Map.entry("AADSTS700082", "The consent lapsed because it was not used for too long: " + AGAIN + "."),
            Map.entry("AADSTS70008", "The consent or its code has expired: " + AGAIN + "."),
            Map.entry("AADSTS50173", "The account's password was changed or its sign-ins were revoked: " + AGAIN + "."),
            Map.entry(
                    "AADSTS65001",
                    "Nobody consented to what the channel asks for: " + AGAIN
                            + ", or have an administrator grant consent to the app in Entra ID under Enterprise applications."),
            Map.entry("AADSTS65004", "The consent was declined: " + AGAIN + " and accept what is asked for."),
            Map.entry("AADSTS50076", "The organisation demands a second factor: " + AGAIN + " and complete it."),
            Map.entry(
                    "AADSTS50079",
                    "The account must set up a second factor first: have it do so at sign-in, then " + AGAIN + "."),
            Map.entry(
                    "AADSTS53003",
                    "A conditional access policy blocks the sign-in: have an administrator exempt this app in Entra ID,"
                            + " then " + AGAIN + "."),
            Map.entry("AADSTS50057", "The account is disabled: enable it in Entra ID under Users."),
            Map.entry(
                    "AADSTS50034",
                    "The account does not exist in this directory: check the mailbox's address and the"
                            + " tenant in token_url or tenant_id."),
            Map.entry(
                    "AADSTS7000215",
                    "The client_secret is wrong: enter the secret's value, not its id, from the app's Certificates &"
                            + " secrets."),
            Map.entry(
                    "AADSTS7000222",
                    "The client_secret has expired: make a new one under the app's Certificates & secrets and enter it."),
            Map.entry(
                    "AADSTS700016",
                    "The app is not known in this directory: check client_id and the tenant in token_url or tenant_id."),
            Map.entry("AADSTS90002", "There is no such directory: check the tenant in token_url or tenant_id."),
            Map.entry("AADSTS900023", "The directory's name is malformed: check the tenant in token_url or tenant_id."),
            Map.entry("AADSTS54005", "The code was used already: begin connecting the account again."),
            Map.entry(
                    "AADSTS50011",
                    "The redirect address is not registered: add it, exactly as it is shown, to the app's Authentication"
                            + " page in Entra ID."));

    static TokenRefusal of(Map<String, Object> document) {
        String error = document.get("error") instanceof String name
                        && NAME.matcher(name).matches()
                ? name
                : null;
        String text = document.get("error_description") instanceof String words ? words : "";
        Matcher number = MICROSOFT.matcher(text);
        return new TokenRefusal(
                error,
                number.find() ? number.group() : numbered(document.get("error_codes")),
                text.toLowerCase(Locale.ROOT),
                isThrottling(document.get("error")));
    }

    /** By OAuth's name, or by what Google's gateways answer in place of one: a document of their own. */
    private static boolean isThrottling(@Nullable Object error) {
        if (error instanceof Map<?, ?> own) {
            return isThrottling(own.get("status")) || isThrottling(own.get("errors"));
        }
        if (error instanceof List<?> list) {
            return list.stream().anyMatch(each -> each instanceof Map<?, ?> own && isThrottling(own.get("reason")));
        }
        return error instanceof String name
                && THROTTLING.contains(name.replace("_", "").toLowerCase(Locale.ROOT));
    }

    private static @Nullable String numbered(@Nullable Object codes) {
        if (codes instanceof List<?> list && !list.isEmpty() && list.get(0) instanceof Number number) {
            return "AADSTS" + number.longValue();
        }
        return null;
    }

    /** What is shown as the provider's code. */
    @Nullable String code() {
        if (microsoft == null) {
            return error;
        }
        return error == null ? microsoft : error + " " + microsoft;
    }

    boolean is(String name) {
        return name.equals(error);
    }

    /** Whether it will pass by itself; AADSTS90033 is Microsoft's word for that. */
    boolean passes() {
        return is("temporarily_unavailable") || is("server_error") || "AADSTS90033".equals(microsoft);
    }

    /** Whether a token endpoint speaks, and not something before it or in its place (RFC 6749 section 5.2). */
    boolean isOAuth() {
        return error != null;
    }

    /** What to change, in one sentence. */
    String hint(Kind kind) {
        return Optional.ofNullable(microsoft == null ? null : BY_NUMBER.get(microsoft))
                .orElseGet(() -> byName(kind));
    }

    private String byName(Kind kind) {
        return switch (error == null ? "" : error) {
            case "invalid_grant" -> grantHint(kind);
            case "invalid_client" ->
                "Check client_id and client_secret: the client is unknown, or its secret is wrong or has expired.";
            case "unauthorized_client" ->
                kind == Kind.ASSERTION
                        ? "Authorise the service account's client id for exactly the channel's scopes in the Google Admin"
                                + " console, under Security, API controls, Domain-wide delegation."
                        : "Check client_id and client_secret: this client may not use this kind of grant, or the refresh"
                                + " token belongs to another client.";
            case "admin_policy_enforced" ->
                "An administrator's policy blocks the app: have it trusted in the Google Admin console, under Security,"
                        + " API controls, App access control.";
            case "access_denied" ->
                "Access was declined: " + AGAIN
                        + " and allow what is asked for, or have an administrator allow the app.";
            case "org_internal" ->
                "The app is for its own organisation only: set its audience to External in the Google Cloud console, or"
                        + " use an account of that organisation.";
            case "invalid_scope" -> "Check the scopes and what the administrator consented to.";
            case "redirect_uri_mismatch" ->
                "Register the redirect address, exactly as it is shown, with the provider's client.";
            case "interaction_required", "consent_required", "login_required" ->
                "The provider wants the person to sign in again: " + AGAIN + ".";
            default -> "Check the channel's OAuth settings.";
        };
    }

    private String grantHint(Kind kind) {
        return switch (kind) {
            case CODE -> "The code was used already, or took too long: begin connecting the account again.";
            case ASSERTION -> assertionHint();
            case CLIENT -> "Check client_id, client_secret and scope.";
            case REFRESH ->
                "The consent was withdrawn, has expired, or the account's password was changed: " + AGAIN + ".";
        };
    }

    private String assertionHint() {
        if (description.contains("signature")) {
            return "Put a new key of the service account into the channel: this one was deleted, or belongs to another"
                    + " account.";
        }
        if (description.contains("short-lived") || description.contains("iat") || description.contains("exp")) {
            return "Set this server's clock right: the provider takes the signed request for too old or too new.";
        }
        return "Check the mailbox that the service account acts for (subject): there is no such user, or it may not use"
                + " the service.";
    }

    /** Without the description. */
    @Override
    public String toString() {
        return String.valueOf(code());
    }
}
