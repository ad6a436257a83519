package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.WebhookChannel.Answer;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.Secret;
import io.deskwire.http.Hmac;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The GET by which Meta asks, whenever the address or the token is saved, whether this is the right place: who shows the
 * verify token gets the challenge back, byte by byte and nothing else. It is not signed.
 */
final class Handshake {

    /** In practice a number of ten digits. */
    private static final int LONGEST_CHALLENGE = 256;

    private final List<Secret> verifyTokens;

    Handshake(List<Secret> verifyTokens) {
        this.verifyTokens = List.copyOf(verifyTokens);
    }

    Received answer(WebhookRequest request) {
        String mode = parameter(request, "mode");
        String challenge = parameter(request, "challenge");
        String token = parameter(request, "verify_token");
        if (mode == null || challenge == null || token == null || challenge.isEmpty()) {
            return refused(400, "hub.mode, hub.challenge or hub.verify_token is missing or stands there twice");
        }
        if (challenge.length() > LONGEST_CHALLENGE) {
            return refused(400, "hub.challenge is longer than any that Meta sends");
        }
        if (!mode.equals("subscribe")) {
            return refused(403, "hub.mode is not subscribe");
        }
        if (verifyTokens.isEmpty()) {
            return refused(403, "no webhook_verify_token is configured");
        }
        boolean right = false;
        for (Secret expected : verifyTokens) {
            right |= Hmac.same(expected, token);
        }
        return right
                ? new Received.Nothing(new Answer(200, "text/plain", challenge))
                : refused(403, "hub.verify_token is not the configured webhook_verify_token");
    }

    /** Some proxies and frameworks turn the dots of the names into underscores. */
    private static @Nullable String parameter(WebhookRequest request, String name) {
        List<String> values = request.query().get("hub." + name);
        if (values == null) {
            values = request.query().getOrDefault("hub_" + name, List.of());
        }
        return values.size() == 1 ? values.get(0) : null;
    }

    private static Received refused(int status, String reason) {
        return new Received.Refused(Answer.of(status), reason);
    }
}
