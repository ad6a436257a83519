package io.deskwire.adapter.whatsapp;

import io.deskwire.failure.ChannelException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether the provider pushes to us at all, which nobody else notices when it does not. */
final class Subscription {

    private static final String HEADER = "X-Webhook-Token";
    private static final int LONGEST_ADDRESS = 200;

    private final ProviderApi api;

    Subscription(ProviderApi api) {
        this.api = api;
    }

    /**
     * Looks, and subscribes where nothing stands and the document says where to.
     *
     * @return what is not as it should be, in words for an administrator
     */
    Optional<String> keep() throws ChannelException {
        return look(true);
    }

    /** Looks only. */
    Optional<String> check() throws ChannelException {
        return look(false);
    }

    private Optional<String> look(boolean mend) throws ChannelException {
        return switch (api.settings().flavour()) {
            case META -> api.settings().accountId() == null ? Optional.empty() : meta(mend);
            case DIALOG_360 -> dialog360(mend);
            // Its webhooks are set for each number in its console, and no call of this contract shows them.
            case TWILIO -> Optional.empty();
        };
    }

    private Optional<String> meta(boolean mend) throws ChannelException {
        String path = "/" + ProviderApi.escaped(String.valueOf(api.settings().accountId())) + "/subscribed_apps";
        List<?> apps = Tree.list(api.get(path), "data");
        URI wanted = api.settings().webhookUrl();
        if (apps.isEmpty()) {
            return mend ? subscribe(path, wanted) : Optional.of(notSubscribed(wanted));
        }
        List<String> elsewhere = new ArrayList<>();
        for (Object app : apps) {
            String override = Tree.text(Tree.object(app), "override_callback_uri");
            if (wanted == null || override == null || override.equals(wanted.toString())) {
                return Optional.empty();
            }
            elsewhere.add(override);
        }
        return Optional.of("The account's webhooks go to " + host(elsewhere.get(0))
                + " and not to webhook_url; remove that override, or enter the address that is right.");
    }

    private static String notSubscribed(@Nullable URI wanted) {
        return "No app is subscribed to the WhatsApp account, so that no webhooks come"
                + (wanted == null
                        ? "; enter webhook_url and webhook_verify_token, or subscribe the app to the account."
                        : ".");
    }

    private Optional<String> subscribe(String path, @Nullable URI wanted) throws ChannelException {
        if (wanted == null || api.settings().verifyTokens().isEmpty()) {
            return Optional.of(notSubscribed(null));
        }
        if (wanted.toString().length() > LONGEST_ADDRESS) {
            return Optional.of("webhook_url is longer than the 200 characters that WhatsApp takes.");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("override_callback_uri", wanted.toString());
        body.put("verify_token", api.settings().verifyTokens().get(0).reveal());
        return attempted(path, body);
    }

    private Optional<String> attempted(String path, Map<String, Object> body) throws ChannelException {
        try {
            api.post(path, body);
            return Optional.empty();
        } catch (ChannelException e) {
            if (e.kind().isRetryable() && e.code().isEmpty()) {
                throw e;
            }
            return Optional.of("The provider did not take webhook_url: " + e.getMessage()
                    + ". It calls the address at once, so it must be reachable from the internet.");
        }
    }

    private Optional<String> dialog360(boolean mend) throws ChannelException {
        String path = "/v1/configs/webhook";
        Map<String, Object> set = api.get(path);
        String url = Tree.word(set, "url");
        URI wanted = api.settings().webhookUrl();
        if (url != null && (wanted == null || !url.equals(wanted.toString()))) {
            return wanted == null
                    ? Optional.empty()
                    : Optional.of("The number's webhooks go to " + host(url)
                            + " and not to webhook_url; change one of the two.");
        }
        if (wanted == null) {
            return Optional.of("360dialog knows no address for webhooks, so that none come; enter webhook_url.");
        }
        if (url != null && showsToken(Tree.object(set, "headers"))) {
            return Optional.empty();
        }
        if (!mend) {
            return Optional.of("360dialog does not call webhook_url with the token of webhook_verify_token.");
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("url", wanted.toString());
        if (!api.settings().verifyTokens().isEmpty()) {
            body.put(
                    "headers",
                    Map.of(HEADER, api.settings().verifyTokens().get(0).reveal()));
        }
        return attempted(path, body);
    }

    private boolean showsToken(Map<String, Object> headers) {
        List<String> tokens = api.settings().verifyTokens().stream()
                .map(token -> token.reveal())
                .toList();
        return tokens.isEmpty()
                || headers.entrySet().stream()
                        .filter(header -> header.getKey().equalsIgnoreCase(HEADER))
                        .anyMatch(header -> tokens.contains(String.valueOf(header.getValue())));
    }

    private static String host(String address) {
        try {
            String host = URI.create(address).getHost();
            return host == null ? "another address" : host;
        } catch (IllegalArgumentException e) {
            return "another address";
        }
    }
}
