package io.deskwire.testkit.graph;

import io.deskwire.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Microsoft's sign-in: the consent pages and the token endpoint of each tenant. */
final class SignInFace {

    private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");
    private static final String DEFAULT = "/.default";

    private final World world;
    private final SignIns signIns;
    private final List<String> roots;

    /** @param roots the addresses of Graph that a scope may name */
    SignInFace(World world, SignIns signIns, List<String> roots) {
        this.world = world;
        this.signIns = signIns;
        this.roots = roots;
    }

    /** Answers {@code /{tenant}/oauth2/v2.0/token} and its neighbours. */
    Answer answer(Call call) {
        String tenant = call.path().get(0);
        List<String> rest = call.path().subList(1, call.path().size());
        switch (call.method() + " " + String.join("/", rest)) {
            case "POST oauth2/v2.0/token":
                try {
                    return token(tenant, call);
                } catch (SignIns.Refused e) {
                    return e.error().answer(world.now());
                }
            case "GET oauth2/v2.0/authorize":
                return authorize(tenant, call);
            case "GET v2.0/adminconsent":
                return adminConsent(tenant, call);
            default:
                return Answer.text(404, "text/html", "<html><body>404</body></html>");
        }
    }

    private Answer token(String tenant, Call call) throws SignIns.Refused {
        Map<String, List<String>> form = Call.form(new String(call.body(), StandardCharsets.UTF_8));
        String type = call.header("content-type");
        if (type == null || !type.startsWith("application/x-www-form-urlencoded")) {
            throw new SignIns.Refused(SignInError.MISSING_FIELD);
        }
        if (!TENANT.matcher(tenant).matches()) {
            throw new SignIns.Refused(SignInError.MALFORMED_TENANT);
        }
        if (!World.isShared(tenant) && !world.knows(tenant)) {
            throw new SignIns.Refused(SignInError.UNKNOWN_TENANT);
        }
        GraphApp app = world.app(tenant, demanded(form, "client_id"))
                .orElseThrow(() -> new SignIns.Refused(SignInError.UNKNOWN_APP));
        GraphApp.GrantType grantType = switch (demanded(form, "grant_type")) {
            case "client_credentials" -> GraphApp.GrantType.CLIENT_CREDENTIALS;
            case "authorization_code" -> GraphApp.GrantType.AUTHORIZATION_CODE;
            case "refresh_token" -> GraphApp.GrantType.REFRESH_TOKEN;
            default -> throw new SignIns.Refused(SignInError.UNKNOWN_GRANT_TYPE);
        };
        app.count(grantType);
        Optional<SignInError> objection = app.objection(first(form, "client_secret"));
        if (objection.isPresent()) {
            throw new SignIns.Refused(objection.get());
        }
        return switch (grantType) {
            case CLIENT_CREDENTIALS -> appOnly(tenant, app, form);
            case AUTHORIZATION_CODE -> {
                SignIns.Code code = signIns.redeemed(
                        app, demanded(form, "code"), first(form, "redirect_uri"), first(form, "code_verifier"));
                yield delegated(app, code.mailbox(), code.scope());
            }
            case REFRESH_TOKEN -> {
                GraphMailbox mailbox = signIns.refreshed(app, demanded(form, "refresh_token"));
                String scope = first(form, "scope");
                yield delegated(app, mailbox, scope == null ? "offline_access" : scope);
            }
        };
    }

    private Answer appOnly(String tenant, GraphApp app, Map<String, List<String>> form) throws SignIns.Refused {
        if (World.isShared(tenant)) {
            throw new SignIns.Refused(SignInError.NO_TENANT);
        }
        String scope = demanded(form, "scope");
        if (!scope.endsWith(DEFAULT) || scope.contains(" ")) {
            throw new SignIns.Refused(SignInError.WRONG_SCOPE);
        }
        if (!roots.contains(scope.substring(0, scope.length() - DEFAULT.length()))) {
            throw new SignIns.Refused(SignInError.UNKNOWN_RESOURCE);
        }
        return tokens(app, signIns.accessToken(app, null), null, null);
    }

    private Answer delegated(GraphApp app, GraphMailbox mailbox, String scope) {
        boolean offline = List.of(scope.split(" ", -1)).contains("offline_access");
        String refresh = offline ? signIns.refreshToken(app, mailbox) : null;
        return tokens(app, signIns.accessToken(app, mailbox), refresh, scope);
    }

    private static Answer tokens(GraphApp app, String access, @Nullable String refresh, @Nullable String scope) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("token_type", "Bearer");
        if (scope != null) {
            tree.put("scope", scope);
        }
        tree.put("expires_in", app.lifetime().toSeconds());
        tree.put("ext_expires_in", app.lifetime().toSeconds());
        tree.put("access_token", access);
        if (refresh != null) {
            tree.put("refresh_token", refresh);
        }
        return Answer.text(200, "application/json; charset=utf-8", Json.write(tree));
    }

    private Answer authorize(String tenant, Call call) {
        Optional<GraphApp> app = Optional.ofNullable(call.query("client_id")).flatMap(id -> world.app(tenant, id));
        String redirect = call.query("redirect_uri");
        if (app.isEmpty() || redirect == null || !app.get().mayRedirectTo(redirect)) {
            return page(
                    app.isEmpty() ? SignInError.UNKNOWN_APP.description() : "AADSTS50011: The redirect URI is wrong.");
        }
        String scope = call.query("scope");
        String method = call.query("code_challenge_method");
        String challenge = call.query("code_challenge");
        if (!"code".equals(call.query("response_type"))
                || scope == null
                || (challenge != null && !"S256".equals(method))) {
            return page("AADSTS900144: response_type, scope or code_challenge_method is missing or wrong.");
        }
        Map<String, String> back = new LinkedHashMap<>();
        Optional<GraphMailbox> mailbox = app.get().consenting(call.query("login_hint"));
        if (app.get().declines() || mailbox.isEmpty()) {
            back.put("error", "access_denied");
            back.put("error_description", SignInError.DECLINED.description());
        } else {
            back.put("code", signIns.code(app.get(), mailbox.get(), redirect, scope, challenge));
        }
        return redirect(redirect, back, call);
    }

    private Answer adminConsent(String tenant, Call call) {
        Optional<GraphApp> app = Optional.ofNullable(call.query("client_id")).flatMap(id -> world.app(tenant, id));
        String redirect = call.query("redirect_uri");
        if (app.isEmpty() || redirect == null || !app.get().mayRedirectTo(redirect)) {
            return page("AADSTS50011: The redirect URI is wrong.");
        }
        Map<String, String> back = new LinkedHashMap<>();
        back.put("admin_consent", "True");
        back.put("tenant", app.get().tenant());
        return redirect(redirect, back, call);
    }

    private static Answer redirect(String to, Map<String, String> parameters, Call call) {
        String state = call.query("state");
        if (state != null) {
            parameters.put("state", state);
        }
        StringBuilder url = new StringBuilder(to);
        char joint = to.contains("?") ? '&' : '?';
        for (Map.Entry<String, String> each : parameters.entrySet()) {
            url.append(joint)
                    .append(each.getKey())
                    .append('=')
                    .append(URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8));
            joint = '&';
        }
        return Answer.empty(302).withHeader("Location", url.toString());
    }

    private static Answer page(String text) {
        return Answer.text(400, "text/html", "<html><body>" + text + "</body></html>");
    }

    private static String demanded(Map<String, List<String>> form, String name) throws SignIns.Refused {
        String value = first(form, name);
        if (value == null || value.isEmpty()) {
            throw new SignIns.Refused(SignInError.MISSING_FIELD);
        }
        return value;
    }

    private static @Nullable String first(Map<String, List<String>> form, String name) {
        List<String> values = form.get(name);
        return values == null ? null : values.get(0);
    }
}
