package io.deskwire.http;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a token endpoint is asked for.
 *
 * @param kind by what right
 * @param url the endpoint
 * @param form the fields, secrets among them
 */
record TokenRequest(Kind kind, URI url, Map<String, String> form) {

    /** By what right a token is asked for; errors of the same name mean different things. */
    enum Kind {
        REFRESH,
        CLIENT,
        ASSERTION,
        CODE
    }

    /** RFC 6749 section 6. */
    static TokenRequest refresh(Grant grant, Secret refreshToken) {
        Map<String, String> form = client("refresh_token", grant);
        form.put("refresh_token", refreshToken.reveal());
        addScope(form, grant.scope());
        return new TokenRequest(Kind.REFRESH, grant.tokenUrl(), form);
    }

    /** RFC 6749 section 4.4. */
    static TokenRequest client(Grant grant) {
        Map<String, String> form = client("client_credentials", grant);
        addScope(form, grant.scope());
        return new TokenRequest(Kind.CLIENT, grant.tokenUrl(), form);
    }

    /** RFC 7523 section 2.1; client and scope stand in the assertion. */
    static TokenRequest assertion(Grant grant, Secret assertion) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer");
        form.put("assertion", assertion.reveal());
        return new TokenRequest(Kind.ASSERTION, grant.tokenUrl(), form);
    }

    /** RFC 6749 section 4.1.3 with the verifier of RFC 7636 section 4.5. */
    static TokenRequest code(Grant client, Secret code, URI redirectUri, Secret verifier) {
        Map<String, String> form = client("authorization_code", client);
        form.put("code", code.reveal());
        form.put("redirect_uri", redirectUri.toString());
        form.put("code_verifier", verifier.reveal());
        return new TokenRequest(Kind.CODE, client.tokenUrl(), form);
    }

    /** The client's credentials go into the body (RFC 6749 section 2.3.1), the one way that all providers take. */
    private static Map<String, String> client(String grantType, Grant grant) {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", grantType);
        form.put("client_id", grant.clientId());
        Secret clientSecret = grant.clientSecret();
        if (clientSecret != null) {
            form.put("client_secret", clientSecret.reveal());
        }
        return form;
    }

    private static void addScope(Map<String, String> form, @Nullable String scope) {
        if (scope != null && !scope.isBlank()) {
            form.put("scope", scope);
        }
    }

    byte[] body() {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Without the form. */
    @Override
    public String toString() {
        return kind + " at " + url.getHost();
    }
}
