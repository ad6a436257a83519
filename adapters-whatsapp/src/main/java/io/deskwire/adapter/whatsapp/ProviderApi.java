package io.deskwire.adapter.whatsapp;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.http.HttpTransport;
import io.deskwire.http.TransportException;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One account at the provider: addresses, credentials, and calls whose answer is an object. */
final class ProviderApi {

    private final WhatsAppSettings settings;
    private final HttpTransport transport;
    private final InstantSource clock;

    ProviderApi(WhatsAppSettings settings, HttpTransport transport, InstantSource clock) {
        this.settings = settings;
        this.transport = transport;
        this.clock = clock;
    }

    WhatsAppSettings settings() {
        return settings;
    }

    HttpTransport transport() {
        return transport;
    }

    Instant now() {
        return clock.instant();
    }

    /** The address of a path below the account's prefix. */
    URI uri(String path) {
        return URI.create(settings.apiBase() + path);
    }

    /** A value as it stands in a path or query. */
    static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The call with what proves who we are; only for addresses that may learn it. */
    HttpCall signedIn(HttpCall call) {
        String key = settings.accessToken().reveal();
        return switch (settings.flavour()) {
            case META -> call.withHeader("Authorization", "Bearer " + key);
            case DIALOG_360 -> call.withHeader("D360-API-KEY", key);
            case TWILIO -> {
                String proof = settings.appSecrets().isEmpty()
                        ? ""
                        : settings.appSecrets().get(0).reveal();
                yield call.withHeader(
                        "Authorization",
                        "Basic "
                                + Base64.getEncoder()
                                        .encodeToString((key + ":" + proof).getBytes(StandardCharsets.UTF_8)));
            }
        };
    }

    /** A GET that may be repeated. */
    Map<String, Object> get(String path) throws ChannelException {
        return object(HttpCall.get(uri(path)));
    }

    /** A POST that may be repeated. */
    Map<String, Object> post(String path, @Nullable Map<String, Object> body) throws ChannelException {
        return object(HttpCall.post(uri(path), "application/json", json(body == null ? Map.of() : body)));
    }

    static Content json(Map<String, Object> tree) {
        return Content.of(Json.writeBytes(tree));
    }

    private Map<String, Object> object(HttpCall call) throws ChannelException {
        HttpAnswer answer;
        try {
            answer = transport.send(signedIn(call));
        } catch (TransportException e) {
            throw Refusal.of(e);
        }
        if (!answer.isSuccess()) {
            throw Refusal.of(answer, now());
        }
        return object(answer);
    }

    /** The object in a good answer. */
    static Map<String, Object> object(HttpAnswer answer) throws ChannelException {
        try {
            return Json.lenient().parseObject(answer.body());
        } catch (JsonException e) {
            throw ChannelException.of(
                            FailureKind.TRANSIENT,
                            "the provider answered HTTP " + answer.status() + " without the object that belongs there")
                    .withHint("Check api_base_url: something else than the provider's API may have answered.");
        }
    }
}
