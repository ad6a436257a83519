package io.deskwire.adapter.imap;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.Secret;
import io.deskwire.config.SettingsReader;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The OAuth fields of a mailbox's document, read.
 *
 * @param authorizeUrl where a person consents, or null where that is not how the account is connected
 * @param scopes what a person is asked for
 * @param parameters further parameters of the question
 * @param grants the current one first; empty while the account is not connected
 */
record OAuthSettings(
        URI tokenUrl,
        @Nullable URI authorizeUrl,
        String clientId,
        @Nullable Secret clientSecret,
        List<String> scopes,
        Map<String, String> parameters,
        List<Grant> grants) {

    private static final String GOOGLE_SCOPE = "https://mail.google.com/";
    private static final String OUTLOOK = "https://outlook.office.com/";

    /** Reads the fields and reports what is wrong with them; null when there is no token endpoint. */
    static @Nullable OAuthSettings read(ChannelConfig config, SettingsReader reader, String username, boolean pop3) {
        URI tokenUrl = reader.httpUri("token_url");
        if (tokenUrl == null && !reader.has("token_url")) {
            reader.problem("token_url", "is required for OAuth: the provider's token endpoint");
        }
        String clientId = reader.requiredText("client_id");
        List<Secret> secrets = reader.secrets("client_secret");
        List<Secret> refresh = reader.secrets("refresh_token");
        String scope = reader.text("scope", null);
        URI given = reader.httpUri("authorize_url");
        if (tokenUrl == null) {
            return null;
        }
        boolean microsoft = isMicrosoft(tokenUrl);
        // The client asks for itself: there is nobody to consent (RFC 6749 section 4.4).
        boolean clientAlone = refresh.isEmpty() && scope != null && scope.endsWith("/.default");
        URI authorizeUrl = clientAlone ? null : given == null ? usual(tokenUrl, microsoft) : given;
        boolean unconnected = refresh.isEmpty() && authorizeUrl != null;
        return new OAuthSettings(
                tokenUrl,
                authorizeUrl,
                clientId,
                secrets.isEmpty() ? null : secrets.get(0),
                scopes(scope, microsoft, pop3),
                microsoft ? microsoftParameters(username) : googleParameters(username),
                unconnected ? List.of() : grants(config, tokenUrl, clientId, secrets, refresh, scope));
    }

    /** A grant with nothing in it, for a token that is at hand already. */
    Grant bare() {
        return new Grant("-", "-", tokenUrl, clientId, null, null, null);
    }

    private static List<Grant> grants(
            ChannelConfig config,
            URI tokenUrl,
            String clientId,
            List<Secret> secrets,
            List<Secret> refresh,
            @Nullable String scope) {
        List<Grant> grants = new ArrayList<>();
        for (int i = 0; i < Math.max(1, Math.max(secrets.size(), refresh.size())); i++) {
            grants.add(new Grant(
                    config.tenantId(),
                    config.channelId(),
                    tokenUrl,
                    clientId,
                    atMost(secrets, i),
                    atMost(refresh, i),
                    scope));
        }
        return grants;
    }

    private static @Nullable Secret atMost(List<Secret> secrets, int i) {
        return secrets.isEmpty() ? null : secrets.get(Math.min(i, secrets.size() - 1));
    }

    private static @Nullable URI usual(URI tokenUrl, boolean microsoft) {
        String host = host(tokenUrl);
        if (host.equals("googleapis.com") || host.endsWith(".googleapis.com")) {
            return URI.create("https://accounts.google.com/o/oauth2/v2/auth");
        }
        return microsoft ? URI.create(tokenUrl.toString().replaceFirst("/token/?$", "/authorize")) : null;
    }

    /** The worldwide cloud and the national ones. */
    private static boolean isMicrosoft(URI tokenUrl) {
        String host = host(tokenUrl);
        boolean login = host.equals("login.microsoftonline.com")
                || host.equals("login.microsoftonline.us")
                || host.equals("login.windows.net")
                || host.equals("login.partner.microsoftonline.cn")
                || host.equals("login.chinacloudapi.cn");
        return login && tokenUrl.getPath().matches(".*/token/?");
    }

    private static String host(URI uri) {
        return uri.getHost().toLowerCase(Locale.ROOT);
    }

    private static List<String> scopes(@Nullable String given, boolean microsoft, boolean pop3) {
        if (given != null && !given.isBlank()) {
            return Arrays.asList(given.strip().split("\\s+"));
        }
        if (!microsoft) {
            return List.of(GOOGLE_SCOPE);
        }
        return List.of(
                OUTLOOK + (pop3 ? "POP.AccessAsUser.All" : "IMAP.AccessAsUser.All"),
                OUTLOOK + "SMTP.Send",
                "offline_access");
    }

    /** Without {@code prompt} a second consent brings no refresh token. */
    private static Map<String, String> googleParameters(String username) {
        return Map.of("access_type", "offline", "prompt", "consent", "login_hint", username);
    }

    private static Map<String, String> microsoftParameters(String username) {
        return Map.of("response_mode", "query", "prompt", "select_account", "login_hint", username);
    }
}
