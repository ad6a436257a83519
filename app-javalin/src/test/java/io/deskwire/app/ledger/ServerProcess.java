package io.deskwire.app.ledger;

import io.deskwire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** {@code deskwire serve} as a process of its own, which can be killed as an operating system kills. */
final class ServerProcess implements AutoCloseable {

    static final String TOKEN = "ledger-token-for-tests-only";

    private static final String READY = "deskwire ready on ";

    private final Process process;
    private final CompletableFuture<URI> ready = new CompletableFuture<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private ServerProcess(Process process) {
        this.process = process;
        // Whoever ends the tests early does not want to find servers left behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Starts a server on a data folder, or on a database where one is given; returns before it is ready. */
    static ServerProcess start(Path dataDir, Map<String, String> environment, List<String> jvmOptions)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.deskwire.app.Main", "serve"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("DESKWIRE_PORT", "0");
        builder.environment().put("DESKWIRE_DATA_DIR", dataDir.toString());
        builder.environment().put("DESKWIRE_ADMIN_TOKEN", TOKEN);
        builder.environment().put("DESKWIRE_ALLOW_PRIVATE_ENDPOINTS", "true");
        builder.environment().putAll(environment);
        Files.createDirectories(dataDir);
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(dataDir.resolve("server.log").toFile()));
        ServerProcess server = new ServerProcess(builder.start());
        server.readOutput();
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
                        // A killed process closes its output in the middle of a line.
                    }
                    ready.completeExceptionally(new IOException("the server ended before it was ready"));
                },
                "server-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits until it can take traffic. */
    URI awaitReady() throws Exception {
        return ready.get(30, TimeUnit.SECONDS);
    }

    /** SIGKILL: no hook runs, nothing is flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** SIGTERM; returns the exit status. */
    int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the server did not end within 20 s of SIGTERM");
        }
        return process.exitValue();
    }

    /** Whether it ends by itself within the time. */
    boolean endsWithin(Duration time) throws InterruptedException {
        return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Puts a document; fails on anything but success. */
    void put(String path, Map<String, Object> body) throws Exception {
        send("PUT", path, body);
    }

    /** Posts a document; fails on anything but success. */
    void post(String path, Map<String, Object> body) throws Exception {
        send("POST", path, body);
    }

    private void send(String method, String path, Map<String, Object> body) throws Exception {
        HttpResponse<String> response = http.send(
                request(path)
                        .method(method, HttpRequest.BodyPublishers.ofString(Json.write(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        }
    }

    /** Reads a document; fails on anything but success. */
    Map<String, Object> get(String path) throws Exception {
        HttpResponse<String> response = http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IOException("GET " + path + ": " + response.statusCode() + " " + response.body());
        }
        return Json.lenient().parseObject(response.body());
    }

    /** Reads a body to its end without keeping it; returns its length. */
    long length(String path) throws Exception {
        HttpResponse<InputStream> response = http.send(
                request(path).GET().timeout(Duration.ofMinutes(2)).build(), HttpResponse.BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            throw new IOException("GET " + path + ": " + response.statusCode());
        }
        try (InputStream body = response.body()) {
            return body.transferTo(OutputStream.nullOutputStream());
        }
    }

    private HttpRequest.Builder request(String path) throws Exception {
        return HttpRequest.newBuilder(awaitReady().resolve(path))
                .timeout(Duration.ofSeconds(20))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json");
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
