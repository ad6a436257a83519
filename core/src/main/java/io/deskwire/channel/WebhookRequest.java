package io.deskwire.channel;

import io.deskwire.message.Content;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a provider sent to a webhook address, untouched.
 *
 * @param method {@code GET} or {@code POST}
 * @param url the whole address as the provider called it, query included, with the public scheme and host: some providers
 *     sign it
 * @param query decoded query parameters in order, each with all its values
 * @param headers header fields by lower-case name, each with all its values
 * @param body the raw bytes; empty for GET
 * @param receivedAt when it came
 */
public record WebhookRequest(
        String method,
        URI url,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        Content body,
        Instant receivedAt) {
    public WebhookRequest {
        Objects.requireNonNull(method, "method");
        Objects.requireNonNull(url, "url");
        Objects.requireNonNull(body, "body");
        Objects.requireNonNull(receivedAt, "receivedAt");
        query = Map.copyOf(query);
        Map<String, List<String>> lower = new LinkedHashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        headers = Map.copyOf(lower);
    }

    /** The one value of a header; empty when it is absent or stands there more than once, which nobody honest does. */
    public Optional<String> header(String name) {
        List<String> values = headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        return values.size() == 1 ? Optional.of(values.get(0)) : Optional.empty();
    }

    /** The first value of a query parameter, or null. */
    public @Nullable String parameter(String name) {
        List<String> values = query.getOrDefault(name, List.of());
        return values.isEmpty() ? null : values.get(0);
    }
}
