package io.deskwire.adapter.graph;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to do about a refusal of Microsoft's sign-in, of which only its own code tells the reason. */
final class SignInHints {

    private static final Pattern CODE = Pattern.compile("AADSTS(\\d{4,9})");

    private SignInHints() {}

    /** Whether a failure is one of the sign-in, and none of Graph. */
    static boolean isSignIn(ChannelException e) {
        return CODE.matcher(e.code().orElse("")).find();
    }

    /** The failure with a sentence that fits its code; as it was where there is none. */
    static ChannelException explained(ChannelException e, boolean delegated) {
        Matcher code = CODE.matcher(e.code().orElse(""));
        if (e.kind() != FailureKind.AUTH || !code.find()) {
            return e;
        }
        String hint = hint(code.group(1), delegated);
        return hint == null ? e : e.withHint(hint);
    }

    private static @Nullable String hint(String code, boolean delegated) {
        return switch (code) {
            case "7000215" ->
                "client_secret is wrong: it must be the secret's value, not its id (Entra admin center, App registrations,"
                        + " Certificates & secrets).";
            case "7000222" ->
                "The client secret has expired: make a new one (Entra admin center, App registrations, Certificates &"
                        + " secrets) and put its value into client_secret.";
            case "700016" ->
                "The directory tenant_id knows no application client_id: compare both with the app registration's overview.";
            case "90002", "900023", "50059" ->
                "There is no directory tenant_id: take the Directory (tenant) ID from the app registration's overview, and"
                        + " check api_base_url for national clouds.";
            case "500011", "1002012" ->
                "The sign-in and Graph are of different clouds: check api_base_url, token_url and scope_root.";
            case "65001" ->
                delegated
                        ? "Connect the account again; an administrator may have to grant consent first (Entra admin center,"
                                + " App registrations, API permissions)."
                        : "Grant admin consent (Entra admin center, App registrations, API permissions).";
            case "65004" -> "The consent was declined: connect the account again and accept what is asked for.";
            case "50076", "50079" ->
                "A policy asks for a second factor: connect the account again and sign in with it.";
            case "53003" ->
                "A Conditional Access policy refuses the sign-in from this server: let it except the application or this"
                        + " server's address, then connect the account again.";
            case "50057" -> "The account is disabled: enable it in the Entra admin center.";
            case "50034" -> "The directory knows no such account: check email_address and tenant_id.";
            case "700082", "70008" ->
                "The consent was not used for too long and has expired: connect the account again.";
            case "50173" -> "The consent was revoked, as a new password does: connect the account again.";
            default -> null;
        };
    }
}
