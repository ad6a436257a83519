package io.deskwire.testkit.whatsapp;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A request that the simulator received. Immutable. */
public final class RecordedRequest {

    private final String method;
    private final URI uri;
    private final Map<String, List<String>> headers;
    private final byte[] body;

    RecordedRequest(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.uri = uri;
        Map<String, List<String>> lowered = new TreeMap<>();
        headers.forEach((name, values) -> lowered.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.headers = Map.copyOf(lowered);
        this.body = body;
    }

    /** GET, POST, DELETE … */
    public String method() {
        return method;
    }

    /** Path and query as they stood in the request line. */
    public URI uri() {
        return uri;
    }

    /** The path alone. */
    public String path() {
        return uri.getPath();
    }

    /** All headers by lower-case name. */
    public Map<String, List<String>> headers() {
        return headers;
    }

    /** The first value of a header, whatever its case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The body as it was received. */
    public byte[] body() {
        return body.clone();
    }

    /** The body itself, not to be changed; it may be a hundred megabytes. */
    byte[] rawBody() {
        return body;
    }

    /** The body as UTF-8 text. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return method + " " + uri.getPath() + " (" + body.length + " bytes)";
    }
}
