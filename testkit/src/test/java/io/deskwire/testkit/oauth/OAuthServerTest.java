package io.deskwire.testkit.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.json.Json;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The stand-in is as strict as what it stands for. */
class OAuthServerTest {

    private static final String BACK = "https://desk.example/oauth/callback";
    private static final String VERIFIER = "v".repeat(43);

    private final HttpClient http = HttpClient.newHttpClient();
    private final OAuthServer oauth = OAuthServer.start().client("desk", "s", BACK);

    @AfterEach
    void stop() {
        oauth.close();
    }

    private static Map<String, String> question() throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII));
        return new LinkedHashMap<>(Map.of(
                "response_type", "code",
                "client_id", "desk",
                "redirect_uri", BACK,
                "scope", "a b",
                "state", "x y",
                "code_challenge", Base64.getUrlEncoder().withoutPadding().encodeToString(digest),
                "code_challenge_method", "S256"));
    }

    private HttpResponse<String> authorize(Map<String, String> question) throws Exception {
        URI address = URI.create(Forms.with(oauth.authorizeUrl().toString(), question));
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    }

    private static String location(HttpResponse<String> answer) {
        return URLDecoder.decode(answer.headers().firstValue("Location").orElse(""), StandardCharsets.UTF_8);
    }

    private Map<String, String> codeForm() throws Exception {
        String code = location(authorize(question())).replaceFirst(".*[?&]code=([^&]*).*", "$1");
        return new LinkedHashMap<>(Map.of(
                "grant_type",
                "authorization_code",
                "client_id",
                "desk",
                "client_secret",
                "s",
                "code",
                code,
                "redirect_uri",
                BACK,
                "code_verifier",
                VERIFIER));
    }

    private HttpResponse<String> token(Map<String, String> form) throws Exception {
        String body = Forms.with("", form).substring(1);
        return http.send(
                HttpRequest.newBuilder(oauth.tokenUrl())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    @Test
    void a_code_is_good_once_with_its_verifier_and_its_address() throws Exception {
        Map<String, String> form = codeForm();
        HttpResponse<String> granted = token(form);
        assertThat(granted.statusCode()).as(granted.body()).isEqualTo(200);
        Map<String, Object> tokens = Json.strict().parseObject(granted.body().getBytes(StandardCharsets.UTF_8));
        assertThat(tokens).containsEntry("scope", "a b").containsKeys("refresh_token", "expires_in");
        assertThat(oauth.accountOf(String.valueOf(tokens.get("access_token")))).contains("support@tenant.example");
        assertThat(token(form).body()).contains("invalid_grant");

        Map<String, String> wrongVerifier = codeForm();
        wrongVerifier.put("code_verifier", "w".repeat(43));
        assertThat(token(wrongVerifier).body()).contains("invalid_grant");
        Map<String, String> wrongAddress = codeForm();
        wrongAddress.put("redirect_uri", BACK + "/");
        assertThat(token(wrongAddress).body()).contains("redirect_uri_mismatch");
        Map<String, String> wrongSecret = codeForm();
        wrongSecret.put("client_secret", "t");
        assertThat(token(wrongSecret).statusCode()).isEqualTo(401);
    }

    @Test
    void nobody_is_sent_to_an_address_that_is_not_registered() throws Exception {
        Map<String, String> question = question();
        question.put("redirect_uri", BACK + "?x");
        assertThat(authorize(question).statusCode()).isEqualTo(400);
    }

    @Test
    void a_question_without_a_challenge_comes_back_as_an_error_with_its_state() throws Exception {
        Map<String, String> question = question();
        question.remove("code_challenge");
        assertThat(location(authorize(question))).contains("error=invalid_request", "state=x y");
        Map<String, String> plain = question();
        plain.put("code_challenge_method", "plain");
        assertThat(location(authorize(plain))).contains("error=invalid_request");
    }

    @Test
    void a_replaced_refresh_token_and_a_revoked_account_are_refused() throws Exception {
        oauth.rotating(true);
        String first = oauth.grant("desk", "a@b.example", "mail");
        Map<String, String> form = new LinkedHashMap<>(Map.of(
                "grant_type", "refresh_token", "client_id", "desk", "client_secret", "s", "refresh_token", first));
        assertThat(token(form).statusCode()).isEqualTo(200);
        assertThat(token(form).body()).contains("invalid_grant");
        assertThat(oauth.isAlive(first)).isFalse();

        String second = oauth.grant("desk", "a@b.example", "mail");
        oauth.revoke("a@b.example");
        form.put("refresh_token", second);
        assertThat(token(form).body()).contains("invalid_grant");
        assertThat(oauth.count("refresh_token")).isEqualTo(3);
    }
}
