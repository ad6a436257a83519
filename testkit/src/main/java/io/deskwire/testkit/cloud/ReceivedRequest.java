package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request that a simulator received. Immutable. */
public final class ReceivedRequest {

    private final String method;
    private final URI uri;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    ReceivedRequest(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.uri = uri;
        Map<String, List<String>> lower = new LinkedHashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.headers = Map.copyOf(lower);
        this.body = body.clone();
    }

    public String method() {
        return method;
    }

    /** Path and query as they came. */
    public URI uri() {
        return uri;
    }

    /** The path, decoded. */
    public String path() {
        return uri.getPath();
    }

    /** The first value of a query parameter, decoded. */
    public Optional<String> parameter(String name) {
        return parameters(uri.getRawQuery()).getOrDefault(name, List.of()).stream()
                .findFirst();
    }

    /** The first value of a header, by its name in any case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** User and password of basic authentication as {@code user:password}; empty when it shows none. */
    public Optional<String> basicCredentials() {
        try {
            return header("authorization")
                    .filter(value -> value.regionMatches(true, 0, "Basic ", 0, 6))
                    .map(value -> new String(
                            Base64.getDecoder().decode(value.substring(6).strip()), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The body; a copy. */
    public byte[] body() {
        return body.clone();
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /**
     * The body as a JSON object.
     *
     * @throws io.deskwire.json.JsonException when it is none
     */
    public Map<String, Object> json() {
        return Json.lenient().parseObject(body);
    }

    /** Names and values of an urlencoded text, decoded, in order. */
    static Map<String, List<String>> parameters(@Nullable String encoded) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : (encoded == null ? "" : encoded).split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters
                        .computeIfAbsent(URLDecoder.decode(name, StandardCharsets.UTF_8), n -> new ArrayList<>())
                        .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    /** Method and path. */
    @Override
    public String toString() {
        return method + " " + uri.getPath();
    }
}
