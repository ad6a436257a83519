package io.deskwire.testkit.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
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

/** What every simulator listens with: records requests, misbehaves when told to, answers. Thread-safe. */
final class SimulatorServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SimulatorServer.class);
    private static final int THREADS = 16;
    private static final int LARGEST_BODY = 110 << 20;
    /** The JDK's server writes headers and body in two packets; with Nagle's algorithm every answer would take 40 ms. */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Function<ReceivedRequest, Reply> face;
    private final List<ReceivedRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Plan> plans = new ArrayList<>();

    private static final class Plan {
        private final Trouble trouble;
        private final Pattern path;
        private int left;

        Plan(Trouble trouble, Pattern path, int left) {
            this.trouble = trouble;
            this.path = path;
            this.left = left;
        }
    }

    private SimulatorServer(HttpServer server, String name, Function<ReceivedRequest, Reply> face) {
        this.server = server;
        this.face = face;
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, job -> {
            Thread thread = new Thread(job, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts listening.
     *
     * @param name begins its threads' names
     * @param port 0 for a free one
     * @param face answers; its effects must be done when it returns
     */
    static SimulatorServer start(String name, int port, Function<ReceivedRequest, Reply> face) {
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        try {
            byte[] loopback = {127, 0, 0, 1};
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(loopback), port), 100);
            SimulatorServer server = new SimulatorServer(http, name, face);
            server.listen(name);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator cannot listen on port " + port, e);
        }
    }

    private void listen(String name) {
        server.createContext("/", this::take);
        server.setExecutor(threads);
        // The server's own thread is a daemon when the one that starts it is.
        Thread starter = new Thread(server::start, name + "-start");
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

    /** Every request so far. */
    List<ReceivedRequest> requests() {
        return List.copyOf(requests);
    }

    /** Answers the next requests whose {@code METHOD path} holds the regular expression wrongly. */
    void trouble(Trouble trouble, String pathPattern, int times) {
        synchronized (plans) {
            plans.add(new Plan(trouble, Pattern.compile(pathPattern), times));
        }
    }

    /** Forgets every trouble planned. */
    void behave() {
        synchronized (plans) {
            plans.clear();
        }
    }

    private Optional<Trouble> planned(ReceivedRequest request) {
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
            ReceivedRequest request = new ReceivedRequest(
                    exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
            requests.add(request);
            Optional<Trouble> trouble = planned(request);
            Reply reply = trouble.isEmpty() || trouble.get().accepts() ? face.apply(request) : Reply.empty(500);
            if (trouble.isPresent()) {
                reply = trouble.get().reply();
            }
            if (reply != null) {
                write(exchange, reply);
            }
        } catch (RuntimeException e) {
            LOG.error("the simulator failed on a request", e);
            throw e;
        }
    }

    private static void write(HttpExchange exchange, Reply reply) throws IOException {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        byte[] body = reply.body();
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
