package io.deskwire.adapter.gmail;

import io.deskwire.channel.AccessTokens.Grant;
import io.deskwire.channel.AccessTokens.ServiceAccount;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.Secret;
import io.deskwire.config.SettingsReader;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The key file of a service account with domain-wide delegation, as Google's console hands it out. */
final class ServiceAccountKey {

    private static final String FIELD = "service_account_json";

    private final ChannelConfig config;
    private final SettingsReader reader;

    ServiceAccountKey(ChannelConfig config, SettingsReader reader) {
        this.config = config;
        this.reader = reader;
    }

    /**
     * @param subject the mailbox it acts for
     * @param tokenUrl the endpoint as configured, or null for the one that the key file names
     */
    List<Grant> grants(String subject, @Nullable URI tokenUrl) {
        List<Grant> grants = new ArrayList<>();
        for (Map<?, ?> key : keys()) {
            String issuer = text(key, "client_email");
            String privateKey = text(key, "private_key");
            if (issuer == null || privateKey == null || !privateKey.contains("PRIVATE KEY")) {
                reader.problem(FIELD, "must be the key file of a service account, with client_email and private_key");
                continue;
            }
            String named = text(key, "token_uri");
            // What the endpoint expects as audience is its public name, even where it is reached at another address.
            String audience = named == null ? Google.TOKEN_URL.toString() : named;
            grants.add(new Grant(
                    config.tenantId(),
                    config.channelId(),
                    tokenUrl == null ? endpoint(audience) : tokenUrl,
                    issuer,
                    null,
                    null,
                    GmailSettings.SCOPE,
                    new ServiceAccount(issuer, subject, audience, text(key, "private_key_id"), Secret.of(privateKey))));
        }
        return grants;
    }

    private List<Map<?, ?>> keys() {
        Object value = config.config().get(FIELD);
        // People paste it as the object that it is.
        if (value instanceof Map<?, ?> object) {
            return List.of(object);
        }
        List<Map<?, ?>> keys = new ArrayList<>();
        for (Secret text : reader.secrets(FIELD)) {
            try {
                keys.add(Json.lenient().parseObject(text.reveal()));
            } catch (JsonException e) {
                reader.problem(FIELD, "must be the service account's key file in JSON");
            }
        }
        return keys;
    }

    private URI endpoint(String named) {
        try {
            URI uri = URI.create(named);
            if (uri.getHost() != null && "https".equalsIgnoreCase(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Reported below with the same words as any other wrong address.
        }
        reader.problem(FIELD, "names a token_uri that is no https address");
        return Google.TOKEN_URL;
    }

    private static @Nullable String text(Map<?, ?> key, String name) {
        return key.get(name) instanceof String text && !text.isBlank() ? text : null;
    }
}
