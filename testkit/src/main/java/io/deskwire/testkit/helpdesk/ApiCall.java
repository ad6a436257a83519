package io.deskwire.testkit.helpdesk;

import io.deskwire.json.Json;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request that a simulated helpdesk received. */
public final class ApiCall {

    private final String method;
    private final URI uri;
    private final Map<String, String> headers;
    private final byte[] body;

    ApiCall(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.uri = uri;
        this.headers = new LinkedHashMap<>();
        headers.forEach((name, values) -> this.headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        this.body = body.clone();
    }

    public String method() {
        return method;
    }

    /** The path, decoded. */
    public String path() {
        return uri.getPath();
    }

    /** The value of a query parameter, or null. */
    public @Nullable String parameter(String name) {
        String query = uri.getRawQuery();
        if (query == null) {
            return null;
        }
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            String key = equals < 0 ? pair : pair.substring(0, equals);
            if (URLDecoder.decode(key, StandardCharsets.UTF_8).equals(name)) {
                return equals < 0 ? "" : URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
            }
        }
        return null;
    }

    /** The value of a header, by its name in any case; or null. */
    public @Nullable String header(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    /** The body; a copy. */
    public byte[] body() {
        return body.clone();
    }

    /**
     * The body as a JSON object.
     *
     * @throws io.deskwire.json.JsonException when it is none
     */
    public Map<String, Object> json() {
        return Json.lenient().parseObject(body);
    }

    /** Method and path. */
    @Override
    public String toString() {
        return method + " " + uri.getPath();
    }
}
