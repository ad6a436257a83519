package io.deskwire.testkit.gmail;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for the simulator: unzips and records requests, misbehaves when told to, answers. Thread-safe. */
final class GoogleListener implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GoogleListener.class);
    private static final int THREADS = 16;
    private static final int LARGEST_BODY = 60 << 20;
    /** The JDK's server writes headers and body in two packets; with Nagle's algorithm every answer would take 40 ms. */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final HttpServer server;
    private final ExecutorService threads;
    private final Function<GmailRequest, GmailReply> face;
    private final Function<GmailRequest, Optional<GmailQuota>> quotas;
    private final List<GmailRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Plan> plans = new ArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private static final class Plan {
        private final GmailTrouble trouble;
        private final Predicate<GmailRequest> which;
        private int left;

        Plan(GmailTrouble trouble, Predicate<GmailRequest> which, int left) {
            this.trouble = trouble;
            this.which = which;
            this.left = left;
        }
    }

    private GoogleListener(
            HttpServer server,
            Function<GmailRequest, GmailReply> face,
            Function<GmailRequest, Optional<GmailQuota>> quotas) {
        this.server = server;
        this.face = face;
        this.quotas = quotas;
        AtomicInteger count = new AtomicInteger();
        this.threads = Executors.newFixedThreadPool(THREADS, job -> {
            Thread thread = new Thread(job, "gmail-simulator-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Starts listening.
     *
     * @param port 0 for a free one
     * @param face answers; its effects must be done when it returns
     * @param quotas whose calls at once a request counts among, until it is answered
     */
    static GoogleListener start(
            int port, Function<GmailRequest, GmailReply> face, Function<GmailRequest, Optional<GmailQuota>> quotas) {
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        try {
            byte[] loopback = {127, 0, 0, 1};
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(loopback), port), 100);
            GoogleListener listener = new GoogleListener(http, face, quotas);
            listener.listen();
            return listener;
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator cannot listen on port " + port, e);
        }
    }

    private void listen() {
        server.createContext("/", this::take);
        server.setExecutor(threads);
        // The server's own thread is a daemon when the one that starts it is.
        Thread starter = new Thread(server::start, "gmail-simulator-start");
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

    List<GmailRequest> requests() {
        return List.copyOf(requests);
    }

    void trouble(GmailTrouble trouble, Predicate<GmailRequest> which, int times) {
        synchronized (plans) {
            plans.add(new Plan(trouble, which, times));
        }
    }

    void behave() {
        synchronized (plans) {
            plans.clear();
        }
    }

    private Optional<GmailTrouble> planned(GmailRequest request) {
        synchronized (plans) {
            Optional<Plan> plan =
                    plans.stream().filter(each -> each.which.test(request)).findFirst();
            plan.ifPresent(each -> {
                if (each.left != Integer.MAX_VALUE && --each.left <= 0) {
                    plans.remove(each);
                }
            });
            return plan.map(each -> each.trouble);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            GmailRequest request = read(exchange);
            requests.add(request.withoutLargeBody());
            Optional<GmailQuota> quota = quotas.apply(request);
            boolean admitted = quota.map(GmailQuota::begin).orElse(true);
            try {
                if (admitted) {
                    answer(exchange, request);
                } else {
                    write(exchange, request, GmailRefusal.tooManyAtOnce().reply());
                }
            } finally {
                quota.ifPresent(GmailQuota::end);
            }
        } catch (RuntimeException e) {
            LOG.error("the simulator failed on a request", e);
            throw e;
        }
    }

    private void answer(HttpExchange exchange, GmailRequest request) throws IOException {
        Optional<GmailTrouble> planned = planned(request);
        if (planned.isEmpty()) {
            write(exchange, request, face.apply(request));
            return;
        }
        GmailTrouble trouble = planned.get();
        GmailReply honest = trouble.accepts() ? face.apply(request) : GmailReply.empty(500);
        hold(trouble.delay());
        if (trouble.answers()) {
            GmailReply other = trouble.reply();
            GmailReply reply = other == null ? honest : other;
            if (trouble.cutAfter() < 0) {
                write(exchange, request, reply);
            } else {
                writeBeginning(exchange, reply, trouble.cutAfter());
            }
        }
    }

    /** More is promised than is written, so that the connection ends within the body. */
    private static void writeBeginning(HttpExchange exchange, GmailReply reply, int bytes) throws IOException {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        exchange.sendResponseHeaders(reply.status(), Long.MAX_VALUE);
        OutputStream out = exchange.getResponseBody();
        try {
            reply.body().writeTo(new Cut(out, bytes));
        } catch (CutException e) {
            LOG.debug("an answer was cut after {} bytes", bytes);
        }
        out.flush();
    }

    private static final class CutException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** Lets so many bytes through. */
    private static final class Cut extends FilterOutputStream {
        private int left;

        Cut(OutputStream out, int most) {
            super(out);
            this.left = most;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            int passing = Math.min(left, length);
            out.write(bytes, offset, passing);
            left -= passing;
            if (passing < length) {
                throw new CutException();
            }
        }
    }

    private static GmailRequest read(HttpExchange exchange) throws IOException {
        PushbackInputStream sent = new PushbackInputStream(exchange.getRequestBody());
        int first = sent.read();
        byte[] body = {};
        if (first >= 0) {
            sent.unread(first);
            boolean zipped =
                    "gzip".equalsIgnoreCase(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            InputStream plain = zipped ? new GZIPInputStream(sent) : sent;
            body = plain.readNBytes(LARGEST_BODY);
        }
        return new GmailRequest(
                exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
    }

    private void hold(Duration delay) {
        try {
            if (!delay.isZero() && closed.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("closed while an answer was held back");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(HttpExchange exchange, GmailRequest request, GmailReply reply) throws IOException {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        if (!reply.hasBody()) {
            exchange.sendResponseHeaders(reply.status(), -1);
            return;
        }
        // Google zips only for clients that say so twice.
        boolean zip = request.header("accept-encoding").orElse("").contains("gzip")
                && request.header("user-agent").orElse("").contains("gzip");
        if (zip) {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
        }
        exchange.sendResponseHeaders(reply.status(), 0);
        try (OutputStream out = zip ? new GZIPOutputStream(exchange.getResponseBody()) : exchange.getResponseBody()) {
            reply.body().writeTo(out);
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
