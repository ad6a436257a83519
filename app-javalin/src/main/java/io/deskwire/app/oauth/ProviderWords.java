package io.deskwire.app.oauth;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An error with which a provider sent a person back (RFC 6749 section 4.1.2.1), in words. */
final class ProviderWords {

    private static final Pattern NAME = Pattern.compile("[A-Za-z_]{1,60}");
    private static final int LONGEST = 300;

    private ProviderWords() {}

    /** Plain text; whoever shows it in a page escapes it. */
    static String of(String error, @Nullable String description) {
        String advice = switch (error) {
            case "access_denied" ->
                "The consent was declined, or a policy of the organisation forbids it: connect the account again and allow"
                        + " what is asked for.";
            case "admin_policy_enforced" ->
                "An administrator's policy blocks the app: have it trusted in the Google Admin console, under Security,"
                        + " API controls, App access control.";
            case "consent_required", "interaction_required", "login_required" ->
                "An administrator has to consent first: in Entra ID, under Enterprise applications, Permissions.";
            case "invalid_scope" -> "The provider does not know a scope that was asked for: check scope.";
            case "unauthorized_client", "invalid_client" -> "The provider does not know the client: check client_id.";
            case "redirect_uri_mismatch" -> "Register this server's redirect address with the provider's client.";
            case "temporarily_unavailable", "server_error" ->
                "The provider cannot do it now: try again in a few minutes.";
            default -> "Check the client at the provider, and connect the account again.";
        };
        String name = NAME.matcher(error).matches() ? " Its error: " + error + "." : "";
        String own = description == null
                ? ""
                : description.replaceAll("\\p{Cntrl}", " ").strip();
        String cut = own.length() > LONGEST ? own.substring(0, LONGEST) + "…" : own;
        return advice + name + (cut.isEmpty() ? "" : " Its words: " + cut);
    }
}
