package io.deskwire.app.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.deskwire.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Somebody who subscribed: checks signatures, keeps what came, and answers as it is told. */
public final class EventReceiver implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final String key;
    private final List<Came> came = new CopyOnWriteArrayList<>();
    private volatile Function<Came, Integer> answers = one -> 204;
    private volatile String retryAfter = "";
    private volatile CountDownLatch stall = new CountDownLatch(0);

    /** A post, in the order of arrival; {@code genuine} says that its signature is right. */
    public record Came(String id, String type, Map<String, Object> tree, boolean genuine, int answered) {}

    private EventReceiver(String key) throws IOException {
        this.key = key;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    /** @param key the UTF-8 bytes of it sign */
    public static EventReceiver start(String key) throws IOException {
        return new EventReceiver(key);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    /** From now on it answers so; 0 hangs up. */
    public void answer(Function<Came, Integer> with) {
        answers = with;
    }

    public void answer(int status, String after) {
        retryAfter = after;
        answers = one -> status;
    }

    /** From now on it takes posts and says nothing, until the latch is counted down. */
    public CountDownLatch stall() {
        CountDownLatch latch = new CountDownLatch(1);
        stall = latch;
        return latch;
    }

    public List<Came> came() {
        return List.copyOf(came);
    }

    /** What was answered well. */
    public List<Came> taken() {
        return came.stream().filter(one -> one.answered() / 100 == 2).toList();
    }

    public void forget() {
        came.clear();
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        String id = exchange.getRequestHeaders().getFirst("webhook-id");
        String time = exchange.getRequestHeaders().getFirst("webhook-timestamp");
        String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
        Map<String, Object> tree = Json.strict().parseObject(body);
        boolean genuine = List.of(signature.split(" ")).contains("v1," + sign(id + "." + time + ".", body));
        Came read = new Came(id, String.valueOf(tree.get("type")), tree, genuine, 0);
        int status = answers.apply(read);
        came.add(new Came(id, read.type(), tree, genuine, status));
        try {
            stall.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", retryAfter);
        }
        if (status != 0) {
            exchange.sendResponseHeaders(status, -1);
        }
        exchange.close();
    }

    private String sign(String head, byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
            mac.update(head.getBytes(UTF_8));
            return Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that came was signed. */
    public void wasNeverFooled() {
        assertThat(came).allMatch(Came::genuine);
    }

    @Override
    public void close() {
        stall.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
