package io.deskwire.testkit.cloud;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * SendGrid on a free port of 127.0.0.1: the v3 API with strict checks of what is sent, Inbound Parse and the Event Webhook with
 * real signatures, which keep or lose mail by the status they are answered with.
 *
 * <pre>{@code
 * try (var sendgrid = SendGridSimulator.start(clock)) {
 *     var account = sendgrid.addAccount("SG.key", "tenant.example")
 *             .withWebhook("in.tenant.example", URI.create("http://127.0.0.1:7070/webhooks/sendgrid/acme/mail"));
 *     account.receive(mail, "ann@customer.example", "support@in.tenant.example");   // posts and waits for the answer
 *     // … the program under test answers through sendgrid.baseUrl() …
 *     account.deliver(account.sent().get(0));                                       // processed, delivered
 *     account.retryAll();                                                           // as SendGrid does for three days
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class SendGridSimulator implements AutoCloseable {

    private final Clock clock;
    private final Map<String, SendGridAccount> accounts = new ConcurrentHashMap<>();
    private final SimulatorServer server;

    private SendGridSimulator(Clock clock, int port) {
        this.clock = clock;
        this.server = SimulatorServer.start("sendgrid-simulator", port, new SendGridFace(accounts)::answer);
    }

    /**
     * Starts a simulator without accounts.
     *
     * @param clock what timestamps and the time of retries go by
     */
    public static SendGridSimulator start(Clock clock) {
        return start(clock, 0);
    }

    /** Starts one on a port of its own; 0 for a free one. */
    public static SendGridSimulator start(Clock clock, int port) {
        return new SendGridSimulator(clock, port);
    }

    /** What stands in for {@code https://api.sendgrid.com}. */
    public String baseUrl() {
        return server.baseUrl();
    }

    /**
     * Adds an account with keys of its own and without webhooks.
     *
     * @param key what its calls show as bearer token
     * @param domain the domain it may send for
     */
    public SendGridAccount addAccount(String key, String domain) {
        SendGridAccount account = new SendGridAccount(domain, clock);
        if (accounts.putIfAbsent(key, account) != null) {
            throw new IllegalArgumentException("there is an account with this key already");
        }
        return account;
    }

    /** Answers the next requests whose {@code METHOD path} holds the regular expression wrongly. */
    public void misbehave(Trouble how, String pathPattern, int times) {
        server.trouble(how, pathPattern, times);
    }

    /** Forgets every misbehaviour planned. */
    public void behave() {
        server.behave();
    }

    /** Every request that was received. */
    public List<ReceivedRequest> requests() {
        return server.requests();
    }

    /** Stops listening. */
    @Override
    public void close() {
        server.close();
    }
}
