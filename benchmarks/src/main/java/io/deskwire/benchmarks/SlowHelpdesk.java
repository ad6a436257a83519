package io.deskwire.benchmarks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A helpdesk behind a URL that answers at once, and one tenant after half a minute. */
final class SlowHelpdesk implements AutoCloseable {

    private static final Duration SLOW = Duration.ofSeconds(30);

    private final String slowTenant;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "helpdesk");
        thread.setDaemon(true);
        return thread;
    });
    /** Counted down while it is not slow. */
    private volatile CountDownLatch quick = new CountDownLatch(0);

    private final AtomicInteger held = new AtomicInteger();

    SlowHelpdesk(String slowTenant) throws IOException {
        this.slowTenant = slowTenant;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
        server.createContext("/events", this::take);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/events";
    }

    /** Begins or ends being slow; who waits then is answered. */
    void slow(boolean on) {
        CountDownLatch before = quick;
        quick = new CountDownLatch(on ? 1 : 0);
        before.countDown();
    }

    /** How many requests of the slow tenant it ever let wait. */
    int held() {
        return held.get();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            if (body.contains("\"" + slowTenant + "\"")) {
                if (quick.getCount() > 0) {
                    held.incrementAndGet();
                }
                quick.await(SLOW.toMillis(), TimeUnit.MILLISECONDS);
            }
            byte[] answer = "{}".getBytes(StandardCharsets.US_ASCII);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        slow(false);
        server.stop(0);
        threads.shutdownNow();
    }
}
