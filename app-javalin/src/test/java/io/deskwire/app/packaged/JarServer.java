package io.deskwire.app.packaged;

import io.deskwire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** {@code java -jar deskwire.jar serve} on a free port. */
final class JarServer implements AutoCloseable {

    static final String TOKEN = "token-of-the-packaged-tests";

    private static final String READY = "deskwire ready on ";

    private final Process process;
    private final CompletableFuture<URI> ready = new CompletableFuture<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private JarServer(Process process) {
        this.process = process;
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    static JarServer start(Path jar, Path workingFolder, Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(List.of(BuiltJar.java(), "-jar", jar.toString(), "serve"));
        builder.directory(workingFolder.toFile());
        builder.environment().put("DESKWIRE_PORT", "0");
        builder.environment().put("DESKWIRE_ADMIN_TOKEN", TOKEN);
        builder.environment().put("DESKWIRE_ALLOW_PRIVATE_ENDPOINTS", "true");
        builder.environment().putAll(environment);
        builder.redirectError(ProcessBuilder.Redirect.appendTo(
                workingFolder.resolve("server.log").toFile()));
        JarServer server = new JarServer(builder.start());
        server.readOutput();
        server.address();
        return server;
    }

    private void readOutput() {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines = new BufferedReader(
                            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                            if (line.startsWith(READY)) {
                                ready.complete(URI.create(
                                        line.substring(READY.length()).strip()));
                            }
                        }
                    } catch (IOException e) {
                        // A process that ends closes its output.
                    }
                    ready.completeExceptionally(new IOException("the server ended before it was ready"));
                },
                "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    URI address() throws Exception {
        return ready.get(60, TimeUnit.SECONDS);
    }

    /** @return the status, and the body as a tree where it is one */
    Answer call(String method, String path, @Nullable Object body) throws Exception {
        return send(method, path, body, "Bearer " + TOKEN);
    }

    /** Posts as a provider with basic authentication does. */
    Answer push(String path, String userAndPassword, Object body) throws Exception {
        String basic = Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
        return send("POST", path, body, "Basic " + basic);
    }

    private Answer send(String method, String path, @Nullable Object body, String authorization) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(address().resolve(path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(Json.write(body)))
                .build();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        Map<String, Object> tree =
                response.body().startsWith("{") ? Json.lenient().parseObject(response.body()) : Map.of();
        return new Answer(response.statusCode(), tree);
    }

    record Answer(int status, Map<String, Object> tree) {
        /** One field of each item of a list. */
        List<String> each(String field) {
            List<String> values = new ArrayList<>();
            if (tree.get("items") instanceof List<?> items) {
                for (Object item : items) {
                    values.add(item instanceof Map<?, ?> map ? String.valueOf(map.get(field)) : "");
                }
            }
            return values;
        }
    }

    /** SIGTERM, and its end. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
