package io.deskwire.ledger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** A helpdesk behind a URL, which takes every message once by its id, and is troubled now and then. */
final class Helpdesk implements AutoCloseable {

    /** What the next events meet. */
    enum Trouble {
        UNAVAILABLE,
        THROTTLED,
        /** Taken, and answered by 500. */
        ERROR_AFTER_TAKING,
        ERROR_BEFORE_TAKING,
        /** Taken, and the connection ends. */
        CUT_AFTER_TAKING,
        STALL
    }

    /**
     * A message that was taken.
     *
     * @param number the ledger's
     * @param messageId ours
     */
    record Taken(int number, String messageId, String tenant, String channel, String conversation) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "helpdesk");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Taken> taken = new LinkedHashMap<>();
    private final Consumer<Taken> onTaken;
    private Trouble trouble = Trouble.UNAVAILABLE;
    private int times;
    private int repeats;

    /**
     * @param onTaken told of every message that is new here
     */
    Helpdesk(Consumer<Taken> onTaken) {
        this.onTaken = onTaken;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/events", this::take);
        server.setExecutor(threads);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    synchronized void trouble(Trouble next, int nextTimes) {
        trouble = next;
        times = nextTimes;
    }

    /** In the order in which they were taken. */
    synchronized List<Taken> taken() {
        return new ArrayList<>(taken.values());
    }

    /** How many events came that were here already. */
    synchronized int repeats() {
        return repeats;
    }

    private synchronized boolean isTroubled() {
        return times-- > 0;
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (isTroubled()) {
                troubled(exchange, body);
            } else {
                answer(exchange, 200, record(body));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void troubled(HttpExchange exchange, byte[] body) throws IOException, InterruptedException {
        Trouble met;
        synchronized (this) {
            met = trouble;
        }
        switch (met) {
            case UNAVAILABLE -> answer(exchange, 503, "{}");
            case THROTTLED -> {
                exchange.getResponseHeaders().set("Retry-After", "3");
                answer(exchange, 429, "{}");
            }
            case ERROR_AFTER_TAKING -> {
                record(body);
                answer(exchange, 500, "{}");
            }
            case ERROR_BEFORE_TAKING -> answer(exchange, 500, "{}");
            case CUT_AFTER_TAKING -> record(body);
            case STALL -> {
                Pause.millis(1500);
                answer(exchange, 200, record(body));
            }
        }
    }

    @SuppressWarnings("unchecked") // A parsed tree has text keys only.
    private String record(byte[] body) {
        Map<String, Object> event = Json.lenient().parseObject(new String(body, StandardCharsets.UTF_8));
        Map<String, Object> message = (Map<String, Object>) event.getOrDefault("message", Map.of());
        String id = String.valueOf(message.get("id"));
        String tenant = String.valueOf(event.get("tenant_id"));
        Taken now = new Taken(
                Letter.numberIn(message.get("subject") + " " + message.get("text")),
                id,
                tenant,
                String.valueOf(event.get("channel_id")),
                String.valueOf(event.get("conversation_id")));
        boolean known;
        synchronized (this) {
            known = taken.putIfAbsent(tenant + "/" + id, now) != null;
            repeats += known ? 1 : 0;
        }
        if (!known) {
            onTaken.accept(now);
        }
        return Json.write(Map.of("ticket_id", now.conversation(), "duplicate", known));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
