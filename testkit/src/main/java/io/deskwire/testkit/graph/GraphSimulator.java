package io.deskwire.testkit.graph;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Microsoft Graph and Microsoft's sign-in on a free port of 127.0.0.1.
 *
 * <pre>{@code
 * try (var graph = GraphSimulator.start(clock)) {
 *     var app = graph.addApp(tenant, clientId, "client-secret");
 *     var mailbox = graph.addMailbox(tenant, "support@desk.example");
 *     // … the program under test subscribes through graph.apiBaseUrl() and graph.tokenUrl(tenant) …
 *     mailbox.receive(mail);
 *     // … and answers …
 *     var sent = mailbox.sent().get(0);
 * }
 * }</pre>
 *
 * <p>What a caller's own change causes is notified beside the answer, before or after it; {@link #awaitNotified} waits for it.
 * Thread-safe.
 */
public final class GraphSimulator implements AutoCloseable {

    private static final String GRAPH = "https://graph.microsoft.com";

    private final World world;
    private final SignIns signIns;
    private final Poster poster = new Poster();
    private final Notifier notifier;
    private final Gate gate = new Gate();
    private final ExecutorService afterwards;
    private final GraphServer server;
    private final SignInFace signInFace;
    private final GraphFace graphFace;

    private GraphSimulator(Clock clock, int port) {
        this.world = new World(clock);
        this.signIns = new SignIns(world);
        this.notifier = new Notifier(world, poster);
        this.afterwards = Executors.newSingleThreadExecutor(job -> {
            Thread thread = new Thread(job, "graph-simulator-notifier");
            thread.setDaemon(true);
            return thread;
        });
        this.server = GraphServer.start(port, this::answer);
        this.signInFace = new SignInFace(world, signIns, List.of(server.baseUrl(), GRAPH));
        this.graphFace =
                new GraphFace(world, new SubscriptionFace(world, notifier, poster, apiBaseUrl()), apiBaseUrl(), gate);
    }

    /**
     * Starts one without tenants.
     *
     * @param clock what tokens, subscriptions and mails go by
     */
    public static GraphSimulator start(Clock clock) {
        return new GraphSimulator(clock, 0);
    }

    /** Starts one on a port of its own; 0 for a free one. */
    public static GraphSimulator start(Clock clock, int port) {
        return new GraphSimulator(clock, port);
    }

    /** What stands in for {@code https://graph.microsoft.com/v1.0}. */
    public String apiBaseUrl() {
        return server.baseUrl() + "/v1.0";
    }

    /** What stands in for {@code https://login.microsoftonline.com}. */
    public String loginRoot() {
        return server.baseUrl();
    }

    /** What stands in for {@code https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token}. */
    public String tokenUrl(String tenant) {
        return server.baseUrl() + "/" + tenant + "/oauth2/v2.0/token";
    }

    /** The consent page; it sends the browser back at once. */
    public String authorizeUrl(String tenant) {
        return server.baseUrl() + "/" + tenant + "/oauth2/v2.0/authorize";
    }

    /** The page where an administrator consents; it sends the browser back at once. */
    public String adminConsentUrl(String tenant) {
        return server.baseUrl() + "/" + tenant + "/v2.0/adminconsent";
    }

    /**
     * Registers an app in a tenant, with every permission for mail.
     *
     * @param tenant a GUID or a domain; two names are two tenants
     */
    public GraphApp addApp(String tenant, String clientId, String clientSecret) {
        GraphApp app = new GraphApp(tenant, clientId, clientSecret, world, signIns);
        world.add(app);
        return app;
    }

    /** Adds a mailbox to a tenant. */
    public GraphMailbox addMailbox(String tenant, String userPrincipalName) {
        GraphMailbox mailbox = new GraphMailbox(world, notifier, tenant, userPrincipalName);
        world.add(mailbox);
        return mailbox;
    }

    /** Answers the next requests whose {@code METHOD path} holds the regular expression wrongly. */
    public void trouble(GraphTrouble trouble, String pathPattern, int times) {
        server.trouble(trouble, pathPattern, times);
    }

    /** Like {@link #trouble(GraphTrouble, String, int)} until {@link #behave}. */
    public void trouble(GraphTrouble trouble, String pathPattern) {
        server.trouble(trouble, pathPattern, Integer.MAX_VALUE);
    }

    /** Forgets every trouble planned. */
    public void behave() {
        server.behave();
    }

    /** Every request that was received, those for tokens and uploads among them. */
    public List<GraphRequest> requests() {
        return server.requests();
    }

    /** Lets requests wait whose {@code METHOD path} holds the regular expression, until {@link #letGo}. */
    public void holdRequests(String pathPattern) {
        gate.hold(pathPattern);
    }

    /** How many requests wait. */
    public int requestsHeld() {
        return gate.waiting();
    }

    /** Lets requests go that wait. */
    public void letGo() {
        gate.open();
    }

    /** Every delivery to subscribers so far, repeated ones each time. */
    public List<GraphPush> pushes() {
        return notifier.pushes();
    }

    /** What was not taken and would be tried again. */
    public List<GraphPush> undelivered() {
        return notifier.undelivered();
    }

    /** Tries again what was not taken; what is four hours old by the clock is lost. */
    public void retryAll() {
        notifier.retryAll();
    }

    /** How many answers of subscribers took longer than Graph likes. */
    public long slowAnswers(Duration longerThan) {
        return pushes().stream()
                .filter(push -> push.took().compareTo(longerThan) > 0)
                .count();
    }

    /** How long subscribers may take for an answer, in real time; ten seconds at first. */
    public void waitForSubscribers(Duration howLong) {
        poster.waitFor(howLong);
    }

    /** Keeps notifications until one of the two methods that release them. */
    public void holdNotifications() {
        notifier.hold();
    }

    /** Delivers what was kept, one request per address. */
    public void releaseNotifications() {
        notifier.release();
    }

    /** Delivers what was kept to one address in one request, whichever tenants and mailboxes it is of. */
    public void releaseNotificationsTo(String url) {
        notifier.releaseTo(URI.create(url));
    }

    /** Every subscription that is alive. */
    public List<GraphSubscription> subscriptions() {
        return notifier.alive();
    }

    /** Asks a subscriber to authorise again; until then nothing is delivered, and changes are lost. */
    public void demandReauthorisation(GraphSubscription subscription) {
        subscription.challenge();
        notifier.lifecycle(subscription, "reauthorizationRequired");
    }

    /** Removes a subscription and says so. */
    public void removeSubscription(GraphSubscription subscription) {
        notifier.remove(subscription);
        notifier.lifecycle(subscription, "subscriptionRemoved");
    }

    /** Removes a subscription without a word. */
    public void loseSubscription(GraphSubscription subscription) {
        notifier.remove(subscription);
    }

    /**
     * Sends a lifecycle event and does nothing else.
     *
     * @param event such as {@code missed}; one that nobody knows is allowed
     */
    public void sendLifecycle(GraphSubscription subscription, String event) {
        notifier.lifecycle(subscription, event);
    }

    /**
     * Waits until everything is notified that was changed through calls.
     *
     * @throws AssertionError when the deadline passes first
     */
    public void awaitNotified(Duration deadline) throws InterruptedException {
        try {
            afterwards.submit(() -> {}).get(deadline.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new AssertionError("subscribers were not told within " + deadline, e);
        }
    }

    private Answer answer(GraphRequest request) {
        Call call = new Call(request);
        try {
            return answer(call);
        } catch (Refusal e) {
            return e.answer(world.now(), call.header("client-request-id"));
        } finally {
            if (!afterwards.isShutdown()) {
                afterwards.execute(notifier::flush);
            }
        }
    }

    private Answer answer(Call call) {
        boolean ofMailbox =
                call.part(0).equals("v1.0") && List.of("me", "users").contains(call.part(1));
        if (!ofMailbox) {
            // Those of a mailbox wait where they count as under way.
            gate.pass(call.request());
        }
        return switch (call.part(0)) {
            case "v1.0" -> graphFace.answer(call);
            case "upload" -> {
                synchronized (world.lock()) {
                    yield UploadFace.answer(call, world.mailboxes());
                }
            }
            case "" -> Answer.empty(404);
            default -> signInFace.answer(call);
        };
    }

    @Override
    public void close() {
        gate.open();
        server.close();
        afterwards.shutdownNow();
    }
}
