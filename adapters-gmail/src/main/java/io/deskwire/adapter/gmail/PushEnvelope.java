package io.deskwire.adapter.gmail;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a push says: whose mailbox changed. Its history id is the newest, behind which there is nothing; it is of no use.
 *
 * @param mailbox the address, lower-case
 * @param subscription the full name of the Pub/Sub subscription; null when the subscription delivers unwrapped payloads
 */
record PushEnvelope(String mailbox, @Nullable String subscription) {

    /** Real ones have a few hundred bytes. */
    private static final long MOST = 64 << 10;

    /**
     * Reads a request's body.
     *
     * @return empty when it is none of Gmail's notifications
     * @throws IOException when the body itself cannot be read
     */
    static Optional<PushEnvelope> read(WebhookRequest request) throws IOException {
        if (request.body().length() > MOST) {
            return Optional.empty();
        }
        byte[] body;
        try (InputStream in = request.body().open()) {
            body = in.readNBytes((int) MOST);
        }
        try {
            Map<String, Object> document = Json.lenient().parseObject(body);
            if (document.get("message") instanceof Map<?, ?> message) {
                String subscription = document.get("subscription") instanceof String name ? name : null;
                return message.get("data") instanceof String data ? of(decoded(data), subscription) : Optional.empty();
            }
            return of(document, null);
        } catch (JsonException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Google's pages name both alphabets of base64, and its clients send it with and without padding. */
    private static Map<String, Object> decoded(String data) {
        String text = data.replaceAll("\\s", "").replace('+', '-').replace('/', '_');
        return Json.lenient().parseObject(new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8));
    }

    private static Optional<PushEnvelope> of(Map<String, Object> notification, @Nullable String subscription) {
        return notification.get("emailAddress") instanceof String address && !address.isBlank()
                ? Optional.of(new PushEnvelope(address.strip().toLowerCase(Locale.ROOT), subscription))
                : Optional.empty();
    }
}
