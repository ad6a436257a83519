package io.deskwire.app.http;

import io.deskwire.app.Server;
import io.deskwire.app.ServerContext;
import io.deskwire.app.Setting;
import io.deskwire.app.Settings;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A server in this process, talked to over real HTTP. */
final class RunningServer implements AutoCloseable {

    static final String TOKEN = "token-of-the-tests";

    private final Server server;
    private final Described described = new Described();
    private final HttpClient http = HttpClient.newHttpClient();

    private RunningServer(Server server) {
        this.server = server;
    }

    static RunningServer start(Path dataDir) {
        return start(dataDir, Map.of());
    }

    static RunningServer start(Path dataDir, Map<Setting, String> more) {
        return start(dataDir, more, Clock.systemUTC());
    }

    /** A server that lives by a clock of the test. */
    static RunningServer start(Path dataDir, Map<Setting, String> more, Clock clock) {
        Map<Setting, String> settings = new EnumMap<>(Setting.class);
        settings.put(Setting.PORT, "0");
        settings.put(Setting.DATA_DIR, dataDir.toString());
        settings.put(Setting.ADMIN_TOKEN, TOKEN);
        settings.put(Setting.ALLOW_PRIVATE_ENDPOINTS, "true");
        settings.putAll(more);
        return new RunningServer(Server.start(Settings.read(settings, Map.of()), clock));
    }

    /** An answer; {@code tree} is empty when the body is no JSON object. */
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    record Answer(int status, Map<String, Object> tree, byte[] body, HttpResponse<byte[]> response) {

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }

        List<Map<String, Object>> items() {
            return list("items");
        }

        @SuppressWarnings("unchecked") // A parsed tree has text keys only.
        List<Map<String, Object>> list(String name) {
            return (List<Map<String, Object>>) Objects.requireNonNull(tree.get(name), name);
        }

        @SuppressWarnings("unchecked") // A parsed tree has text keys only.
        Map<String, Object> object(String name) {
            return (Map<String, Object>) Objects.requireNonNull(tree.get(name), name);
        }

        @Override
        public String toString() {
            return status + " " + new String(body, StandardCharsets.UTF_8);
        }
    }

    ServerContext context() {
        return server.context();
    }

    /** The API's description, with what this server's answers have shown of it. */
    Described described() {
        return described;
    }

    URI address() {
        return URI.create(server.address());
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(request(path).GET());
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send(request(path).DELETE());
    }

    Answer call(String method, String path, @Nullable Object tree) throws IOException, InterruptedException {
        return call(method, path, tree, Map.of());
    }

    Answer call(String method, String path, @Nullable Object tree, Map<String, String> headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
        headers.forEach(request::header);
        return send(request.method(
                method, tree == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(Json.writeBytes(tree))));
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(server.address() + path)).header("Authorization", "Bearer " + TOKEN);
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpRequest built = request.build();
        HttpResponse<byte[]> response = http.send(built, BodyHandlers.ofByteArray());
        // Whatever a test asks for: no answer may be other than the API's description says.
        List<String> problems = described.problems(
                built.method(),
                built.uri().getRawPath(),
                response.statusCode(),
                response.headers().firstValue("Content-Type").orElse(""),
                response.body());
        if (!problems.isEmpty()) {
            throw new AssertionError("not as described in resources/openapi: " + String.join("; ", problems));
        }
        Map<String, Object> tree;
        try {
            tree = Json.lenient().parseObject(response.body());
        } catch (JsonException e) {
            tree = Map.of();
        }
        return new Answer(response.statusCode(), tree, response.body(), response);
    }

    @Override
    public void close() {
        server.stop();
    }
}
