package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpCall;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One account at SendGrid: addresses, credentials, and what its settings say. Changes nothing there. */
final class SendGridApi implements AutoCloseable {

    private final SendGridSettings settings;
    private final ProviderCalls calls;

    SendGridApi(SendGridSettings settings, ProviderCalls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    SendGridSettings settings() {
        return settings;
    }

    ProviderCalls calls() {
        return calls;
    }

    /** The address of a path below the account's prefix. */
    URI uri(String path) {
        return URI.create(settings.apiBase() + path);
    }

    /** The call with the key. */
    HttpCall signedIn(HttpCall call) {
        return call.withHeader("Authorization", "Bearer " + settings.apiKey().reveal());
    }

    /** What the key may do, such as {@code mail.send}. */
    List<String> scopes() throws ChannelException {
        List<String> scopes = new ArrayList<>();
        for (Object scope : Tree.list(Tree.object(get("/v3/scopes")), "scopes")) {
            String name = Tree.text(scope);
            if (name != null) {
                scopes.add(name);
            }
        }
        return scopes;
    }

    /** The hosts that mail is received for. */
    List<Map<String, Object>> parseSettings() throws ChannelException {
        return objects(Tree.list(Tree.object(get("/v3/user/webhooks/parse/settings")), "result"));
    }

    /** A security policy of Inbound Parse. */
    Map<String, Object> policy(String id) throws ChannelException {
        String path = "/v3/user/webhooks/security/policies/" + URLEncoder.encode(id, StandardCharsets.UTF_8);
        return Tree.object(Tree.object(get(path)), "policy");
    }

    /** The event webhooks, of which newer accounts have several. */
    List<Map<String, Object>> eventWebhooks() throws ChannelException {
        try {
            return objects(Tree.list(Tree.object(get("/v3/user/webhooks/event/settings/all")), "webhooks"));
        } catch (ChannelException e) {
            if (e.kind() != FailureKind.NOT_FOUND) {
                throw e;
            }
            return objects(Tree.list(get("/v3/user/webhooks/event/settings")));
        }
    }

    /** The domains that SendGrid was asked to authenticate. */
    List<Map<String, Object>> domains() throws ChannelException {
        return objects(Tree.list(get("/v3/whitelabel/domains?limit=500")));
    }

    private @Nullable Object get(String path) throws ChannelException {
        byte[] body = calls.ask(signedIn(HttpCall.get(uri(path)))).body();
        try {
            return Json.lenient().parse(body);
        } catch (JsonException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "SendGrid's answer is not the JSON that belongs there")
                    .withHint("Check api_base_url: something else than SendGrid's API may have answered.");
        }
    }

    private static List<Map<String, Object>> objects(List<?> list) {
        List<Map<String, Object>> objects = new ArrayList<>();
        for (Object entry : list) {
            if (entry instanceof Map<?, ?>) {
                objects.add(Tree.object(entry));
            }
        }
        return objects;
    }

    @Override
    public void close() {
        calls.close();
    }
}
