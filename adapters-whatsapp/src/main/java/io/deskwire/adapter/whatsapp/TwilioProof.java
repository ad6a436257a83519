package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.Secret;
import io.deskwire.http.Hmac;
import io.deskwire.message.Content;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code X-Twilio-Signature}: base 64 of HMAC-SHA-1 with the auth token over the address as Twilio calls it and every form
 * parameter, sorted, name and value without anything between. For other bodies the address carries their hash in
 * {@code bodySHA256}. The address is the configured one with the request's own query, since what a proxy made of scheme, host
 * and path is not what was signed.
 */
final class TwilioProof implements Proof {

    private static final String HEADER = "x-twilio-signature";

    private final List<Secret> authTokens;
    private final @Nullable URI webhookUrl;

    /**
     * @param webhookUrl the address that Twilio was given, or null for the one the request came to
     */
    TwilioProof(List<Secret> authTokens, @Nullable URI webhookUrl) {
        this.authTokens = List.copyOf(authTokens);
        this.webhookUrl = webhookUrl;
    }

    @Override
    public @Nullable String objection(WebhookRequest request, byte[] body) {
        if (authTokens.isEmpty()) {
            return "no api_secret is configured, so no webhook can be proven";
        }
        String header = request.header(HEADER).orElse(null);
        if (header == null) {
            return "the header X-Twilio-Signature is missing or stands there twice";
        }
        // Compared as text: the last digit of base 64 has bits that decoding ignores.
        byte[] given = header.strip().getBytes(StandardCharsets.UTF_8);
        String parameters = "";
        if (isForm(request)) {
            parameters = sorted(Form.parse(body));
        } else if (body.length > 0) {
            String hash = request.parameter("bodySHA256");
            if (hash == null
                    || !Hmac.same(
                            Secret.of(Content.of(body).sha256()), hash.strip().toLowerCase(Locale.ROOT))) {
                return "the body is not the one whose hash the address carries";
            }
        }
        boolean proven = false;
        for (String address : addresses(request)) {
            byte[] signed = (address + parameters).getBytes(StandardCharsets.UTF_8);
            for (Secret token : authTokens) {
                proven |= Hmac.same(Base64.getEncoder().encode(Hmac.sha1(token, signed)), given);
            }
        }
        return proven ? null : "the signature was not made with the configured api_secret for the webhook_url";
    }

    static boolean isForm(WebhookRequest request) {
        return request.header("content-type")
                .map(type -> type.strip().toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded"))
                .orElse(false);
    }

    /** Names in the order of their bytes; of a name that stands there more than once each distinct value, in order. */
    private static String sorted(Form form) {
        StringBuilder text = new StringBuilder();
        Map<String, List<String>> byName = new TreeMap<>(form.all());
        byName.forEach((name, values) ->
                new TreeSet<>(values).forEach(value -> text.append(name).append(value)));
        return text.toString();
    }

    /** With and without the scheme's own port: what Twilio signs differs by the age of its sender. */
    private Set<String> addresses(WebhookRequest request) {
        String given = webhookUrl == null ? request.url().toString() : webhookUrl.toString();
        String query = request.url().getRawQuery();
        int end = given.indexOf('?');
        String base = end < 0 ? given : given.substring(0, end);
        String address = query == null || query.isEmpty() ? base : base + "?" + query;

        Set<String> addresses = new LinkedHashSet<>();
        addresses.add(address);
        URI uri = URI.create(base);
        String host = uri.getHost();
        if (host != null) {
            int port = "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
            int start = base.indexOf(host);
            String before = base.substring(0, start + host.length());
            String after = address.substring(before.length());
            if (uri.getPort() < 0) {
                addresses.add(before + ":" + port + after);
            } else if (uri.getPort() == port) {
                addresses.add(before
                        + after.substring(after.indexOf(Integer.toString(port))
                                + Integer.toString(port).length()));
            }
        }
        return addresses;
    }
}
