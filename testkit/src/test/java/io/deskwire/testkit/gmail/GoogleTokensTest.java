package io.deskwire.testkit.gmail;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.json.Json;
import io.deskwire.testkit.gmail.Peer.Answer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleTokensTest {

    private static final String BACK = "https://desk.example/oauth/google/callback";
    private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final Peer peer = new Peer();

    @AfterEach
    void stop() {
        peer.close();
    }

    private Answer refresh(String token) {
        return peer.token(Map.of("grant_type", "refresh_token", "refresh_token", token));
    }

    @Test
    void a_refresh_answers_with_the_scope_and_without_a_new_refresh_token() {
        int before = peer.gmail.tokenRequests();
        Answer answer = refresh(peer.mailbox.refreshToken(peer.client));
        assertThat(answer.json())
                .containsOnlyKeys("access_token", "expires_in", "scope", "token_type")
                .containsEntry("scope", GmailScopes.MODIFY)
                .containsEntry("expires_in", 3599L);
        assertThat(peer.gmail.tokenRequests()).isEqualTo(before + 1);
    }

    @Test
    void a_wrong_client_and_a_dead_token_are_told_apart() {
        String token = peer.mailbox.refreshToken(peer.client);
        Map<String, String> form = new LinkedHashMap<>(Map.of("grant_type", "refresh_token", "refresh_token", token));
        form.put("client_secret", "other");
        assertThat(peer.token(form).status()).isEqualTo(401);
        assertThat(peer.token(form).json())
                .containsEntry("error", "invalid_client")
                .containsEntry("error_description", "Unauthorized");
        form.put("client_id", "nobody");
        assertThat(peer.token(form).json()).containsEntry("error_description", "The OAuth client was not found.");
        peer.gmail.addClient("second", "word");
        form.put("client_secret", "word");
        form.put("client_id", "second");
        assertThat(peer.token(form).json()).containsEntry("error", "unauthorized_client");
        assertThat(peer.token(Map.of("grant_type", "password")).json())
                .containsEntry("error", "unsupported_grant_type");
        peer.mailbox.revoke();
        assertThat(refresh(token).json())
                .isEqualTo(Map.of("error", "invalid_grant", "error_description", "Token has been expired or revoked."));
        assertThat(peer.get("profile").status()).isEqualTo(401);
    }

    @Test
    void revoking_one_token_kills_all_of_the_project_and_no_others() {
        String first = peer.mailbox.refreshToken(peer.client);
        String sameProject = peer.mailbox.refreshToken(peer.gmail.addClient("second", "word"));
        GoogleClient foreign = peer.gmail.addClient("third", "word", "other-project");
        String otherProject = peer.mailbox.refreshToken(foreign);
        Answer revoked = peer.ask(HttpRequest.newBuilder(URI.create(peer.gmail.revokeUrl()))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("token=" + first.replace("/", "%2F"))));
        assertThat(revoked.status()).isEqualTo(200);
        assertThat(refresh(first).status()).isEqualTo(400);
        assertThat(peer.token(Map.of(
                                "grant_type", "refresh_token", "refresh_token", sameProject, "client_id", "second"))
                        .status())
                .isEqualTo(400);
        assertThat(peer.token(Map.of(
                                "grant_type", "refresh_token", "refresh_token", otherProject, "client_id", "third"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void the_token_endpoint_can_be_troubled() {
        String token = peer.mailbox.refreshToken(peer.client);
        peer.gmail.tokenTrouble(400, "admin_policy_enforced", "Blocked", 1);
        assertThat(refresh(token).json()).containsEntry("error", "admin_policy_enforced");
        peer.gmail.trouble(GmailTrouble.throttled(3), "^POST /token", 1);
        assertThat(refresh(token).status()).isEqualTo(429);
        peer.gmail.trouble(GmailTrouble.empty(503), "^POST /token", 1);
        assertThat(refresh(token).status()).isEqualTo(503);
        assertThat(refresh(token).status()).isEqualTo(200);
    }

    private Answer consent(String more) {
        return peer.ask(HttpRequest.newBuilder(URI.create(peer.gmail.authorizeUrl() + "?client_id=" + peer.client.id()
                        + "&redirect_uri=" + Peer.q(BACK) + "&response_type=code&state=s%261&scope="
                        + Peer.q(GmailScopes.MODIFY + " " + GmailScopes.SEND) + more))
                .GET());
    }

    private static String parameter(Answer answer, String name) {
        String query = URI.create(answer.header("location")).getQuery();
        return query.replaceAll("^(?:.*&)?" + name + "=([^&]*).*$", "$1");
    }

    private Answer exchange(String code, String verifier) {
        return peer.token(Map.of(
                "grant_type", "authorization_code", "code", code, "redirect_uri", BACK, "code_verifier", verifier));
    }

    @Test
    void consent_leads_back_with_a_code_that_is_good_once_and_for_its_verifier() {
        assertThat(consent("&login_hint=support@acme.example").text()).contains("redirect_uri_mismatch");
        peer.client.withRedirect(BACK);
        String asked = "&access_type=offline&prompt=consent&login_hint=support@acme.example&code_challenge=" + CHALLENGE
                + "&code_challenge_method=S256";
        Answer back = consent(asked);
        assertThat(back.status()).isEqualTo(302);
        assertThat(back.header("location")).startsWith(BACK + "?state=s%261&code=");
        Answer tokens = exchange(parameter(back, "code"), VERIFIER);
        assertThat(tokens.json()).containsKeys("refresh_token", "access_token");
        assertThat(String.valueOf(tokens.json().get("scope"))).contains(GmailScopes.SEND);
        assertThat(refresh(String.valueOf(tokens.at("refresh_token"))).status()).isEqualTo(200);
        assertThat(exchange(parameter(back, "code"), VERIFIER).json()).containsEntry("error", "invalid_grant");
        assertThat(exchange(parameter(consent(asked), "code"), "wrong").json()).containsEntry("error", "invalid_grant");
        Answer second = consent("&access_type=offline&login_hint=support@acme.example");
        assertThat(exchange(parameter(second, "code"), "").json())
                .containsKey("access_token")
                .doesNotContainKey("refresh_token");
    }

    @Test
    void a_user_may_untick_a_scope_be_somebody_else_or_refuse() {
        peer.client.withRedirect(BACK);
        peer.gmail.addMailbox("other@acme.example");
        peer.gmail.consentAs("other@acme.example", GmailScopes.SEND);
        Answer tokens =
                exchange(parameter(consent("&access_type=offline&login_hint=support@acme.example"), "code"), "");
        assertThat(tokens.json()).containsEntry("scope", GmailScopes.SEND);
        peer.gmail.refuseConsent("access_denied");
        assertThat(parameter(consent("&login_hint=a@b.example"), "error")).isEqualTo("access_denied");
    }

    private static String assertion(GoogleServiceAccount account, Map<String, Object> claims)
            throws GeneralSecurityException {
        Base64.Encoder url = Base64.getUrlEncoder().withoutPadding();
        String signed = url.encodeToString("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII))
                + "." + url.encodeToString(Json.writeBytes(claims));
        Object pem = Json.lenient().parseObject(account.keyJson()).get("private_key");
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(
                        Base64.getMimeDecoder().decode(String.valueOf(pem).replaceAll("-----[A-Z ]+-----", "")))));
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + url.encodeToString(signature.sign());
    }

    private Answer asserted(String assertion) {
        return peer.token(Map.of("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion", assertion));
    }

    private Map<String, Object> claims() {
        long now = peer.clock.instant().getEpochSecond();
        return new LinkedHashMap<>(Map.of(
                "iss",
                "desk@acme-helpdesk.iam.gserviceaccount.com",
                "sub",
                "support@acme.example",
                "scope",
                GmailScopes.MODIFY,
                "aud",
                "https://oauth2.googleapis.com/token",
                "iat",
                now,
                "exp",
                now + 3600));
    }

    @Test
    void a_service_account_acts_for_a_mailbox_once_it_is_delegated() throws GeneralSecurityException {
        GoogleServiceAccount account = peer.gmail.addServiceAccount("desk@acme-helpdesk.iam.gserviceaccount.com");
        assertThat(asserted(assertion(account, claims())).json()).containsEntry("error", "unauthorized_client");
        account.delegate(GmailScopes.MODIFY);
        Answer answer = asserted(assertion(account, claims()));
        peer.as(String.valueOf(answer.at("access_token")));
        assertThat(peer.get("profile").json()).containsEntry("emailAddress", "support@acme.example");
        GoogleServiceAccount other = peer.gmail.addServiceAccount("other@acme-helpdesk.iam.gserviceaccount.com");
        assertThat(asserted(assertion(other, claims())).json())
                .containsEntry("error_description", "Invalid JWT Signature.");
    }

    @ParameterizedTest
    @CsvSource({
        "iss, nobody@x.example, account not found",
        "sub, nobody@acme.example, Invalid email or User ID",
        "aud, https://other.example, audience",
        "exp, 1, reasonable timeframe",
        "iat, soon, required"
    })
    void a_wrong_claim_is_refused(String claim, String value, String text) throws GeneralSecurityException {
        GoogleServiceAccount account = peer.gmail
                .addServiceAccount("desk@acme-helpdesk.iam.gserviceaccount.com")
                .delegate(GmailScopes.MODIFY);
        Map<String, Object> claims = claims();
        claims.put(claim, value.matches("[0-9]+") ? (Object) Long.valueOf(value) : value);
        Answer answer = asserted(assertion(account, claims));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json()).containsEntry("error", "invalid_grant");
        assertThat(String.valueOf(answer.at("error_description"))).contains(text);
    }
}
