package io.deskwire.testkit.helpdesk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every simulated helpdesk listens with on 127.0.0.1, and posts its webhooks with. Thread-safe. */
final class ApiServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
    private static final int LARGEST_BODY = 64 << 20;

    /** The JDK's server writes headers and body in two packets; with Nagle's algorithm every answer would take 40 ms. */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Function<ApiCall, ApiReply> face;
    private final List<ApiCall> calls = new CopyOnWriteArrayList<>();
    private final List<Plan> plans = new ArrayList<>();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private static final class Plan {
        private final ApiTrouble trouble;
        private final Pattern path;
        private int left;

        Plan(ApiTrouble trouble, Pattern path, int left) {
            this.trouble = trouble;
            this.path = path;
            this.left = left;
        }
    }

    /**
     * Starts listening.
     *
     * @param name begins its threads' names
     * @param face answers; called by several threads at once
     */
    ApiServer(String name, Function<ApiCall, ApiReply> face) {
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        this.face = face;
        this.threads = Executors.newFixedThreadPool(16, job -> {
            Thread thread = new Thread(job, name);
            thread.setDaemon(true);
            return thread;
        });
        try {
            server = HttpServer.create(
                    new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 100);
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator cannot listen", e);
        }
        server.createContext("/", this::take);
        server.setExecutor(threads);
        server.start();
    }

    /** Scheme, host and port, without a slash at the end. */
    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    List<ApiCall> calls() {
        return List.copyOf(calls);
    }

    /** Answers the next calls whose {@code METHOD path} holds the regular expression wrongly. */
    void trouble(ApiTrouble trouble, String pathPattern, int times) {
        synchronized (plans) {
            plans.add(new Plan(trouble, Pattern.compile(pathPattern), times));
        }
    }

    private @Nullable ApiTrouble planned(ApiCall call) {
        synchronized (plans) {
            for (Iterator<Plan> each = plans.iterator(); each.hasNext(); ) {
                Plan plan = each.next();
                if (plan.path.matcher(call.toString()).find()) {
                    plan.left--;
                    if (plan.left <= 0) {
                        each.remove();
                    }
                    return plan.trouble;
                }
            }
            return null;
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
            ApiCall call = new ApiCall(
                    exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
            calls.add(call);
            ApiTrouble trouble = planned(call);
            ApiReply reply = trouble == null || trouble.isDone() ? face.apply(call) : null;
            if (trouble != null) {
                reply = trouble.reply();
            }
            if (reply != null) {
                reply.headers()
                        .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
                exchange.sendResponseHeaders(reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
                if (reply.body().length > 0) {
                    exchange.getResponseBody().write(reply.body());
                }
            }
        } catch (RuntimeException e) {
            LOG.error("the simulated helpdesk failed", e);
            throw e;
        }
    }

    /** Posts to a webhook. */
    int post(URI url, Map<String, String> headers, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
