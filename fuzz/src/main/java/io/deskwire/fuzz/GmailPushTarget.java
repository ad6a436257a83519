package io.deskwire.fuzz;

import io.deskwire.adapter.gmail.GmailChannelType;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pub/Sub's pushes: a body that nobody signed under a token that Google signed. */
public final class GmailPushTarget {

    private static final Instant AT = Instant.parse("2026-11-22T10:15:00Z");
    private static final String URL = "https://desk.example/webhooks/gmail/acme/mail";
    private static final String ACCOUNT = "push@acme-helpdesk.iam.gserviceaccount.com";
    private static final Set<Integer> TAKEN = Set.of(204);
    private static final KeyPair KEY = Proofs.pair("RSA", 2048);
    private static final String TOKEN = token(Json.writeBytes(Map.of(
            "iss",
            "https://accounts.google.com",
            "aud",
            URL,
            "email",
            ACCOUNT,
            "email_verified",
            true,
            "iat",
            AT.getEpochSecond() - 10,
            "exp",
            AT.getEpochSecond() + 3600)));
    private static final WebhookProbe PROBE = new WebhookProbe(
            new GmailChannelType(() -> AT),
            Map.of(
                    "client_id",
                    "app",
                    "client_secret",
                    "s",
                    "email_address",
                    "support@acme.example",
                    "push_service_account",
                    ACCOUNT,
                    "jwks_url",
                    LocalHost.serving(jwks()) + "/certs"));

    private GmailPushTarget() {}

    /**
     * {@code p} a body under a good token, {@code d} a notification within such a body; {@code c} claims of another's that are
     * signed, {@code u} a line with a token, then a body.
     */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        FuzzInput input = new FuzzInput(data);
        switch (input.mode("pdcu")) {
            case 'p' -> PROBE.takes(post("Bearer " + TOKEN, input.rest()), TAKEN);
            case 'd' ->
                PROBE.takes(
                        post(
                                "Bearer " + TOKEN,
                                Json.writeBytes(Map.of("message", Map.of("data", Proofs.base64(input.rest()))))),
                        TAKEN);
            case 'c' -> {
                byte[] claims = input.rest();
                if (!new String(claims, StandardCharsets.UTF_8).contains(ACCOUNT)) {
                    PROBE.refuses(post("Bearer " + token(claims), new byte[] {'{', '}'}));
                }
            }
            default -> PROBE.refuses(post(input.line(), input.rest()));
        }
    }

    private static String token(byte[] claims) {
        String signed = url("{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII))
                + "." + url(claims);
        return signed + "."
                + url(Proofs.signature("SHA256withRSA", KEY.getPrivate(), signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static byte[] jwks() {
        RSAPublicKey key = (RSAPublicKey) KEY.getPublic();
        return Json.writeBytes(Map.of(
                "keys",
                List.of(Map.of(
                        "kty",
                        "RSA",
                        "kid",
                        "k1",
                        "n",
                        number(key.getModulus()),
                        "e",
                        number(key.getPublicExponent())))));
    }

    private static String number(BigInteger number) {
        return url(number.toByteArray());
    }

    private static String url(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static WebhookRequest post(String authorization, byte[] body) {
        return WebhookProbe.post(
                URL,
                Map.of("Content-Type", List.of("application/json"), "Authorization", List.of(authorization)),
                body,
                AT);
    }
}
