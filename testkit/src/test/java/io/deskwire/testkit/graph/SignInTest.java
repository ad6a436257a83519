package io.deskwire.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SignInTest {

    private static final String REDIRECT = "https://desk.example/back";

    private final Bench bench = new Bench();
    private final String client = "client_id=" + bench.app.clientId() + "&client_secret=key";

    @AfterEach
    void stop() {
        bench.close();
    }

    private Caller.Got token(String tenant, String form) throws IOException, InterruptedException {
        return Caller.form(bench.graph.tokenUrl(tenant), form);
    }

    private Caller.Got appOnly(String tenant, String form) throws IOException, InterruptedException {
        return token(tenant, "grant_type=client_credentials&" + form);
    }

    private String scope() {
        return "&scope=" + bench.graph.apiBaseUrl().replace("/v1.0", "/.default");
    }

    @Test
    void an_app_gets_a_token_without_a_refresh_token() throws Exception {
        Map<String, Object> tree = appOnly(Bench.TENANT, client + scope()).json();

        assertThat(tree).containsEntry("expires_in", 3599L).doesNotContainKey("refresh_token");
        Caller caller = new Caller(bench.graph, String.valueOf(tree.get("access_token")));
        assertThat(caller.get(bench.user() + "/messages").status()).isEqualTo(200);
        bench.clock.advance(Duration.ofSeconds(3599));
        assertThat(caller.get(bench.user() + "/messages").code()).isEqualTo("InvalidAuthenticationToken");
        assertThat(bench.app.tokenRequests(GraphApp.GrantType.CLIENT_CREDENTIALS))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "common,key,/.default,400,50059",
        "11111111-6d4d-4958-8b9f-9d6445542f95,key,/.default,400,90002",
        "a b,key,/.default,400,900023",
        "OURS,wrong,/.default,401,7000215",
        "OURS,key,/Mail.Send,400,1002012",
        "OURS,key,/other/.default,400,500011"
    })
    void faults_have_their_numbers(String tenant, String key, String scope, int status, int code) throws Exception {
        Caller.Got got = appOnly(
                tenant.equals("OURS") ? Bench.TENANT : tenant.replace(" ", "%20"),
                "client_id=" + bench.app.clientId() + "&client_secret=" + key + "&scope="
                        + bench.graph.apiBaseUrl().replace("/v1.0", scope));

        assertThat(got.status()).isEqualTo(status);
        assertThat(got.json()).containsEntry("error_codes", List.of((long) code));
        assertThat(String.valueOf(got.json().get("error_description"))).startsWith("AADSTS" + code + ": ");
    }

    @Test
    void an_app_of_another_tenant_is_unknown() throws Exception {
        bench.graph.addMailbox("other.example", "zoe@other.example");

        assertThat(appOnly("other.example", client + scope()).json())
                .containsEntry("error", "unauthorized_client")
                .containsEntry("error_codes", List.of(700016L));
    }

    @ParameterizedTest
    @EnumSource(SignInError.class)
    void any_refusal_can_be_planned(SignInError error) throws Exception {
        bench.app.refuseOneToken(error);

        Caller.Got refused = appOnly(Bench.TENANT, client + scope());

        assertThat(refused.json()).containsEntry("error", error.error()).containsEntry("error_codes", List.of((long)
                error.code()));
        assertThat(appOnly(Bench.TENANT, client + scope()).status()).isEqualTo(200);
    }

    private String code(String challenge) throws IOException, InterruptedException {
        String url = bench.graph.authorizeUrl("organizations") + "?client_id=" + bench.app.clientId()
                + "&response_type=code&redirect_uri=" + URLEncoder.encode(REDIRECT, StandardCharsets.UTF_8)
                + "&scope=offline_access%20Mail.ReadWrite&state=s%2B1&code_challenge_method=S256&code_challenge="
                + challenge;
        String location =
                Caller.send(HttpRequest.newBuilder(URI.create(url)).GET()).header("Location");
        assertThat(location).startsWith(REDIRECT + "?code=").endsWith("&state=s%2B1");
        return location.replaceAll(".*code=|&.*", "");
    }

    private Caller.Got redeem(String code, String verifier) throws IOException, InterruptedException {
        return token(
                "organizations",
                client + "&grant_type=authorization_code&code=" + code + "&redirect_uri="
                        + URLEncoder.encode(REDIRECT, StandardCharsets.UTF_8) + "&code_verifier=" + verifier);
    }

    @Test
    void consent_gives_a_code_that_is_good_once_and_for_its_verifier() throws Exception {
        String code = code(SignIns.challengeOf("the-verifier"));

        assertThat(redeem(code, "another").json()).containsEntry("error_codes", List.of(501481L));
        Map<String, Object> tree = redeem(code, "the-verifier").json();
        assertThat(redeem(code, "the-verifier").json()).containsEntry("error_codes", List.of(54005L));

        Caller caller = new Caller(bench.graph, String.valueOf(tree.get("access_token")));
        assertThat(caller.get("/me").json()).containsEntry("userPrincipalName", "support@desk.example");
        assertThat(tree).containsKey("refresh_token");
    }

    @Test
    void each_refresh_gives_a_new_refresh_token_until_they_are_revoked() throws Exception {
        String first = bench.app.consent(bench.mailbox);
        String form = client + "&grant_type=refresh_token&scope=offline_access&refresh_token=";

        String second = String.valueOf(token(Bench.TENANT, form + first).json().get("refresh_token"));
        assertThat(second).isNotEqualTo(first);
        assertThat(token(Bench.TENANT, form + first).status()).isEqualTo(200);
        bench.app.revokeRefreshTokens(SignInError.GRANT_REVOKED);
        assertThat(token(Bench.TENANT, form + second).json()).containsEntry("error_codes", List.of(50173L));

        String idle = bench.app.consent(bench.mailbox);
        bench.clock.advance(Duration.ofDays(91));
        assertThat(token(Bench.TENANT, form + idle).json()).containsEntry("error_codes", List.of(700082L));
        assertThat(bench.app.tokenRequests(GraphApp.GrantType.REFRESH_TOKEN)).isEqualTo(4);
    }

    @Test
    void the_endpoint_itself_may_be_throttled_or_down() throws Exception {
        bench.graph.trouble(GraphTrouble.throttled("5"), "oauth2/v2.0/token", 1);
        bench.graph.trouble(GraphTrouble.htmlPage(503), "oauth2/v2.0/token", 1);

        assertThat(appOnly(Bench.TENANT, client + scope()).header("Retry-After"))
                .isEqualTo("5");
        assertThat(appOnly(Bench.TENANT, client + scope()).status()).isEqualTo(503);
        assertThat(bench.app.tokenRequests(GraphApp.GrantType.CLIENT_CREDENTIALS))
                .as("those that never came to the app do not count")
                .isZero();
    }

    @Test
    void an_expired_client_secret_and_withdrawn_tokens_say_so() throws Exception {
        bench.app.expireClientSecret(true);
        assertThat(appOnly(Bench.TENANT, client + scope()).json()).containsEntry("error_codes", List.of(7000222L));
        bench.app.revokeAccessTokens();
        assertThat(bench.caller.get(bench.user()).status()).isEqualTo(401);
    }

    @Test
    void an_administrator_consents_for_everybody() throws Exception {
        String url = bench.graph.adminConsentUrl(Bench.TENANT) + "?client_id=" + bench.app.clientId()
                + "&redirect_uri=https%3A%2F%2Fdesk.example%2Fback&state=7";

        assertThat(Caller.send(HttpRequest.newBuilder(URI.create(url)).GET()).header("Location"))
                .isEqualTo("https://desk.example/back?admin_consent=True&tenant=" + Bench.TENANT + "&state=7");
    }

    @Test
    void somebody_may_decline() throws Exception {
        bench.app.declinesConsent(true);
        String url = bench.graph.authorizeUrl(Bench.TENANT) + "?client_id=" + bench.app.clientId()
                + "&response_type=code&scope=x&redirect_uri=https%3A%2F%2Fdesk.example%2Fback";

        assertThat(Caller.send(HttpRequest.newBuilder(URI.create(url)).GET()).header("Location"))
                .contains("error=access_denied");
    }
}
