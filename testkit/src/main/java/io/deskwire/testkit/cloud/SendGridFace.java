package io.deskwire.testkit.cloud;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The v3 API. */
final class SendGridFace {

    private static final int LARGEST = 30_000_000;

    private final Map<String, SendGridAccount> accounts;

    SendGridFace(Map<String, SendGridAccount> accounts) {
        this.accounts = accounts;
    }

    Reply answer(ReceivedRequest request) {
        if (!request.path().startsWith("/v3/")) {
            return Reply.text(404, "text/html", "<html><body>not found</body></html>");
        }
        String authorization = request.header("authorization").orElse("");
        SendGridAccount account = authorization.startsWith("Bearer ") ? accounts.get(authorization.substring(7)) : null;
        if (account == null || account.switches().isRevoked()) {
            return errors(401, "The provided authorization grant is invalid, expired, or revoked", null);
        }
        if (account.switches().isAway()) {
            return errors(503, "Service unavailable", null);
        }
        Reply throttled = account.throttled();
        if (throttled != null) {
            return throttled;
        }
        return routed(account, request);
    }

    private static Reply routed(SendGridAccount account, ReceivedRequest request) {
        String path = request.path();
        if (path.equals("/v3/mail/send")) {
            return request.method().equals("POST")
                    ? send(account, request)
                    : errors(405, "POST method allowed only", null);
        }
        if (!request.method().equals("GET")) {
            return errors(405, "method not allowed", null);
        }
        return switch (path) {
            case "/v3/scopes" ->
                Reply.json(200, Map.of("scopes", account.switches().scopes()));
            case "/v3/user/webhooks/parse/settings" ->
                account.switches().may("user.webhooks.parse.settings.read")
                        ? Reply.json(200, Map.of("result", account.parseSettings()))
                        : forbidden();
            case "/v3/user/webhooks/event/settings/all" ->
                account.switches().may("user.webhooks.event.settings.read")
                        ? Reply.json(200, Map.of("max_allowed", 5, "webhooks", account.eventSettings()))
                        : forbidden();
            case "/v3/whitelabel/domains" ->
                account.switches().may("whitelabel.read")
                        ? Reply.json(200, account.switches().domains())
                        : forbidden();
            case "/v3/user/webhooks/security/policies/" + SendGridAccount.POLICY ->
                Reply.json(200, Map.of("policy", account.policy()));
            default -> errors(404, "not found", null);
        };
    }

    private static Reply send(SendGridAccount account, ReceivedRequest request) {
        if (request.body().length > LARGEST) {
            return Reply.text(
                    413, "text/html", "<html><head><title>413 Request Entity Too Large</title></head></html>");
        }
        if (!request.header("content-type").orElse("").startsWith("application/json")) {
            return errors(415, "Content-Type should be application/json.", null);
        }
        if (!account.switches().may("mail.send")) {
            return forbidden();
        }
        if (account.switches().isOutOfCredits()) {
            return errors(401, "Maximum credits exceeded", null);
        }
        String id = account.nextId();
        SendGridSendCheck.Outcome outcome = SendGridSendCheck.of(request.body(), id);
        SendGridMail mail = outcome.mail();
        if (mail == null) {
            List<Object> errors = new ArrayList<>();
            outcome.problems().forEach(problem -> errors.add(error(problem.message(), problem.field())));
            return Reply.json(400, Map.of("errors", errors));
        }
        if (!account.switches().maySendFrom(mail.from())) {
            return errors(
                    403, "The from address " + mail.from() + " does not match a verified Sender Identity.", "from");
        }
        account.took(mail);
        Reply accepted = Reply.empty(202);
        return account.switches().isNamingMessages() ? accepted.withHeader("X-Message-Id", id) : accepted;
    }

    private static Reply forbidden() {
        return errors(403, "access forbidden", null);
    }

    private static Reply errors(int status, String message, @Nullable String field) {
        return Reply.json(status, Map.of("errors", List.of(error(message, field))));
    }

    private static Map<String, Object> error(String message, @Nullable String field) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("message", message);
        error.put("field", field);
        error.put("help", null);
        return error;
    }
}
