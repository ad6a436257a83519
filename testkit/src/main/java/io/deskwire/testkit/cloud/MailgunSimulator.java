package io.deskwire.testkit.cloud;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Mailgun on a free port of 127.0.0.1, both regions.
 *
 * <pre>{@code
 * try (var mailgun = MailgunSimulator.start(clock)) {
 *     var domain = mailgun.addDomain("in.desk.example", MailgunSimulator.Region.EU, "key-1", "signing-1");
 *     domain.addRoute("catch_all()", "http://127.0.0.1:7070/webhooks/mailgun/acme/mail/mime");
 *     domain.receive("zoe@customer.example", "support@in.desk.example", mail);
 *     // … the program under test answers through mailgun.baseUrl(MailgunSimulator.Region.EU) …
 *     var sent = domain.sent().get(0);
 *     domain.delivered(sent, "zoe@customer.example");
 * }
 * }</pre>
 *
 * <p>A domain lives in one region; the other answers as if it did not exist. Thread-safe.
 */
public final class MailgunSimulator implements AutoCloseable {

    /** Where a domain lives. */
    public enum Region {
        US,
        EU
    }

    private final Clock clock;
    private final WebhookPoster poster = new WebhookPoster();
    private final List<MailgunDomain> domains = new CopyOnWriteArrayList<>();
    private final SimulatorServer server;

    private MailgunSimulator(Clock clock, int port) {
        this.clock = clock;
        this.server = SimulatorServer.start("mailgun-simulator", port, this::answer);
    }

    /**
     * Starts one without domains.
     *
     * @param clock what signatures and events go by
     */
    public static MailgunSimulator start(Clock clock) {
        return new MailgunSimulator(clock, 0);
    }

    /** Starts one on a port of its own; 0 for a free one. */
    public static MailgunSimulator start(Clock clock, int port) {
        return new MailgunSimulator(clock, port);
    }

    /** What stands in for {@code https://api.mailgun.net} or {@code https://api.eu.mailgun.net}. */
    public String baseUrl(Region region) {
        return server.baseUrl() + "/" + prefix(region);
    }

    private static String prefix(Region region) {
        return region == Region.US ? "us" : "eu";
    }

    /**
     * Adds a domain that is verified and has its DNS records.
     *
     * @param apiKey the account's key; domains with the same one are of one account and show each other's routes
     * @param signingKey the account's HTTP webhook signing key
     */
    public MailgunDomain addDomain(String name, Region region, String apiKey, String signingKey) {
        MailgunDomain domain = new MailgunDomain(name, region, apiKey, signingKey, clock, poster);
        domains.add(domain);
        return domain;
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
        List<String> path = new ArrayList<>(List.of(request.path().split("/", -1)));
        path.remove(0);
        if (path.size() < 2 || !List.of("us", "eu").contains(path.get(0))) {
            return Reply.text(200, "text/plain", "Mailgun Magnificent API");
        }
        Region region = path.remove(0).equals("eu") ? Region.EU : Region.US;
        String credentials = request.basicCredentials().orElse("");
        if (!credentials.startsWith("api:")) {
            return Reply.text(401, "text/plain", "Forbidden");
        }
        String key = credentials.substring(4);
        List<MailgunDomain> account = domains.stream()
                .filter(domain -> domain.region() == region && domain.opensTo(key))
                .toList();
        if (account.isEmpty()) {
            return Reply.text(401, "text/plain", "Forbidden");
        }
        return answer(request, path, account, key);
    }

    private static Reply answer(ReceivedRequest request, List<String> path, List<MailgunDomain> account, String key) {
        String version = path.get(0);
        boolean mayLook = account.stream().anyMatch(domain -> domain.isAccountKey(key));
        if (version.equals("v3") && path.size() == 2 && path.get(1).equals("routes")) {
            return mayLook ? MailgunFace.routes(request, account) : forbidden();
        }
        boolean ofDomain = path.size() > 2 && path.get(1).equals("domains");
        String name = ofDomain ? path.get(2) : path.size() > 1 ? path.get(1) : "";
        Optional<MailgunDomain> domain =
                account.stream().filter(each -> each.name().equals(name)).findFirst();
        if (!version.equals("v3") && !version.equals("v4")) {
            return Reply.text(200, "text/plain", "Mailgun Magnificent API");
        }
        if (domain.isEmpty()) {
            return Reply.json(404, Map.of("message", "Domain not found: " + name));
        }
        if (ofDomain) {
            return mayLook
                    ? MailgunFace.ofDomain(request, version, path.subList(3, path.size()), domain.get())
                    : forbidden();
        }
        String rest = String.join("/", path.subList(2, path.size()));
        String call = request.method() + " " + version + " " + rest;
        return switch (call) {
            case "POST v3 messages.mime" -> MailgunSends.mime(request, domain.get());
            case "POST v3 messages" -> MailgunSends.fields(request, domain.get());
            case "GET v3 events" -> mayLook ? MailgunFace.events(request, domain.get()) : forbidden();
            default -> Reply.text(200, "text/plain", "Mailgun Magnificent API");
        };
    }

    private static Reply forbidden() {
        return Reply.text(401, "text/plain", "Forbidden");
    }

    @Override
    public void close() {
        server.close();
    }
}
