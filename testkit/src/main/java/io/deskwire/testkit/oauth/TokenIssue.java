package io.deskwire.testkit.oauth;

import io.deskwire.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Clients, codes and tokens. Thread-safe. */
final class TokenIssue {

    private record Client(@Nullable Secret secret, List<String> redirectUris) {}

    private record Code(String clientId, String redirectUri, String challenge, String account, Set<String> scopes) {}

    private record Right(String clientId, String account, Set<String> scopes) {}

    final Assertions assertions;
    volatile boolean rotating;
    volatile boolean keepingOld;
    volatile boolean offline = true;
    volatile Duration lifetime = Duration.ofHours(1);
    volatile @Nullable String audience;

    private final Map<String, Client> clients = new HashMap<>();
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Right> refresh = new HashMap<>();
    private final Map<String, Right> access = new HashMap<>();

    TokenIssue(Assertions assertions) {
        this.assertions = assertions;
    }

    synchronized void client(String id, @Nullable String secret, List<String> redirectUris) {
        clients.put(id, new Client(secret == null ? null : Secret.of(secret), redirectUris));
    }

    synchronized boolean mayRedirect(String clientId, String redirectUri) {
        Client client = clients.get(clientId);
        return client != null && client.redirectUris().contains(redirectUri);
    }

    /** RFC 6749 section 4.1.1 with RFC 7636 section 4.3; only S256 is taken. */
    synchronized String code(Map<String, String> query, String account, Set<String> unticked) throws Refusal {
        if (!"code".equals(query.get("response_type"))) {
            throw new Refusal(400, "unsupported_response_type", "Only code is taken.");
        }
        String challenge = Refusal.required(query, "code_challenge");
        if (!"S256".equals(query.get("code_challenge_method"))) {
            throw Refusal.request("code_challenge_method must be S256.");
        }
        Set<String> scopes = scopes(Refusal.required(query, "scope"));
        scopes.removeAll(unticked);
        String code = random("code");
        codes.put(
                code,
                new Code(
                        Refusal.required(query, "client_id"),
                        Refusal.required(query, "redirect_uri"),
                        challenge,
                        account,
                        scopes));
        return code;
    }

    synchronized String refreshToken(String clientId, String account, Set<String> scopes) {
        String token = random("refresh");
        refresh.put(token, new Right(clientId, account, scopes));
        return token;
    }

    /** One request to the token endpoint. */
    synchronized Reply issue(Map<String, String> form, String here) throws Refusal {
        String grantType = Refusal.required(form, "grant_type");
        return switch (grantType) {
            case "authorization_code" -> byCode(form);
            case "refresh_token" -> byRefreshToken(form);
            case "client_credentials" -> {
                String clientId = authenticated(form);
                yield tokens(new Right(clientId, clientId, scopes(Refusal.required(form, "scope"))), null);
            }
            case "urn:ietf:params:oauth:grant-type:jwt-bearer" -> {
                String expected = audience;
                Assertions.Claim claim =
                        assertions.check(Refusal.required(form, "assertion"), expected == null ? here : expected);
                yield tokens(new Right("", claim.account(), scopes(claim.scope())), null);
            }
            default -> throw new Refusal(400, "unsupported_grant_type", "Invalid grant_type.");
        };
    }

    private Reply byCode(Map<String, String> form) throws Refusal {
        String clientId = authenticated(form);
        // Used up by the attempt (RFC 6749 section 4.1.2).
        Code code = codes.remove(Refusal.required(form, "code"));
        if (code == null || !code.clientId().equals(clientId)) {
            throw Refusal.grant("Malformed auth code.");
        }
        if (!code.redirectUri().equals(form.get("redirect_uri"))) {
            throw new Refusal(400, "redirect_uri_mismatch", "Bad Request");
        }
        if (!code.challenge().equals(challenge(Refusal.required(form, "code_verifier")))) {
            throw Refusal.grant("Invalid code verifier.");
        }
        Right right = new Right(clientId, code.account(), code.scopes());
        return tokens(right, offline ? refreshToken(clientId, code.account(), code.scopes()) : null);
    }

    private Reply byRefreshToken(Map<String, String> form) throws Refusal {
        String clientId = authenticated(form);
        String token = Refusal.required(form, "refresh_token");
        Right right = refresh.get(token);
        if (right == null) {
            throw Refusal.grant("Token has been expired or revoked.");
        }
        if (!right.clientId().equals(clientId)) {
            throw new Refusal(401, "unauthorized_client", "Unauthorized");
        }
        if (!rotating) {
            return tokens(right, null);
        }
        if (!keepingOld) {
            refresh.remove(token);
        }
        return tokens(right, refreshToken(clientId, right.account(), right.scopes()));
    }

    private String authenticated(Map<String, String> form) throws Refusal {
        String id = Refusal.required(form, "client_id");
        Client client = clients.get(id);
        if (client == null) {
            throw new Refusal(401, "invalid_client", "The OAuth client was not found.");
        }
        if (client.secret() != null && !client.secret().equals(Secret.of(Refusal.text(form.get("client_secret"))))) {
            throw new Refusal(401, "invalid_client", "Unauthorized");
        }
        return id;
    }

    private Reply tokens(Right right, @Nullable String refreshToken) {
        String token = random("access");
        access.put(token, right);
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("access_token", token);
        tree.put("token_type", "Bearer");
        tree.put("expires_in", lifetime.toSeconds());
        tree.put("scope", String.join(" ", right.scopes()));
        if (refreshToken != null) {
            tree.put("refresh_token", refreshToken);
        }
        return Reply.json(200, tree);
    }

    synchronized void revoke(String account) {
        refresh.values().removeIf(right -> right.account().equals(account));
        access.values().removeIf(right -> right.account().equals(account));
    }

    synchronized void expireAccessTokens() {
        access.clear();
    }

    synchronized Optional<String> accountOf(String accessToken) {
        return Optional.ofNullable(access.get(accessToken)).map(Right::account);
    }

    synchronized Set<String> scopesOf(String accessToken) {
        Right right = access.get(accessToken);
        return right == null ? Set.of() : Set.copyOf(right.scopes());
    }

    synchronized boolean isAlive(String refreshToken) {
        return refresh.containsKey(refreshToken);
    }

    private static Set<String> scopes(String text) {
        return new LinkedHashSet<>(Arrays.asList(text.strip().split(" +")));
    }

    private static String challenge(String verifier) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String random(String kind) {
        return kind + "-" + UUID.randomUUID();
    }
}
