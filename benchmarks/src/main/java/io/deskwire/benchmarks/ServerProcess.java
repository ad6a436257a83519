package io.deskwire.benchmarks;

import io.deskwire.app.Main;
import io.deskwire.config.Secret;
import io.deskwire.jdbc.DatabaseSettings;
import io.deskwire.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The assembled server in a process of its own, as a user starts it. */
final class ServerProcess implements AutoCloseable {

    static final String TOKEN = "token-of-the-benchmark";

    private static final String READY = "deskwire ready on ";
    /** Every node on one database has to have the same; it protects nothing here. */
    private static final String KEY =
            Base64.getEncoder().encodeToString("a key for benchmarks only, 32 b.".getBytes(StandardCharsets.US_ASCII));

    private final Process process;
    private final URI address;
    private final HttpClient client = HttpClient.newHttpClient();

    private ServerProcess(Process process, URI address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts a server and waits until it takes traffic.
     *
     * @param dataDir its own; the database too where that is the embedded one
     * @param environment more settings
     */
    static ServerProcess start(DatabaseSettings database, Path dataDir, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Programs.java(Programs.thisJava(), List.of("-Xmx512m"), Main.class, List.of("serve")));
        builder.redirectError(
                ProcessBuilder.Redirect.appendTo(dataDir.resolve("server.log").toFile()));
        Map<String, String> variables = builder.environment();
        variables.put("DESKWIRE_PORT", "0");
        variables.put("DESKWIRE_DATA_DIR", dataDir.toString());
        variables.put("DESKWIRE_ADMIN_TOKEN", TOKEN);
        variables.put("DESKWIRE_MASTER_KEY", KEY);
        variables.put("DESKWIRE_ALLOW_PRIVATE_ENDPOINTS", "true");
        Secret password = database.password();
        if (password != null) {
            variables.put("DESKWIRE_DB_URL", database.url());
            variables.put("DESKWIRE_DB_USER", String.valueOf(database.user()));
            variables.put("DESKWIRE_DB_PASSWORD", "none");
        }
        variables.putAll(environment);
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(READY)) {
                Thread rest = new Thread(() -> output.lines().forEach(ignored -> {}), "server-output");
                rest.setDaemon(true);
                rest.start();
                return new ServerProcess(
                        process, URI.create(line.substring(READY.length()).strip()));
            }
        }
        process.destroyForcibly();
        throw new IOException("the server did not become ready; see " + dataDir.resolve("server.log"));
    }

    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    int port() {
        return address.getPort();
    }

    /** Creates a channel, or changes it. */
    void put(String tenant, String channel, String provider, Map<String, Object> config)
            throws IOException, InterruptedException {
        String body = Json.write(Map.of("provider", provider, "config", config));
        HttpResponse<String> answer = client.send(
                request("/api/v1/tenants/" + tenant + "/channels/" + channel)
                        .PUT(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() / 100 != 2) {
            throw new IOException("the channel was answered " + answer.statusCode() + " " + answer.body());
        }
    }

    void delete(String tenant, String channel) throws IOException, InterruptedException {
        client.send(
                request("/api/v1/tenants/" + tenant + "/channels/" + channel)
                        .DELETE()
                        .build(),
                BodyHandlers.discarding());
    }

    /** What a path of the API answers. */
    String get(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = client.send(request(path).GET().build(), BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(path + " was answered " + answer.statusCode());
        }
        return answer.body();
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json");
    }

    @Override
    public void close() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
