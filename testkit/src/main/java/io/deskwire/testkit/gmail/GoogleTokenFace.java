package io.deskwire.testkit.gmail;

import io.deskwire.testkit.gmail.GoogleGrants.Consent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Google's token endpoint. Thread-safe. */
final class GoogleTokenFace {

    private final GoogleGrants grants;
    private final GoogleConsentFace consents;
    private final Map<String, GoogleClient> clients;
    private final GoogleAssertions assertions;

    GoogleTokenFace(
            GoogleGrants grants,
            GoogleConsentFace consents,
            Map<String, GoogleClient> clients,
            GoogleAssertions assertions) {
        this.grants = grants;
        this.consents = consents;
        this.clients = clients;
        this.assertions = assertions;
    }

    /** A refusal in OAuth's form. */
    static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final int status;
        private final String error;

        Refused(int status, String error, String description) {
            super(description, null, false, false);
            this.status = status;
            this.error = error;
        }

        GmailReply reply() {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("error", error);
            tree.put("error_description", getMessage());
            return GmailReply.json(status, tree);
        }
    }

    GmailReply token(GmailRequest request) {
        try {
            if (!request.method().equals("POST")) {
                return GmailReply.text(404, "text/html", "<html><body>Not Found</body></html>");
            }
            if (!request.header("content-type").orElse("").startsWith("application/x-www-form-urlencoded")) {
                throw new Refused(400, "invalid_request", "Bad Request");
            }
            Map<String, String> form = request.form();
            return switch (form.getOrDefault("grant_type", "")) {
                case "refresh_token" -> refreshed(form);
                case "authorization_code" -> exchanged(form);
                case "urn:ietf:params:oauth:grant-type:jwt-bearer" -> asserted(form);
                default -> throw new Refused(400, "unsupported_grant_type", "Invalid grant_type");
            };
        } catch (Refused e) {
            return e.reply();
        }
    }

    GmailReply revoke(GmailRequest request) {
        String token =
                request.form().getOrDefault("token", request.parameter("token").orElse(""));
        if (token.isEmpty()) {
            return new Refused(400, "invalid_request", "Missing token").reply();
        }
        grants.revokeToken(token);
        return GmailReply.json(200, Map.of());
    }

    private GoogleClient client(Map<String, String> form) {
        GoogleClient client = clients.get(form.getOrDefault("client_id", ""));
        if (client == null) {
            throw new Refused(401, "invalid_client", "The OAuth client was not found.");
        }
        if (!client.opensTo(form.getOrDefault("client_secret", ""))) {
            throw new Refused(401, "invalid_client", "Unauthorized");
        }
        return client;
    }

    private GmailReply refreshed(Map<String, String> form) {
        GoogleClient client = client(form);
        Consent consent = grants.consent(form.getOrDefault("refresh_token", ""))
                .orElseThrow(() -> new Refused(400, "invalid_grant", "Token has been expired or revoked."));
        if (!consent.clientId().equals(client.id())) {
            throw new Refused(401, "unauthorized_client", "Unauthorized");
        }
        String access = grants.access(consent.email(), consent.project(), consent.scopes());
        return GmailReply.json(200, answer(access, consent.scopes()));
    }

    private GmailReply exchanged(Map<String, String> form) {
        GoogleClient client = client(form);
        GoogleConsentFace.Code code = consents.redeem(form.getOrDefault("code", ""))
                .filter(each -> each.clientId().equals(client.id()))
                .orElseThrow(() -> new Refused(400, "invalid_grant", "Malformed auth code."));
        if (!code.redirect().equals(form.get("redirect_uri"))) {
            throw new Refused(400, "redirect_uri_mismatch", "Bad Request");
        }
        if (!code.challenge().isEmpty()
                && !code.challenge().equals(challenge(form.getOrDefault("code_verifier", "")))) {
            throw new Refused(400, "invalid_grant", "Invalid code verifier.");
        }
        String access = grants.access(code.email(), client.project(), code.scopes());
        Map<String, Object> answer = answer(access, code.scopes());
        if (code.offline()) {
            answer.put("refresh_token", grants.consent(code.email(), client, code.scopes()));
        }
        return GmailReply.json(200, answer);
    }

    private GmailReply asserted(Map<String, String> form) {
        GoogleAssertions.Asserted asserted = assertions.check(form.getOrDefault("assertion", ""));
        String access = grants.access(asserted.email(), asserted.project(), asserted.scopes());
        Map<String, Object> answer = answer(access, asserted.scopes());
        // Google leaves the scope out here.
        answer.remove("scope");
        return GmailReply.json(200, answer);
    }

    private static Map<String, Object> answer(String access, Set<String> scopes) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("access_token", access);
        tree.put("expires_in", GoogleGrants.LIFETIME.toSeconds());
        tree.put("scope", String.join(" ", new TreeSet<>(scopes)));
        tree.put("token_type", "Bearer");
        return tree;
    }

    static String challenge(String verifier) {
        try {
            return GoogleKeys.base64(
                    MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no SHA-256", e);
        }
    }

    /** The access token that a request shows. */
    static Optional<String> shown(GmailRequest request) {
        return request.header("authorization")
                .filter(value -> value.toLowerCase(Locale.ROOT).startsWith("bearer "))
                .map(value -> value.substring(7).strip());
    }
}
