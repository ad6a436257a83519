package io.deskwire.testkit.cloud;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Postmark on a free port of 127.0.0.1.
 *
 * <pre>{@code
 * try (var postmark = PostmarkSimulator.start(clock)) {
 *     var server = postmark.addServer("server-token", "desk.example");
 *     server.withInboundHook("http://hook:word@127.0.0.1:7070/webhooks/postmark/acme/mail");
 *     server.receive("zoe@customer.example", "support@desk.example", mail);
 *     // … the program under test answers through postmark.baseUrl() …
 *     var sent = server.sent().get(0);
 *     server.delivered(sent, "zoe@customer.example");
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class PostmarkSimulator implements AutoCloseable {

    /** The account's token, which opens what is said about domains. */
    public static final String ACCOUNT_TOKEN = "account-token";

    private final Clock clock;
    private final WebhookPoster poster = new WebhookPoster();
    private final List<PostmarkServer> servers = new CopyOnWriteArrayList<>();
    private final SimulatorServer server;

    private PostmarkSimulator(Clock clock, int port) {
        this.clock = clock;
        this.server = SimulatorServer.start("postmark-simulator", port, this::answer);
    }

    /**
     * Starts one without servers.
     *
     * @param clock what events go by
     */
    public static PostmarkSimulator start(Clock clock) {
        return new PostmarkSimulator(clock, 0);
    }

    /** Starts one on a port of its own; 0 for a free one. */
    public static PostmarkSimulator start(Clock clock, int port) {
        return new PostmarkSimulator(clock, port);
    }

    /** What stands in for {@code https://api.postmarkapp.com}. */
    public String baseUrl() {
        return server.baseUrl();
    }

    /**
     * Adds a server with the streams {@code outbound}, {@code broadcast} and {@code inbound}.
     *
     * @param domain may send, and has its DNS records
     */
    public PostmarkServer addServer(String token, String domain) {
        PostmarkServer added = new PostmarkServer(servers.size() + 1, token, domain, clock, poster);
        servers.add(added);
        return added;
    }

    /** Answers the next requests whose {@code METHOD path} holds the regular expression wrongly. */
    public void trouble(Trouble trouble, String pathPattern, int times) {
        server.trouble(trouble, pathPattern, times);
    }

    /** Forgets every trouble planned. */
    public void behave() {
        server.behave();
    }

    /** Every request that was received. */
    public List<ReceivedRequest> requests() {
        return server.requests();
    }

    private Reply answer(ReceivedRequest request) {
        String path = request.path();
        if (path.startsWith("/domains") || path.startsWith("/senders")) {
            return request.header("x-postmark-account-token")
                            .filter(ACCOUNT_TOKEN::equals)
                            .isPresent()
                    ? PostmarkFace.account(request, servers)
                    : unauthorised();
        }
        Optional<PostmarkServer> opened = request.header("x-postmark-server-token")
                .flatMap(token ->
                        servers.stream().filter(each -> each.opensTo(token)).findFirst());
        if (opened.isEmpty()) {
            return path.equals("/") ? Reply.text(200, "text/plain", "") : unauthorised();
        }
        return PostmarkFace.server(request, opened.get());
    }

    private static Reply unauthorised() {
        return error(401, 10, "No Account or Server API tokens were supplied in the HTTP headers, or they are wrong.");
    }

    static Reply error(int status, int code, String message) {
        return Reply.json(status, Map.of("ErrorCode", code, "Message", message));
    }

    @Override
    public void close() {
        server.close();
    }
}
