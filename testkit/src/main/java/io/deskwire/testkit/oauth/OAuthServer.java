package io.deskwire.testkit.oauth;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An authorization server (RFC 6749, RFC 7636, RFC 7523) for tests: an authorization endpoint where somebody is always
 * signed in and presses one button, and a token endpoint that checks what the real ones check. Thread-safe.
 *
 * <p>By itself it listens on a free port of 127.0.0.1 ({@link #start}); a simulator that has a server already mounts
 * {@link #authorization} and {@link #token} there.
 */
public final class OAuthServer implements AutoCloseable {

    /** How the token endpoint misbehaves. */
    public enum Trouble {
        /** 429 with {@code Retry-After: 7}. */
        THROTTLED,
        /** 503. */
        UNAVAILABLE,
        /** 200 with a page, as portals of hotels answer. */
        HTML,
        /** 400 {@code temporarily_unavailable}. */
        BUSY,
        /** 400 {@code slow_down}. */
        SLOW_DOWN
    }

    private final TokenIssue issue;
    private final List<Map<String, String>> tokenRequests = new CopyOnWriteArrayList<>();
    private final AtomicInteger authorizations = new AtomicInteger();
    private final List<Trouble> troubles = new ArrayList<>();
    private @Nullable HttpServer server;
    private @Nullable ExecutorService threads;

    private volatile String account = "support@tenant.example";
    private volatile Set<String> unticked = Set.of();
    private volatile @Nullable String error;
    private volatile String errorDescription = "";
    private volatile @Nullable URI baseUrl;

    private OAuthServer(InstantSource clock) {
        issue = new TokenIssue(new Assertions(clock));
    }

    /** One that listens nowhere by itself; assertions are expected of the present time. */
    public static OAuthServer embedded() {
        return embedded(InstantSource.system());
    }

    /** The same by another clock. */
    public static OAuthServer embedded(InstantSource clock) {
        return new OAuthServer(clock);
    }

    /** One that listens: {@link #authorizeUrl} and {@link #tokenUrl}. */
    public static OAuthServer start() {
        return start(InstantSource.system());
    }

    /** The same by another clock. */
    public static OAuthServer start(InstantSource clock) {
        OAuthServer oauth = new OAuthServer(clock);
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
            http.createContext("/authorize", oauth.authorization());
            http.createContext("/token", oauth.token());
            ExecutorService threads = Executors.newFixedThreadPool(8, job -> {
                Thread thread = new Thread(job, "oauth-server");
                thread.setDaemon(true);
                return thread;
            });
            http.setExecutor(threads);
            http.start();
            oauth.server = http;
            oauth.threads = threads;
            oauth.baseUrl = URI.create("http://127.0.0.1:" + http.getAddress().getPort());
            return oauth;
        } catch (IOException e) {
            throw new UncheckedIOException("the authorization server cannot listen", e);
        }
    }

    /** The authorization endpoint of {@link #start}. */
    public URI authorizeUrl() {
        return address("/authorize");
    }

    /** The token endpoint of {@link #start}. */
    public URI tokenUrl() {
        return address("/token");
    }

    private URI address(String path) {
        URI base = baseUrl;
        if (base == null) {
            throw new IllegalStateException("an embedded server does not know where it is reached");
        }
        return base.resolve(path);
    }

    /**
     * Registers a client.
     *
     * @param secret null for a public client
     * @param redirectUris where browsers may be sent back to, compared byte for byte
     */
    public OAuthServer client(String id, @Nullable String secret, String... redirectUris) {
        issue.client(id, secret, List.of(redirectUris));
        return this;
    }

    /** Registers a service account. */
    public OAuthServer serviceAccount(String issuer, PublicKey key) {
        issue.assertions.add(issuer, key);
        return this;
    }

    /** Expects this {@code aud} of assertions; the token endpoint's own address otherwise. */
    public OAuthServer audience(String expected) {
        issue.audience = expected;
        return this;
    }

    /** Whose browser comes to the authorization endpoint from now on. */
    public OAuthServer signedInAs(String who) {
        account = who;
        return this;
    }

    /** What the person does not allow from now on. */
    public OAuthServer unticking(String... scopes) {
        unticked = Set.of(scopes);
        return this;
    }

    /** The authorization endpoint answers with an error from now on; null ends that. */
    public OAuthServer denying(@Nullable String name, String description) {
        errorDescription = description;
        error = name;
        return this;
    }

    /** Whether every refresh replaces the refresh token; the old one is refused from then on. */
    public OAuthServer rotating(boolean on) {
        issue.rotating = on;
        return this;
    }

    /** Whether a refresh token that was replaced goes on working, as with Microsoft; false at first. */
    public OAuthServer keepingOld(boolean on) {
        issue.keepingOld = on;
        return this;
    }

    /** Whether a consent brings a refresh token; true at first. */
    public OAuthServer offline(boolean on) {
        issue.offline = on;
        return this;
    }

    /** What {@code expires_in} says from now on; an hour at first. Nothing is measured: see {@link #expireAccessTokens}. */
    public OAuthServer lifetime(Duration lifetime) {
        issue.lifetime = lifetime;
        return this;
    }

    /** The next requests to the token endpoint go wrong. */
    public OAuthServer trouble(Trouble trouble, int times) {
        synchronized (troubles) {
            for (int i = 0; i < times; i++) {
                troubles.add(trouble);
            }
        }
        return this;
    }

    /** Forgets planned troubles. */
    public void behave() {
        synchronized (troubles) {
            troubles.clear();
        }
    }

    /** A refresh token without a consent page, for documents that hold one from the beginning. */
    public String grant(String clientId, String who, String... scopes) {
        return issue.refreshToken(clientId, who, new LinkedHashSet<>(List.of(scopes)));
    }

    /** The person withdraws: every refresh and access token of the account is dead. */
    public void revoke(String who) {
        issue.revoke(who);
    }

    /** Every access token issued so far is refused from now on. */
    public void expireAccessTokens() {
        issue.expireAccessTokens();
    }

    /** Whose account an access token opens; empty for one that is dead or none of ours. */
    public Optional<String> accountOf(String accessToken) {
        return issue.accountOf(accessToken);
    }

    /** What an access token allows; empty for one that is dead or none of ours. */
    public Set<String> scopesOf(String accessToken) {
        return issue.scopesOf(accessToken);
    }

    /** Whether a refresh token can be used. */
    public boolean isAlive(String refreshToken) {
        return issue.isAlive(refreshToken);
    }

    /** The fields of every request to the token endpoint so far, troubled ones included. */
    public List<Map<String, String>> tokenRequests() {
        return List.copyOf(tokenRequests);
    }

    /** How many of the token endpoint's requests were of a kind, such as {@code refresh_token}. */
    public int count(String grantType) {
        return (int) tokenRequests.stream()
                .filter(request -> grantType.equals(request.get("grant_type")))
                .count();
    }

    /** How many browsers came to the authorization endpoint. */
    public int authorizations() {
        return authorizations.get();
    }

    /** The authorization endpoint, to be mounted in a server. */
    public HttpHandler authorization() {
        return exchange ->
                answer(exchange, authorize(fields(exchange.getRequestURI().getRawQuery())));
    }

    /** The token endpoint, to be mounted in a server. */
    public HttpHandler token() {
        return exchange -> {
            byte[] body = exchange.getRequestBody().readNBytes(1 << 16);
            Map<String, String> fields = fields(new String(body, StandardCharsets.UTF_8));
            tokenRequests.add(fields);
            String here = "http://" + exchange.getRequestHeaders().getFirst("Host")
                    + exchange.getRequestURI().getPath();
            boolean form = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"))
                    .startsWith("application/x-www-form-urlencoded");
            boolean post = exchange.getRequestMethod().equals("POST");
            answer(exchange, post && form ? issueOrFail(fields, here) : Reply.html(405, "POST a form"));
        };
    }

    private Reply issueOrFail(Map<String, String> fields, String here) {
        Trouble next;
        synchronized (troubles) {
            next = troubles.isEmpty() ? null : troubles.remove(0);
        }
        if (next == null) {
            try {
                return issue.issue(fields, here);
            } catch (Refusal e) {
                return e.reply();
            }
        }
        return switch (next) {
            case THROTTLED ->
                new Reply(429, Map.of("Retry-After", "7", "Content-Type", "application/json"), "{\"error\":\"rate\"}");
            case UNAVAILABLE -> Reply.html(503, "Back soon");
            case HTML -> Reply.html(200, "Sign in to the hotel");
            case BUSY -> Reply.error(400, "temporarily_unavailable", "Try again later.");
            case SLOW_DOWN -> Reply.error(400, "slow_down", "Try again later.");
        };
    }

    private Reply authorize(Map<String, String> query) {
        authorizations.incrementAndGet();
        String redirectUri = Refusal.text(query.get("redirect_uri"));
        if (!issue.mayRedirect(Refusal.text(query.get("client_id")), redirectUri)) {
            // Never sent back: RFC 6749 section 4.1.2.1.
            return Reply.html(400, "redirect_uri_mismatch");
        }
        Map<String, String> answer = new LinkedHashMap<>();
        try {
            if (error != null) {
                throw new Refusal(400, error, errorDescription);
            }
            answer.put("code", issue.code(query, account, unticked));
        } catch (Refusal e) {
            answer.put("error", e.error());
            answer.put("error_description", String.valueOf(e.getMessage()));
        }
        if (query.containsKey("state")) {
            answer.put("state", query.get("state"));
        }
        return Reply.redirect(Forms.with(redirectUri, answer));
    }

    private static Map<String, String> fields(@Nullable String encoded) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String pair : (encoded == null ? "" : encoded).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                fields.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return fields;
    }

    private static void answer(HttpExchange exchange, Reply reply) throws IOException {
        try (exchange) {
            reply.headers()
                    .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
        if (threads != null) {
            threads.shutdownNow();
        }
    }
}
