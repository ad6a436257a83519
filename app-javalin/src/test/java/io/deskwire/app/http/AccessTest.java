package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.app.access.Principal;
import io.deskwire.app.access.Rights;
import io.deskwire.app.access.Rights.Right;
import io.deskwire.app.metrics.Metrics;
import io.deskwire.jdbc.ApiToken.Role;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every route there is, called by those who may not. A new one without a decision in {@link Rights} fails here. */
class AccessTest {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private static RunningServer server;
    private static List<String> routes;
    private static String agent;
    private static String foreignAdmin;

    @BeforeAll
    static void start(@TempDir Path folder) {
        server = RunningServer.start(folder);
        routes = new WebServer(
                        server.context(), ApiRoutes.all(new Metrics(), new RequestSpool(folder.resolve("spool"))))
                .routes();
        agent = token("an agent", Role.AGENT, null);
        foreignAdmin = token("admin of bolt", Role.ADMIN, "bolt");
        for (String tenant : List.of("acme", "bolt")) {
            server.context().config().put(TokenApiTest.channel(tenant));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String token(String name, Role role, @Nullable String tenant) {
        return server.context()
                .access()
                .tokens()
                .make(name, role, tenant, null)
                .secret()
                .reveal();
    }

    @Test
    void what_is_needed_is_decided_for_every_route_and_for_no_other() {
        Set<String> undecided = new TreeSet<>();
        routes.stream().filter(route -> Rights.decided(route).isEmpty()).forEach(undecided::add);

        assertThat(undecided)
                .as("routes that io.deskwire.app.access.Rights decides nothing about")
                .isEmpty();
        assertThat(Rights.routes()).isEqualTo(new TreeSet<>(routes));
    }

    @Test
    void without_a_token_only_these_answer() {
        Set<String> open = new TreeSet<>();
        routes.stream().filter(Rights::isOpen).forEach(open::add);
        assertThat(open)
                .as("think twice before a route is opened to everybody")
                .containsExactlyInAnyOrder(
                        "GET /health/live",
                        "GET /health/ready",
                        "GET /docs",
                        "GET /oauth/callback",
                        "GET /files/{token}",
                        "HEAD /files/{token}",
                        "GET /webhooks/{provider}",
                        "POST /webhooks/{provider}",
                        "GET /webhooks/{provider}/{tenant}/{channel}",
                        "POST /webhooks/{provider}/{tenant}/{channel}",
                        "POST /webhooks/{provider}/{tenant}/{channel}/mime",
                        "GET /console/sign-in",
                        "POST /console/sign-in",
                        "GET /console/assets/{name}",
                        "GET /console/inline/{ticket}");

        Caller nobody = new Caller();
        for (String route : routes) {
            if (Rights.isOpen(route)) {
                continue;
            }
            HttpResponse<String> answer = nobody.call(route, Map.of());
            if (!route.contains(" /console")) {
                assertThat(answer.statusCode()).as(route).isEqualTo(401);
            } else if (answer.statusCode() == 303) {
                assertThat(answer.headers().firstValue("Location").orElse(""))
                        .as(route)
                        .startsWith("/console/sign-in?next=");
            } else {
                assertThat(answer.statusCode()).as(route).isIn(401, 286);
                assertThat(answer.body()).as(route).contains("signed out");
            }
        }
    }

    @Test
    void an_agent_comes_to_what_is_an_agents_and_to_nothing_else() {
        Caller caller = Caller.with(agent);
        for (String route : routes) {
            Right right = Rights.decided(route).orElseThrow();
            if (right == Right.OPEN || route.endsWith("/sign-out")) {
                continue;
            }
            HttpResponse<String> answer = caller.call(route, Map.of("tenant", "acme"));
            if (right == Right.AGENT || right == Right.SIGNED_IN) {
                assertThat(answer.statusCode()).as(route).isNotIn(401, 403, 500);
            } else {
                assertThat(answer.statusCode()).as(route).isEqualTo(403);
                assertThat(answer.body()).as(route).contains("needs the role admin");
            }
        }
    }

    @Test
    void another_tenants_admin_comes_to_nothing_of_this_one_and_to_nothing_of_all() {
        Caller caller = Caller.with(foreignAdmin);
        for (String route : routes) {
            Right right = Rights.decided(route).orElseThrow();
            if (right == Right.OPEN || route.endsWith("/sign-out")) {
                continue;
            }
            HttpResponse<String> answer = caller.call(route, Map.of("tenant", "acme"));
            if (!route.endsWith("/openapi.json")) {
                assertThat(answer.body()).as(route).doesNotContain("acme.example");
            }
            if (route.contains("{tenant}")) {
                assertThat(answer.statusCode()).as(route).isEqualTo(403);
                assertThat(answer.body()).as(route).contains("this token is for another tenant");
                if (right != Right.INSTALLATION) {
                    assertThat(refusal(route, "bolt")).as(route).isNull();
                }
            } else if (right == Right.INSTALLATION) {
                assertThat(answer.statusCode()).as(route).isEqualTo(403);
                assertThat(answer.body()).as(route).contains("for all tenants");
            } else {
                assertThat(answer.statusCode()).as(route).isEqualTo(200);
            }
        }
    }

    private static Rights.@Nullable Refusal refusal(String route, String tenant) {
        return Rights.refusal(new Principal("id", "name", Role.ADMIN, "bolt"), route, tenant);
    }

    @Test
    void another_spelling_of_an_address_is_no_way_around() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        for (String path : List.of(
                "/api/v1/tenants/%61cme/tickets",
                "/api/v1/tenants/acme/tickets/",
                "/api/v1//tenants/acme/tickets",
                "/api/v1/tenants/acme;a=b/tickets",
                "/api/v1/tenants/bolt/../acme/tickets",
                "/api/v1/tenants/bolt/%2e%2e/acme/tickets",
                "/API/v1/tenants/acme/tickets",
                "//metrics",
                "/metrics/",
                "/./metrics")) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server.address() + path))
                    .header("Authorization", "Bearer " + foreignAdmin)
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode())
                    .as(path)
                    .isIn(400, 401, 403, 404);
        }
        HttpRequest head = HttpRequest.newBuilder(URI.create(server.address() + "/metrics"))
                .method("HEAD", BodyPublishers.noBody())
                .build();
        assertThat(http.send(head, BodyHandlers.ofString()).headers().firstValue("Content-Length"))
                .as("asked for its head, a route does not run")
                .contains("0");
    }

    /** Calls routes with a token, and those of the console signed in with it. */
    private static final class Caller {
        private final HttpClient http =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
        private String bearer = "";
        private String csrf = "none";

        static Caller with(String secret) {
            Caller caller = new Caller();
            caller.bearer = "Bearer " + secret;
            HttpResponse<String> signedIn =
                    caller.send(HttpRequest.newBuilder(URI.create(server.address() + "/console/sign-in"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(BodyPublishers.ofString("token=" + URLEncoder.encode(secret, UTF_8))));
            assertThat(signedIn.statusCode()).isEqualTo(303);
            Matcher form = CSRF.matcher(caller.call("GET /console", Map.of()).body());
            assertThat(form.find()).isTrue();
            caller.csrf = form.group(1);
            return caller;
        }

        HttpResponse<String> call(String route, Map<String, String> known) {
            String[] parts = route.split(" ", 2);
            Map<String, String> values = new HashMap<>(known);
            String path = Pattern.compile("\\{(\\w+)}")
                    .matcher(parts[1])
                    .replaceAll(found -> values.getOrDefault(found.group(1), "1"));
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.address() + path));
            boolean console = path.startsWith("/console");
            if (!console && !bearer.isEmpty()) {
                request.header("Authorization", bearer);
            }
            if (console && parts[0].equals("POST")) {
                request.header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("_csrf=" + csrf));
            } else {
                request.method(parts[0], BodyPublishers.noBody());
            }
            return send(request);
        }

        private HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                HttpResponse<String> answer = http.send(request.build(), BodyHandlers.ofString());
                // On a machine that is too busy to send a few bytes the server takes us for one who holds it.
                for (int i = 0; answer.statusCode() == 408 && i < 5; i++) {
                    answer = http.send(request.build(), BodyHandlers.ofString());
                }
                return answer;
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
