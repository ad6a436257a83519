package io.deskwire.testkit.graph;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request as the faces read it. */
final class Call {

    private final GraphRequest request;
    private final List<String> path;
    private final Map<String, List<String>> query;

    Call(GraphRequest request) {
        this.request = request;
        this.path = ODataPath.split(request.uri().getRawPath());
        this.query = form(request.uri().getRawQuery());
    }

    GraphRequest request() {
        return request;
    }

    String method() {
        return request.method();
    }

    boolean is(String method) {
        return request.method().equals(method);
    }

    /** The parts of the path, decoded, keys in brackets as parts of their own. */
    List<String> path() {
        return path;
    }

    /** One part of the path in small letters; empty when there is none. */
    String part(int index) {
        return index < path.size() ? path.get(index).toLowerCase(Locale.ROOT) : "";
    }

    @Nullable String header(String name) {
        return request.header(name).orElse(null);
    }

    @Nullable String query(String name) {
        List<String> values = query.get(name);
        return values == null ? null : values.get(0);
    }

    byte[] body() {
        return request.bytes();
    }

    /** Whether a preference stands in any line of {@code Prefer}. */
    private @Nullable String preference(String name) {
        for (String line : request.headers("prefer")) {
            for (String each : line.split(",", -1)) {
                int equals = each.indexOf('=');
                if (equals > 0 && each.substring(0, equals).strip().equalsIgnoreCase(name)) {
                    return each.substring(equals + 1).strip().replace("\"", "");
                }
            }
        }
        return null;
    }

    /** Whether ids that outlive a move are asked for. */
    boolean wantsImmutableIds() {
        return "ImmutableId".equalsIgnoreCase(preference("IdType"));
    }

    /** How many items a page may hold at most; 0 when nothing was said. */
    int maxPageSize() {
        String wanted = preference("odata.maxpagesize");
        return wanted == null ? 0 : number(wanted, "odata.maxpagesize");
    }

    int number(String text, String name) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw Refusal.badRequest("Invalid value '" + text + "' for " + name + ".");
        }
    }

    /** Whether the body is text, that is base64 of MIME. */
    boolean isMime() {
        String type = header("content-type");
        return type != null && type.toLowerCase(Locale.ROOT).startsWith("text/plain");
    }

    Fields json() {
        String type = header("content-type");
        boolean json = type != null && type.toLowerCase(Locale.ROOT).startsWith("application/json");
        if (body().length > 0 && !json) {
            throw new Refusal(
                    415,
                    "RequestBodyRead",
                    "A missing or unsupported Content-Type header was found when trying to read the request.");
        }
        return Fields.parse(body());
    }

    /** Names and values of an urlencoded text, decoded, in order. */
    static Map<String, List<String>> form(@Nullable String encoded) {
        Map<String, List<String>> form = new LinkedHashMap<>();
        for (String pair : (encoded == null ? "" : encoded).split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                form.computeIfAbsent(URLDecoder.decode(name, StandardCharsets.UTF_8), n -> new ArrayList<>())
                        .add(URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return form;
    }
}
