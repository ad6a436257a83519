package io.deskwire.testkit.gmail;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The page on which a user says yes or no, which answers by itself as a test told it to. Thread-safe. */
final class GoogleConsentFace {

    /** A code, good for one exchange. */
    record Code(
            String email, String clientId, String redirect, Set<String> scopes, String challenge, boolean offline) {}

    private final GoogleGrants grants;
    private final Map<String, GoogleClient> clients;
    private final Map<String, Code> codes = new LinkedHashMap<>();
    private @Nullable String user;
    private @Nullable Set<String> ticked;
    private @Nullable String refusal;
    private int count;

    GoogleConsentFace(GoogleGrants grants, Map<String, GoogleClient> clients) {
        this.grants = grants;
        this.clients = clients;
    }

    synchronized void consentAs(String email, @Nullable Set<String> scopes) {
        user = email;
        ticked = scopes;
        refusal = null;
    }

    synchronized void refuse(String error) {
        refusal = error;
    }

    synchronized Optional<Code> redeem(String code) {
        return Optional.ofNullable(codes.remove(code));
    }

    synchronized GmailReply authorize(GmailRequest request) {
        GoogleClient client = clients.get(request.parameter("client_id").orElse(""));
        String redirect = request.parameter("redirect_uri").orElse("");
        if (client == null) {
            return page("Error 401: invalid_client");
        }
        if (!client.leadsBackTo(redirect)) {
            return page("Error 400: redirect_uri_mismatch");
        }
        if (!request.parameter("response_type").orElse("").equals("code")) {
            return page("Error 400: invalid_request");
        }
        Set<String> asked = new TreeSet<>(
                List.of(request.parameter("scope").orElse("").strip().split(" +")));
        String email = user != null ? user : request.parameter("login_hint").orElse("");
        String method = request.parameter("code_challenge_method").orElse("S256");
        if (asked.contains("") || email.isEmpty() || !method.equals("S256")) {
            return page("Error 400: invalid_request");
        }
        Map<String, String> back = new LinkedHashMap<>();
        request.parameter("state").ifPresent(state -> back.put("state", state));
        if (refusal != null) {
            back.put("error", refusal);
            return led(redirect, back);
        }
        Set<String> given = new TreeSet<>(asked);
        if (ticked != null) {
            given.retainAll(ticked);
        }
        boolean first = !grants.hasConsent(email, client)
                || request.parameter("prompt").orElse("").contains("consent");
        boolean offline = first && request.parameter("access_type").orElse("").equals("offline");
        String code = "4/0Ab_example-" + ++count;
        codes.put(
                code,
                new Code(
                        email,
                        client.id(),
                        redirect,
                        given,
                        request.parameter("code_challenge").orElse(""),
                        offline));
        back.put("code", code);
        back.put("scope", String.join(" ", given));
        return led(redirect, back);
    }

    private static GmailReply led(String redirect, Map<String, String> parameters) {
        StringBuilder url = new StringBuilder(redirect);
        parameters.forEach((name, value) -> url.append(url.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return GmailReply.empty(302).withHeader("Location", url.toString());
    }

    private static GmailReply page(String text) {
        return GmailReply.text(400, "text/html; charset=utf-8", "<html><body>" + text + "</body></html>");
    }
}
