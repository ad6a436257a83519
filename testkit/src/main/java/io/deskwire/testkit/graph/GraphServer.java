package io.deskwire.testkit.graph;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens, records requests, misbehaves when told to, answers. Thread-safe. */
final class GraphServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GraphServer.class);
    private static final int THREADS = 32;
    private static final int LARGEST_BODY = 200 << 20;
    private static final int LARGEST_RECORDED = 256 << 10;
    private static final int CHUNK = 64 << 10;
    /** The JDK's server writes headers and body in two packets; with Nagle's algorithm every answer would take 40 ms. */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Function<GraphRequest, Answer> face;
    private final List<GraphRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Plan> plans = new ArrayList<>();

    private static final class Plan {
        private final GraphTrouble trouble;
        private final Pattern path;
        private int left;

        Plan(GraphTrouble trouble, Pattern path, int left) {
            this.trouble = trouble;
            this.path = path;
            this.left = left;
        }
    }

    private GraphServer(HttpServer server, Function<GraphRequest, Answer> face) {
        this.server = server;
        this.face = face;
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, job -> {
            Thread thread = new Thread(job, "graph-simulator-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    static GraphServer start(int port, Function<GraphRequest, Answer> face) {
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        try {
            byte[] loopback = {127, 0, 0, 1};
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(loopback), port), 100);
            GraphServer server = new GraphServer(http, face);
            server.listen();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator cannot listen on port " + port, e);
        }
    }

    private void listen() {
        server.createContext("/", this::take);
        server.setExecutor(threads);
        // The server's own thread is a daemon when the one that starts it is.
        Thread starter = new Thread(server::start, "graph-simulator-start");
        starter.setDaemon(true);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Scheme, host and port, without a slash at the end. */
    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    List<GraphRequest> requests() {
        return List.copyOf(requests);
    }

    void trouble(GraphTrouble trouble, String pathPattern, int times) {
        synchronized (plans) {
            plans.add(new Plan(trouble, Pattern.compile(pathPattern), times));
        }
    }

    void behave() {
        synchronized (plans) {
            plans.clear();
        }
    }

    private Optional<GraphTrouble> planned(GraphRequest request) {
        synchronized (plans) {
            for (Iterator<Plan> each = plans.iterator(); each.hasNext(); ) {
                Plan plan = each.next();
                if (plan.path.matcher(request.toString()).find()) {
                    plan.left--;
                    if (plan.left <= 0) {
                        each.remove();
                    }
                    return Optional.of(plan.trouble);
                }
            }
            return Optional.empty();
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readNBytes(LARGEST_BODY);
            GraphRequest request = new GraphRequest(
                    exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
            requests.add(body.length > LARGEST_RECORDED ? request.withoutBody() : request);
            Optional<GraphTrouble> trouble = planned(request);
            Answer answer = trouble.isEmpty() || trouble.get().accepts() ? face.apply(request) : Answer.empty(500);
            if (trouble.isPresent()) {
                answer = trouble.get().answer();
            }
            if (answer != null) {
                write(exchange, answer, trouble.isPresent() && trouble.get().breaksOff());
            }
        } catch (RuntimeException e) {
            LOG.error("the simulator failed on a request", e);
            throw e;
        }
    }

    private static void write(HttpExchange exchange, Answer answer, boolean breaksOff) throws IOException {
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] body = answer.body();
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length + (breaksOff ? 1_000 : 0));
        if (body.length > 0) {
            OutputStream out = exchange.getResponseBody();
            for (int at = 0; at < body.length; at += CHUNK) {
                out.write(body, at, Math.min(CHUNK, body.length - at));
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
