package io.deskwire.testkit.graph;

import io.deskwire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Calls the simulator as somebody with a token. */
final class Caller {

    static final String IMMUTABLE = "IdType=\"ImmutableId\"";
    private static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** An answer with its body read as JSON where there is one. */
    record Got(int status, HttpResponse<byte[]> http) {

        String text() {
            return new String(http.body(), StandardCharsets.UTF_8);
        }

        Map<String, Object> json() {
            return Json.lenient().parseObject(http.body());
        }

        String header(String name) {
            return http.headers().firstValue(name).orElse("");
        }

        String code() {
            return json().get("error") instanceof Map<?, ?> error ? String.valueOf(error.get("code")) : "";
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> value() {
            return (List<Map<String, Object>>) Objects.requireNonNull(json().get("value"), "value");
        }
    }

    private final GraphSimulator graph;
    private final String token;

    Caller(GraphSimulator graph, String token) {
        this.graph = graph;
        this.token = token;
    }

    Got get(String path, String... headers) throws IOException, InterruptedException {
        return call("GET", path, new byte[0], headers);
    }

    Got json(String method, String path, Map<String, ?> body, String... headers)
            throws IOException, InterruptedException {
        return typed(method, path, "application/json", Json.writeBytes(body), headers);
    }

    Got mime(String path, byte[] mime) throws IOException, InterruptedException {
        return typed("POST", path, "text/plain", Base64.getEncoder().encode(mime));
    }

    Got typed(String method, String path, String type, byte[] body, String... headers)
            throws IOException, InterruptedException {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type";
        all[headers.length + 1] = type;
        return call(method, path, body, all);
    }

    Got call(String method, String path, byte[] body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(url(path))
                .header("Authorization", "Bearer " + token)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        return send(request, headers);
    }

    static Got send(HttpRequest.Builder request, String... headers) throws IOException, InterruptedException {
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<byte[]> answer = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        return new Got(answer.statusCode(), answer);
    }

    /** A form to one of the sign-in addresses. */
    static Got form(String url, String form) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(URI.create(url)).POST(HttpRequest.BodyPublishers.ofString(form)),
                "Content-Type",
                "application/x-www-form-urlencoded");
    }

    private URI url(String path) {
        return URI.create(
                path.startsWith("http")
                        ? path
                        : graph.apiBaseUrl() + path.replace(" ", "%20").replace("'", "%27"));
    }
}
