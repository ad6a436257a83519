package io.deskwire.testkit.graph;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** One request that the simulator received. Immutable. */
public final class GraphRequest {

    private final String method;
    private final URI uri;
    private final Map<String, List<String>> headers;
    private final byte[] body;
    private final int size;

    GraphRequest(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        this(method, uri, lower(headers), body, body.length);
    }

    private GraphRequest(String method, URI uri, Map<String, List<String>> headers, byte[] body, int size) {
        this.method = method;
        this.uri = uri;
        this.headers = headers;
        this.body = body;
        this.size = size;
    }

    private static Map<String, List<String>> lower(Map<String, List<String>> headers) {
        Map<String, List<String>> lower = new LinkedHashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return Map.copyOf(lower);
    }

    /** The same without its body, which would fill the memory if every slice of every upload were kept. */
    GraphRequest withoutBody() {
        return new GraphRequest(method, uri, headers, new byte[0], size);
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

    /** The first value of a header, by its name in any case. */
    public Optional<String> header(String name) {
        return headers(name).stream().findFirst();
    }

    /** Every line of a header, by its name in any case. */
    public List<String> headers(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
    }

    /** The body as UTF-8; empty when it was longer than 256 KiB. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** How many bytes the body had. */
    public int size() {
        return size;
    }

    byte[] bytes() {
        return body;
    }

    /** Method and path. */
    @Override
    public String toString() {
        return method + " " + uri.getPath();
    }
}
