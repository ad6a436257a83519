package io.deskwire.testkit.gmail;

import io.deskwire.json.Json;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** One request that the simulator received, its body already unpacked. Immutable. */
public final class GmailRequest {

    private final String method;
    private final URI uri;
    private final Map<String, List<String>> headers;
    private final Map<String, List<String>> parameters;
    private final byte[] body;

    GmailRequest(String method, URI uri, Map<String, List<String>> headers, byte[] body) {
        this.method = method;
        this.uri = uri;
        Map<String, List<String>> lower = new LinkedHashMap<>();
        headers.forEach((name, values) -> lower.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        this.headers = Map.copyOf(lower);
        this.parameters = decoded(uri.getRawQuery());
        this.body = body;
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

    /** Every value of a query parameter, decoded; empty when it is not there. */
    public List<String> parameters(String name) {
        return parameters.getOrDefault(name, List.of());
    }

    /** The first value of a query parameter, decoded. */
    public Optional<String> parameter(String name) {
        return parameters(name).stream().findFirst();
    }

    /**
     * A whole number among the query parameters.
     *
     * @throws GmailRefusal when it is something else
     */
    OptionalInt number(String name) {
        Optional<String> value = parameter(name);
        if (value.isEmpty()) {
            return OptionalInt.empty();
        }
        if (!value.get().matches("[0-9]{1,9}")) {
            throw GmailRefusal.invalid("Invalid value at '" + name + "'");
        }
        return OptionalInt.of(Integer.parseInt(value.get()));
    }

    /** The first value of a header, by its name in any case. */
    public Optional<String> header(String name) {
        return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream()
                .findFirst();
    }

    /** The body, unzipped; a copy. Empty in {@link GmailSimulator#requests()} when it was larger than a megabyte. */
    public byte[] body() {
        return body.clone();
    }

    byte[] sharedBody() {
        return body;
    }

    /** The body as UTF-8. */
    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The body's form fields, first value each. */
    public Map<String, String> form() {
        Map<String, String> form = new LinkedHashMap<>();
        decoded(text()).forEach((name, values) -> form.put(name, values.get(0)));
        return form;
    }

    /**
     * The body as a JSON object.
     *
     * @throws io.deskwire.json.JsonException when it is none
     */
    public Map<String, Object> json() {
        return Json.lenient().parseObject(body);
    }

    GmailRequest withoutLargeBody() {
        return body.length <= 1 << 20 ? this : new GmailRequest(method, uri, headers, new byte[0]);
    }

    private static Map<String, List<String>> decoded(@Nullable String encoded) {
        Map<String, List<String>> decoded = new LinkedHashMap<>();
        for (String pair : (encoded == null ? "" : encoded).split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                decoded.computeIfAbsent(URLDecoder.decode(name, StandardCharsets.UTF_8), n -> new ArrayList<>())
                        .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return decoded;
    }

    /** Method, path and query. */
    @Override
    public String toString() {
        return method + " " + uri;
    }
}
