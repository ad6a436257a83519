package io.deskwire.examples.sms;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.json.Json;
import io.deskwire.testkit.contract.ProviderHarness;
import io.deskwire.testkit.contract.ProviderHarness.Sabotage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Stands in for the gateway: an account per key, as its documents describe it. Written from those, not from the channel. */
final class SmsGateway implements AutoCloseable {

    /** A message in an inbox with its number there. */
    record Entry(long number, Map<String, Object> message) {}

    /** One account. */
    static final class Account {
        final List<Entry> inbox = new ArrayList<>();
        final List<Map<String, Object>> sent = new ArrayList<>();
        int epoch = 1;
        long numbered;
        int arrivals;

        @Nullable Sabotage sabotage;
    }

    private final HttpServer server;
    private final ExecutorService workers = Executors.newCachedThreadPool();
    private final Map<String, Account> accounts = new ConcurrentHashMap<>();

    SmsGateway() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
        server.createContext("/v1/", this::answer);
        server.setExecutor(workers);
        server.start();
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    }

    Account account(String key) {
        return accounts.computeIfAbsent(key, k -> new Account());
    }

    /** A customer writes. Answers the message as it will stand in the inbox. */
    Map<String, Object> arrive(String key, String from, String to, String text) {
        Account account = account(key);
        synchronized (account) {
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("id", "in-" + key + "-" + ++account.arrivals);
            message.put("from", from);
            message.put("to", to);
            message.put("text", text);
            message.put("received_at", "2026-01-02T03:04:05Z");
            account.inbox.add(new Entry(++account.numbered, message));
            return message;
        }
    }

    /** Restored from a backup: other numbers, the same messages. */
    void renumber(String key) {
        Account account = account(key);
        synchronized (account) {
            account.epoch++;
            account.numbered = 1000;
            account.inbox.replaceAll(entry -> new Entry(++account.numbered, entry.message()));
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String authorization = exchange.getRequestHeaders().getFirst("Authorization");
        String key = authorization == null ? "" : authorization.replaceFirst("^Bearer ", "");
        Account account = accounts.get(key);
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (account == null) {
            send(exchange, 401, Map.of("error", "unknown key"));
            return;
        }
        synchronized (account) {
            Sabotage sabotage = account.sabotage;
            if (sabotage == Sabotage.REFUSE_CREDENTIALS) {
                send(exchange, 401, Map.of("error", "unknown key"));
            } else if (sabotage == Sabotage.BE_AWAY) {
                send(exchange, 503, Map.of("error", "maintenance"));
            } else if (sabotage == Sabotage.THROTTLE) {
                exchange.getResponseHeaders().set("Retry-After", String.valueOf(ProviderHarness.RETRY_AFTER_SECONDS));
                send(exchange, 429, Map.of("error", "slow down"));
            } else if (exchange.getRequestMethod().equals("POST")) {
                take(exchange, account, body);
            } else {
                show(exchange, account);
            }
        }
    }

    private static void take(HttpExchange exchange, Account account, byte[] body) throws IOException {
        if (account.sabotage == Sabotage.CUT_WHILE_TAKING) {
            exchange.close();
            return;
        }
        Map<String, Object> message = new LinkedHashMap<>(Json.strict().parseObject(body));
        if (!message.keySet().equals(Set.of("reference", "to", "text"))
                || !String.valueOf(message.get("to")).matches("\\+[0-9]{5,15}")) {
            send(exchange, 400, Map.of("error", "reference, to and text are wanted"));
            return;
        }
        if ("+15550000000".equals(message.get("to"))) {
            send(exchange, 422, Map.of("error", "barred"));
            return;
        }
        message.put("id", "out-" + (account.sent.size() + 1));
        account.sent.add(message);
        if (account.sabotage == Sabotage.CUT_AFTER_TAKING) {
            exchange.close();
            return;
        }
        send(exchange, 201, Map.of("id", message.get("id")));
    }

    private static void show(HttpExchange exchange, Account account) throws IOException {
        Map<String, String> query = query(exchange.getRequestURI());
        if (exchange.getRequestURI().getPath().endsWith("/sent")) {
            for (Map<String, Object> message : account.sent) {
                if (Objects.equals(message.get("reference"), query.get("reference"))) {
                    send(exchange, 200, message);
                    return;
                }
            }
            send(exchange, 404, Map.of("error", "no such message"));
            return;
        }
        long after = Long.parseLong(query.getOrDefault("after", "0"));
        int limit = Integer.parseInt(query.getOrDefault("limit", "20"));
        List<Map<String, Object>> page = account.inbox.stream()
                .filter(entry -> entry.number() > after)
                .limit(limit)
                .<Map<String, Object>>map(entry -> Map.of("number", entry.number(), "message", entry.message()))
                .toList();
        send(exchange, 200, Map.of("epoch", "e" + account.epoch, "messages", page));
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : String.valueOf(uri.getRawQuery()).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static void send(HttpExchange exchange, int status, Map<String, Object> tree) throws IOException {
        byte[] bytes = Json.writeBytes(tree);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }
}
