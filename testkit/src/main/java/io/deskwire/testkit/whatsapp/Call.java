package io.deskwire.testkit.whatsapp;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request as the faces read it. */
final class Call {

    private final RecordedRequest request;
    private final List<String> segments;
    private final List<Map.Entry<String, String>> query;

    Call(RecordedRequest request) {
        this.request = request;
        URI uri = request.uri();
        this.segments = Arrays.stream(uri.getRawPath().split("/", -1))
                .filter(s -> !s.isEmpty())
                .map(s -> URLDecoder.decode(s.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
        this.query = form(uri.getRawQuery() == null ? "" : uri.getRawQuery());
    }

    String method() {
        return request.method();
    }

    boolean is(String method) {
        return request.method().equals(method);
    }

    /** The parts of the path, decoded. */
    List<String> segments() {
        return segments;
    }

    /** The parts of the path from one on. */
    List<String> from(int first) {
        return first > segments.size() ? List.of() : segments.subList(first, segments.size());
    }

    @Nullable String header(String name) {
        return request.header(name).orElse(null);
    }

    @Nullable String query(String name) {
        return first(query, name);
    }

    byte[] body() {
        return request.rawBody();
    }

    RecordedRequest request() {
        return request;
    }

    /** The body as a JSON object, with the Content-Type that goes with it. */
    Map<String, Object> json() {
        String type = header("content-type");
        if (type == null || !type.startsWith("application/json")) {
            throw GraphRefusal.parameter("The content type must be application/json.");
        }
        return jsonOfAnyType();
    }

    /** The body as a JSON object. */
    Map<String, Object> jsonOfAnyType() {
        try {
            return Json.strict().withLimits(io.deskwire.json.JsonLimits.MACHINE).parseObject(body());
        } catch (JsonException e) {
            throw GraphRefusal.parameter("The request body is not a JSON object.");
        }
    }

    /** The body as a form. */
    List<Map.Entry<String, String>> form() {
        return form(new String(body(), StandardCharsets.UTF_8));
    }

    static @Nullable String first(List<Map.Entry<String, String>> form, String name) {
        return form.stream()
                .filter(field -> field.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    static List<Map.Entry<String, String>> form(String encoded) {
        List<Map.Entry<String, String>> fields = new ArrayList<>();
        for (String pair : encoded.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                fields.add(new SimpleImmutableEntry<>(decoded(name), decoded(value)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
