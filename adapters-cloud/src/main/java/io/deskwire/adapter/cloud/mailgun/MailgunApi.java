package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.BasicCredentials;
import io.deskwire.adapter.cloud.common.ProviderCalls;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** One domain at Mailgun: addresses, credentials, calls. */
final class MailgunApi {

    private final MailgunSettings settings;
    private final ProviderCalls calls;

    MailgunApi(MailgunSettings settings, ProviderCalls calls) {
        this.settings = settings;
        this.calls = calls;
    }

    MailgunSettings settings() {
        return settings;
    }

    ProviderCalls calls() {
        return calls;
    }

    URI uri(String path) {
        return URI.create(settings.apiBase() + path);
    }

    /** A path below the domain's own, such as {@code /messages.mime}. */
    URI ofDomain(String path) {
        return uri("/v3/" + settings.domain() + path);
    }

    HttpCall signedIn(HttpCall call) {
        return call.withHeader("Authorization", BasicCredentials.authorization("api", settings.apiKey()));
    }

    /** A GET for an object. */
    Map<String, Object> get(URI uri) throws ChannelException {
        return calls.object(signedIn(HttpCall.get(uri)));
    }

    /** A GET for whatever it answers. */
    HttpAnswer look(URI uri) throws ChannelException {
        return calls.answer(signedIn(HttpCall.get(uri)));
    }

    static String escaped(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
