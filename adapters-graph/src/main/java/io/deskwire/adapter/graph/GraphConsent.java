package io.deskwire.adapter.graph;

import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.Consent;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.TransportException;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Consent of a person to read and send mail in their name. */
final class GraphConsent implements Consent {

    private static final List<String> MAIL = List.of("Mail.ReadWrite", "Mail.Send");
    private static final List<String> OTHERS_MAIL = List.of("Mail.ReadWrite.Shared", "Mail.Send.Shared");

    /** Tells whose consent it was; not needed afterwards. */
    private static final String WHO = "User.Read";

    private final GraphSettings settings;
    private final ChannelContext context;

    GraphConsent(GraphSettings settings, ChannelContext context) {
        this.settings = settings;
        this.context = context;
    }

    /** What a token is asked for: no more than mail needs, as whoever fills in a refresh token may have granted no more. */
    static List<String> scopes(String root, boolean shared) {
        List<String> scopes = new ArrayList<>();
        scopes.add("offline_access");
        MAIL.forEach(name -> scopes.add(root + "/" + name));
        if (shared) {
            OTHERS_MAIL.forEach(name -> scopes.add(root + "/" + name));
        }
        return scopes;
    }

    @Override
    public Terms terms() {
        List<String> scopes = scopes(settings.scopeRoot(), settings.shared());
        scopes.add(settings.scopeRoot() + "/" + WHO);
        return new Terms(
                settings.authorizeUrl(),
                settings.tokenUrl(),
                settings.clientId(),
                settings.clientSecret(),
                scopes,
                Map.of("prompt", "select_account", "response_mode", "query"),
                settings.account());
    }

    @Override
    public String account(Secret accessToken) throws ChannelException {
        URI me = URI.create(settings.apiBase() + "/me?$select=id,mail,userPrincipalName");
        HttpAnswer answer;
        try (HttpTransport http = new HttpTransport(context.egress())) {
            answer = http.send(HttpCall.get(me)
                    .withHeader("Authorization", "Bearer " + accessToken.reveal())
                    .withHeader("Accept", "application/json"));
        } catch (TransportException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Microsoft Graph cannot be asked: " + e.getMessage(), e);
        }
        if (!answer.isSuccess()) {
            String requestId = answer.header("request-id").orElse(null);
            throw GraphFailure.of(answer.status(), requestId, answer.body()).exception(null);
        }
        return accountIn(answer.body());
    }

    /** The address people write to, or else the name that signs in; whichever the document names counts. */
    private String accountIn(byte[] body) throws ChannelException {
        try {
            Map<String, Object> user = Json.lenient().parseObject(body);
            String mail = text(user, "mail");
            String principal = text(user, "userPrincipalName");
            if (principal.equalsIgnoreCase(settings.account()) || mail.isEmpty()) {
                mail = principal;
            }
            if (!mail.isEmpty()) {
                return mail;
            }
        } catch (JsonException e) {
            throw ChannelException.of(
                    FailureKind.MALFORMED, "Microsoft Graph's answer about the account is no JSON", e);
        }
        throw ChannelException.of(FailureKind.MALFORMED, "Microsoft Graph names no address of the account");
    }

    private static String text(Map<String, Object> user, String name) {
        return user.get(name) instanceof String text ? text.strip() : "";
    }

    @Override
    public List<String> missing(List<String> granted) {
        if (granted.isEmpty()) {
            return List.of();
        }
        Set<String> names = new HashSet<>();
        for (String scope : granted) {
            names.add(scope.substring(scope.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT));
        }
        // offline_access is never listed: whether it was granted shows in the refresh token.
        List<String> needed = new ArrayList<>(MAIL);
        needed.addAll(settings.shared() ? OTHERS_MAIL : List.of());
        needed.add(WHO);
        return needed.stream()
                .filter(name -> !names.contains(name.toLowerCase(Locale.ROOT)))
                .toList();
    }
}
