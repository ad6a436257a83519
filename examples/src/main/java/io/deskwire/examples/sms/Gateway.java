package io.deskwire.examples.sms;

import io.deskwire.channel.EgressPolicy;
import io.deskwire.config.Secret;
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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The gateway's few calls, and what its answers mean. Each is made once: retries belong to the engine. */
final class Gateway implements AutoCloseable {

    /** A page of text messages is a few KB; nobody may fill our memory. */
    private static final int LONGEST_ANSWER = 32 << 20;

    private final SmsChannelType.Settings settings;
    private final HttpTransport transport;

    Gateway(SmsChannelType.Settings settings, EgressPolicy egress) {
        this.settings = settings;
        this.transport = new HttpTransport(egress);
    }

    /** Messages after a number, oldest first. */
    Map<String, Object> read(long after, int limit) throws ChannelException {
        HttpAnswer answer = answered(HttpCall.get(uri("/messages?after=" + after + "&limit=" + limit)));
        if (!answer.isSuccess()) {
            throw failure(answer);
        }
        return tree(answer);
    }

    /** Sends; answers whatever the gateway said. */
    HttpAnswer send(String reference, String to, String text) throws ChannelException, TransportException {
        byte[] body = Json.writeBytes(Map.of("reference", reference, "to", to, "text", text));
        HttpCall call = HttpCall.post(uri("/messages"), "application/json", Content.of(body));
        Secret key = settings.keys().get(0);
        HttpAnswer answer = transport.send(authorised(call, key));
        if (answer.status() == 401 && settings.keys().size() > 1) {
            // Refused before anything went out, so the retiring key may be tried.
            return transport.send(authorised(call, settings.keys().get(1)));
        }
        return answer;
    }

    /** What the gateway knows of a message that we sent; empty when it has none with this reference. */
    Optional<Map<String, Object>> sent(String reference) throws ChannelException {
        HttpAnswer answer =
                answered(HttpCall.get(uri("/sent?reference=" + URLEncoder.encode(reference, StandardCharsets.UTF_8))));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw failure(answer);
        }
        return Optional.of(tree(answer));
    }

    // snippet: failures
    /** The table of the package's documentation. */
    static ChannelException failure(HttpAnswer answer) {
        String words = "the gateway answered " + answer.status();
        int status = answer.status();
        if (status == 429) {
            Duration wait = answer.header("retry-after")
                    .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                    .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                    .orElse(null);
            return ChannelException.throttled(words, wait);
        }
        if (status == 401 || status == 403) {
            return ChannelException.of(FailureKind.AUTH, words).withHint("enter the gateway's current api_key");
        }
        if (status == 404) {
            return ChannelException.of(FailureKind.NOT_FOUND, words)
                    .withHint("api_base_url must end where /messages begins");
        }
        FailureKind kind = status >= 500 || status == 408 ? FailureKind.TRANSIENT : FailureKind.PERMANENT;
        return ChannelException.of(kind, words).withCode(String.valueOf(status));
    }
    // end

    private HttpAnswer answered(HttpCall call) throws ChannelException {
        try {
            HttpAnswer answer = transport.send(authorised(call, settings.keys().get(0)));
            if (answer.status() == 401 && settings.keys().size() > 1) {
                answer = transport.send(authorised(call, settings.keys().get(1)));
            }
            if (answer.completeness() == HttpAnswer.Completeness.BROKEN_OFF) {
                throw ChannelException.of(FailureKind.TRANSIENT, "the gateway's answer broke off");
            }
            return answer;
        } catch (TransportException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, String.valueOf(e.getMessage()), e);
        }
    }

    static Map<String, Object> tree(HttpAnswer answer) throws ChannelException {
        try {
            return Json.lenient().parseObject(answer.body());
        } catch (JsonException e) {
            throw ChannelException.of(FailureKind.MALFORMED, "the gateway's answer is no JSON object", e);
        }
    }

    private static HttpCall authorised(HttpCall call, Secret key) {
        return call.withHeader("Authorization", "Bearer " + key.reveal()).withMaxAnswer(LONGEST_ANSWER);
    }

    private URI uri(String path) {
        String base = settings.base().toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
    }

    @Override
    public void close() {
        transport.close();
    }
}
