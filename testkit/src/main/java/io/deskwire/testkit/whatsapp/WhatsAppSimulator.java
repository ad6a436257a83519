package io.deskwire.testkit.whatsapp;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * WhatsApp Business on a free port of 127.0.0.1: Meta's Graph API, 360dialog and Twilio on one state.
 *
 * <pre>{@code
 * try (var whatsapp = WhatsAppSimulator.start(clock)) {
 *     var number = whatsapp.addNumber(NumberSpec.of("106540352242922", "+1 555-078-3881", "102290129340398")
 *             .withWebhookUrl("http://127.0.0.1:7070/webhooks/whatsapp/acme/wa"));
 *     var maria = number.customer("+16505551234", "Maria");
 *     maria.text("Where is my order?");   // pushes a signed webhook and waits for its answer
 *     // … the program under test answers through whatsapp.graphBaseUrl("v25.0") …
 *     whatsapp.settle();
 *     maria.received();
 * }
 * }</pre>
 *
 * <p>Customers can also be played by hand: {@code POST /simulator/messages} with {@code {"from":"+16505551234","text":"Hi"}},
 * and {@code GET /simulator/messages} for what they received. Everything listens on the loopback interface only.
 *
 * <p>Thread-safe.
 */
public final class WhatsAppSimulator implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int THREADS = 32;
    /** The JDK's server writes headers and body in two packets; with Nagle's algorithm every answer would take 40 ms. */
    private static final String NO_DELAY = "sun.net.httpserver.nodelay";

    private final HttpServer server;
    private final ThreadPoolExecutor threads;
    private final SimulatorState state;
    private final Disturbances disturbances = new Disturbances();
    private final Dispatcher dispatcher;

    private WhatsAppSimulator(HttpServer server, Clock clock) {
        this.server = server;
        this.state = new SimulatorState(clock, server.getAddress().getPort());
        this.dispatcher = new Dispatcher(state, disturbances);
        AtomicInteger count = new AtomicInteger();
        this.threads =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), job -> {
                    Thread thread = new Thread(job, "whatsapp-simulator-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Starts a simulator without numbers.
     *
     * @param clock what message times, lifetimes, the 24-hour window and the pair rate go by
     */
    public static WhatsAppSimulator start(Clock clock) {
        return start(clock, 0);
    }

    /** Starts one on a port of its own; 0 for a free one. */
    public static WhatsAppSimulator start(Clock clock, int port) {
        if (System.getProperty(NO_DELAY) == null) {
            System.setProperty(NO_DELAY, "true");
        }
        try {
            byte[] loopback = {127, 0, 0, 1};
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(loopback), port), 100);
            WhatsAppSimulator simulator = new WhatsAppSimulator(server, clock);
            simulator.listen();
            return simulator;
        } catch (IOException e) {
            throw new UncheckedIOException("the simulator cannot listen on port " + port, e);
        }
    }

    private void listen() {
        server.createContext("/", dispatcher);
        server.setExecutor(threads);
        // The server's own thread is a daemon when the one that starts it is.
        Thread starter = new Thread(server::start, "whatsapp-simulator-start");
        starter.setDaemon(true);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Scheme, host and port, without a slash at the end. */
    public String baseUrl() {
        return state.base();
    }

    /** What stands in for {@code https://graph.facebook.com/vNN.N}; {@code version} such as {@code v25.0}. */
    public String graphBaseUrl(String version) {
        if (!version.matches("v\\d+\\.\\d+")) {
            throw new IllegalArgumentException("a version looks like v25.0");
        }
        return state.base() + "/" + version;
    }

    /** {@link #graphBaseUrl(String)} with version 25.0. */
    public String graphBaseUrl() {
        return graphBaseUrl("v25.0");
    }

    /** What stands in for {@code https://waba-v2.360dialog.io}. */
    public String dialog360BaseUrl() {
        return state.base() + "/d360";
    }

    /** What stands in for {@code https://api.twilio.com}. */
    public String twilioBaseUrl() {
        return state.base() + "/twilio";
    }

    /** Adds a business number. Numbers with the same account id share templates and subscription. */
    public SimulatedNumber addNumber(NumberSpec spec) {
        return state.add(spec);
    }

    /** All numbers, in the order they were added. */
    public List<SimulatedNumber> numbers() {
        return List.copyOf(state.numbers());
    }

    /** The switches. */
    public Behaviour behaviour() {
        return state.behaviour();
    }

    /**
     * Answers the next requests wrongly.
     *
     * @param pathPattern a regular expression that is looked for in the request's path, such as {@code /messages$}
     * @param times how many requests
     */
    public void misbehave(Misbehaviour how, String pathPattern, int times) {
        disturbances.plan(how, "", pathPattern, times);
    }

    /** Like {@link #misbehave(Misbehaviour, String, int)} for one method, such as {@code GET}. */
    public void misbehave(Misbehaviour how, String method, String pathPattern, int times) {
        disturbances.plan(how, method, pathPattern, times);
    }

    /** Lets every request go on that is held by {@link Misbehaviour#stall} or {@link Misbehaviour#slowBody}. */
    public void release() {
        disturbances.release();
    }

    /** How many requests are held at present. */
    public int held() {
        return disturbances.waiting();
    }

    /** Forgets every misbehaviour planned, and {@link #release releases}. */
    public void behave() {
        disturbances.clear();
    }

    /** Runs an action whose webhooks, of all numbers with the same address, go out in as few posts as possible. */
    public void batch(Runnable action) {
        state.webhooks().inBatch(action);
    }

    /** Every request that was received, except those at {@code /simulator} and on the foreign host. */
    public List<RecordedRequest> requests() {
        return dispatcher.requests();
    }

    /** Every request that arrived on the other host that downloads are redirected to; no token should be among its headers. */
    public List<RecordedRequest> foreignRequests() {
        return dispatcher.foreignRequests();
    }

    /**
     * Waits until all statuses that follow by themselves have been pushed and answered.
     *
     * @throws AssertionError when that takes longer than 30 s
     */
    public void settle() throws InterruptedException {
        if (!state.worker().awaitIdle(PATIENCE)) {
            throw new AssertionError("after " + PATIENCE + " the simulator is still pushing");
        }
    }

    /** Stops listening and pushing; held requests end. */
    @Override
    public void close() {
        disturbances.close();
        state.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
