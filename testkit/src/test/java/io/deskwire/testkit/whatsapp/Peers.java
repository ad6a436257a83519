package io.deskwire.testkit.whatsapp;

import com.sun.net.httpserver.HttpServer;
import io.deskwire.json.Json;
import io.deskwire.testkit.SettableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A simulator with one number, a program that takes its webhooks, and a client that speaks to it. */
final class Peers implements AutoCloseable {

    static final Instant START = Instant.parse("2026-06-01T10:00:00Z");
    static final String NUMBER_ID = "106540352242922";
    static final String DISPLAY = "15550783881";
    static final String WABA = "102290129340398";
    static final String MARIA = "+16505551234";
    static final byte[] JPEG = bytes(0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 2, 3);
    static final byte[] PDF = "%PDF-1.7\n1 0 obj".getBytes(StandardCharsets.US_ASCII);

    /** A webhook as it arrived. */
    record Arrived(String method, String query, Map<String, List<String>> headers, String body) {
        @Nullable String header(String name) {
            return headers.entrySet().stream()
                    .filter(e -> e.getKey().equalsIgnoreCase(name))
                    .map(e -> e.getValue().get(0))
                    .findFirst()
                    .orElse(null);
        }
    }

    final SettableClock clock = SettableClock.at(START);
    final WhatsAppSimulator whatsapp = WhatsAppSimulator.start(clock);
    final List<Arrived> arrived = new CopyOnWriteArrayList<>();
    final SimulatedNumber number;
    final String hookUrl;
    volatile int hookStatus = 200;
    private final HttpServer hook;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    Peers() throws IOException {
        this(Flavour.META);
    }

    Peers(Flavour flavour) throws IOException {
        hook = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
        hook.setExecutor(Executors.newCachedThreadPool(job -> {
            Thread thread = new Thread(job, "hook");
            thread.setDaemon(true);
            return thread;
        }));
        hook.createContext("/", exchange -> {
            try (exchange) {
                String query =
                        Objects.requireNonNullElse(exchange.getRequestURI().getRawQuery(), "");
                byte[] body = exchange.getRequestBody().readAllBytes();
                arrived.add(new Arrived(
                        exchange.getRequestMethod(),
                        query,
                        Map.copyOf(exchange.getRequestHeaders()),
                        new String(body, StandardCharsets.UTF_8)));
                boolean handshake = exchange.getRequestMethod().equals("GET");
                String challenge = query.replaceAll(".*hub\\.challenge=([^&]*).*", "$1");
                boolean known = query.contains("hub.verify_token=the-token");
                byte[] answer = (handshake && known ? challenge : "").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(
                        handshake ? (known ? 200 : 403) : hookStatus, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        hook.start();
        hookUrl = "http://127.0.0.1:" + hook.getAddress().getPort() + "/webhooks/whatsapp/acme";
        number = whatsapp.addNumber(NumberSpec.of(NUMBER_ID, "+1 555-078-3881", WABA)
                .withFlavour(flavour)
                .withWebhookUrl(hookUrl));
    }

    SimulatedCustomer maria() {
        return number.customer(MARIA, "Maria");
    }

    /** A send through the Graph face with the right token. */
    HttpResponse<String> send(String json) throws IOException, InterruptedException {
        return post(graph("/" + NUMBER_ID + "/messages"), json, "Authorization", "Bearer " + token());
    }

    /** A text to Maria. */
    HttpResponse<String> sendText(String text) throws IOException, InterruptedException {
        return send(Json.write(Trees.of(
                "messaging_product", "whatsapp", "to", MARIA, "type", "text", "text", Trees.of("body", text))));
    }

    String graph(String path) {
        return whatsapp.graphBaseUrl() + path;
    }

    String token() {
        return number.spec().accessTokens().get(0).reveal();
    }

    HttpResponse<String> get(String url, String... headers) throws IOException, InterruptedException {
        return exchange(request(url, headers).GET().build());
    }

    HttpResponse<String> delete(String url, String... headers) throws IOException, InterruptedException {
        return exchange(request(url, headers).DELETE().build());
    }

    HttpResponse<String> post(String url, String json, String... headers) throws IOException, InterruptedException {
        return exchange(request(url, headers)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    HttpResponse<String> postForm(String url, String form, String... headers) throws IOException, InterruptedException {
        return exchange(request(url, headers)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    HttpResponse<byte[]> bytes(String url, String... headers) throws IOException, InterruptedException {
        return client.send(request(url, headers).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** An upload to an address; the file comes last. */
    HttpResponse<String> upload(
            String url, String type, String fileName, String partType, byte[] bytes, String... headers)
            throws IOException, InterruptedException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        part(
                body,
                "Content-Disposition: form-data; name=\"messaging_product\"",
                "whatsapp".getBytes(StandardCharsets.UTF_8));
        part(body, "Content-Disposition: form-data; name=\"type\"", type.getBytes(StandardCharsets.UTF_8));
        part(
                body,
                "Content-Disposition: form-data; name=\"file\"; filename=\"" + fileName + "\"\r\nContent-Type: "
                        + partType,
                bytes);
        body.writeBytes("--X--\r\n".getBytes(StandardCharsets.US_ASCII));
        return exchange(request(url, headers)
                .header("Content-Type", "multipart/form-data; boundary=X")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body.toByteArray()))
                .build());
    }

    /** An upload through the Graph face that must succeed; the media id. */
    String uploaded(String type, String fileName, byte[] bytes) throws IOException, InterruptedException {
        HttpResponse<String> answer = upload(
                graph("/" + NUMBER_ID + "/media"), type, fileName, type, bytes, "Authorization", "Bearer " + token());
        return text(answer, "id");
    }

    private static void part(ByteArrayOutputStream body, String headers, byte[] content) {
        body.writeBytes(("--X\r\n" + headers + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
        body.writeBytes(content);
        body.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    HttpResponse<String> exchange(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    static HttpRequest.Builder request(String url, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** What stands at a path of names and positions in a JSON answer. */
    static @Nullable Object at(HttpResponse<String> answer, Object... path) {
        return at(answer.body(), path);
    }

    static @Nullable Object at(String json, Object... path) {
        Object value = Json.lenient().parse(json);
        for (Object step : path) {
            value = step instanceof Integer i
                    ? (Trees.list(value).size() > i ? Trees.list(value).get(i) : null)
                    : Trees.object(value).get(step);
        }
        return value;
    }

    static String text(HttpResponse<String> answer, Object... path) {
        return Trees.text(at(answer, path), "nothing at " + Arrays.toString(path) + " in " + answer.body());
    }

    /** The bodies of the webhooks that arrived, from one on. */
    List<String> bodies() {
        List<String> bodies = new ArrayList<>();
        arrived.stream().filter(a -> a.method().equals("POST")).forEach(a -> bodies.add(a.body()));
        return bodies;
    }

    /** The statuses that arrived, in order. */
    List<String> statuses() {
        List<String> statuses = new ArrayList<>();
        for (String body : bodies()) {
            for (Object status : Trees.list(at(body, "entry", 0, "changes", 0, "value", "statuses"))) {
                statuses.add(Trees.text(Trees.object(status).get("status"), ""));
            }
        }
        return statuses;
    }

    /** The last message that arrived. */
    Map<String, Object> lastMessage() {
        List<String> bodies = bodies();
        return Trees.object(at(bodies.get(bodies.size() - 1), "entry", 0, "changes", 0, "value", "messages", 0));
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @Override
    public void close() {
        whatsapp.close();
        hook.stop(0);
    }
}
