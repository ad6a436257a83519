package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A domain of a {@link MailgunSimulator}. Thread-safe. */
public final class MailgunDomain {

    private static final Pattern MATCH = Pattern.compile("match_recipient\\([\"'](.*)[\"']\\)");

    private record Route(String expression, URI url) {}

    private final String name;
    private final MailgunSimulator.Region region;
    private final String accountKey;
    private final Clock clock;
    private final MailgunPosts posts;
    private final List<Route> routes = new CopyOnWriteArrayList<>();
    private final Map<String, List<String>> webhooks = new TreeMap<>();
    private final List<MailgunSent> sent = new CopyOnWriteArrayList<>();
    private final List<Map<String, Object>> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private volatile String signingKey;
    private volatile @Nullable String parentKey;
    private volatile @Nullable String sendingKey;
    private volatile String state = "active";
    private volatile boolean dnsComplete = true;
    private volatile boolean eventsLate;

    MailgunDomain(
            String name,
            MailgunSimulator.Region region,
            String accountKey,
            String signingKey,
            Clock clock,
            WebhookPoster poster) {
        this.name = name;
        this.region = region;
        this.accountKey = accountKey;
        this.signingKey = signingKey;
        this.clock = clock;
        this.posts = new MailgunPosts(clock, poster);
    }

    /** The domain's name. */
    public String name() {
        return name;
    }

    MailgunSimulator.Region region() {
        return region;
    }

    boolean opensTo(String key) {
        return key.equals(accountKey) || key.equals(sendingKey);
    }

    boolean isAccountKey(String key) {
        return key.equals(accountKey);
    }

    /** Gives the domain a key of its own that can send and look at nothing. */
    public MailgunDomain withSendingKey(String key) {
        sendingKey = key;
        return this;
    }

    /** Signs with another key from now on. */
    public MailgunDomain withSigningKey(String key) {
        signingKey = key;
        return this;
    }

    /** Signs events with a parent account's key too. */
    public MailgunDomain withParentKey(String key) {
        parentKey = key;
        return this;
    }

    /** What the domain's state is: {@code active}, {@code unverified}, {@code disabled}. */
    public MailgunDomain withState(String word) {
        state = word;
        return this;
    }

    /** Whether the domain's DNS records are there. */
    public MailgunDomain withDns(boolean complete) {
        dnsComplete = complete;
        return this;
    }

    /** Whether the events of mail do not show up yet when they are asked for. */
    public MailgunDomain withLateEvents(boolean late) {
        eventsLate = late;
        return this;
    }

    /**
     * Adds a route with the action {@code forward(url)}.
     *
     * @param expression {@code catch_all()} or {@code match_recipient("…")} with a regular expression
     * @param url where mail goes; whole when the path ends in {@code mime}
     */
    public MailgunDomain addRoute(String expression, String url) {
        routes.add(new Route(expression, URI.create(url)));
        return this;
    }

    /** Sends events of a kind, such as {@code permanent_fail}, to an address. */
    public MailgunDomain addWebhook(String kind, String url) {
        synchronized (webhooks) {
            webhooks.computeIfAbsent(kind, k -> new ArrayList<>()).add(url);
        }
        return this;
    }

    /**
     * A mail arrives for one recipient and is posted to every route that matches.
     *
     * @param sender the envelope's sender; empty for the null sender
     */
    public List<WebhookPost> receive(String sender, String recipient, byte[] mail) {
        List<WebhookPost> done = new ArrayList<>();
        for (Route route : routes) {
            if (matches(route.expression(), recipient)) {
                MailgunSignature signature = MailgunSignature.next(signingKey, parentKey, clock.instant());
                boolean whole = route.url().getPath().endsWith("mime");
                MailgunInbound form = new MailgunInbound(sender, recipient, mail, signature);
                done.add(posts.post(route.url(), whole ? form.whole() : form.apart()));
            }
        }
        return done;
    }

    private static boolean matches(String expression, String recipient) {
        Matcher match = MATCH.matcher(expression);
        return expression.equals("catch_all()") || (match.matches() && recipient.matches(match.group(1)));
    }

    /** Posts again everything that was answered neither 200 nor 406, as Mailgun does for about eight hours. */
    public List<WebhookPost> retryAll() {
        return posts.retryAll();
    }

    /** How many posts wait for another try. */
    public int waiting() {
        return posts.waiting();
    }

    /** Posts that were given up: answered 406, or tried for eight hours. */
    public List<WebhookPost> lost() {
        return posts.lost();
    }

    /** What was taken for sending, oldest first. */
    public List<MailgunSent> sent() {
        return List.copyOf(sent);
    }

    /** Takes a message; the event {@code accepted} is there to be looked for, and posted when somebody wants it. */
    MailgunSent take(@Nullable String messageId, List<String> recipients, byte[] mail, Map<String, String> variables) {
        Instant now = clock.instant();
        String id = messageId != null
                ? messageId
                : now.getEpochSecond() + "." + count.incrementAndGet() + ".SIMULATED@" + name;
        MailgunSent taken = new MailgunSent(id, recipients, mail, variables, now);
        sent.add(taken);
        for (String recipient : recipients) {
            event("accepted", "accepted", taken, recipient, Map.of());
        }
        return taken;
    }

    /** The recipient's server took it. */
    public List<WebhookPost> delivered(MailgunSent mail, String recipient) {
        Map<String, Object> status = Map.of("code", 250, "message", "OK", "attempt-no", 1);
        return event("delivered", "delivered", mail, recipient, Map.of("delivery-status", status));
    }

    /**
     * It could not be delivered.
     *
     * @param severity {@code permanent} or {@code temporary}
     * @param reason such as {@code bounce}, {@code suppress-bounce}, {@code old}
     */
    public List<WebhookPost> failed(
            MailgunSent mail, String recipient, String severity, String reason, int code, String words) {
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("severity", severity);
        extra.put("reason", reason);
        extra.put("delivery-status", Map.of("code", code, "message", words, "attempt-no", 1));
        return event(
                "failed", severity.equals("temporary") ? "temporary_fail" : "permanent_fail", mail, recipient, extra);
    }

    /** It was opened; {@code bot} names the machine that did so, or is null for a person. */
    public List<WebhookPost> opened(MailgunSent mail, String recipient, @Nullable String bot) {
        Map<String, Object> client = new LinkedHashMap<>();
        client.put("client-type", "browser");
        client.put("bot", bot == null ? "" : bot);
        Map<String, Object> extra = new LinkedHashMap<>();
        extra.put("client-info", client);
        extra.put("delivery-status", null);
        return event("opened", "opened", mail, recipient, extra);
    }

    /** The recipient called it spam. */
    public List<WebhookPost> complained(MailgunSent mail, String recipient) {
        return event("complained", "complained", mail, recipient, Map.of());
    }

    /**
     * Any event.
     *
     * @param event {@code event-data.event}
     * @param kind the webhook's id
     * @param extra further fields of {@code event-data}
     */
    public List<WebhookPost> event(
            String event, String kind, MailgunSent mail, String recipient, Map<String, Object> extra) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("event", event);
        data.put("id", "sim" + count.incrementAndGet());
        data.put("timestamp", BigDecimal.valueOf(clock.instant().toEpochMilli(), 3));
        data.put("log-level", "info");
        data.put("recipient", recipient);
        data.put("message", messageHeaders(mail.messageId()));
        // An empty object comes as an array.
        data.put("user-variables", mail.variables().isEmpty() ? List.of() : mail.variables());
        data.put("envelope", Map.of("sender", "postmaster@" + name, "targets", recipient));
        data.put("tags", List.of());
        data.putAll(extra);
        events.add(data);
        return push(kind, data);
    }

    private List<WebhookPost> push(String kind, Map<String, Object> data) {
        List<String> urls;
        synchronized (webhooks) {
            urls = List.copyOf(webhooks.getOrDefault(kind, List.of()));
        }
        List<WebhookPost> done = new ArrayList<>();
        for (String url : urls) {
            MailgunSignature signature = MailgunSignature.next(signingKey, parentKey, clock.instant());
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("signature", signature.block());
            body.put("event-data", data);
            byte[] json = Json.write(body).getBytes(StandardCharsets.UTF_8);
            done.add(posts.post(URI.create(url), new MailgunPosts.Body("application/json", json)));
        }
        return done;
    }

    List<Map<String, Object>> events(@Nullable String messageId) {
        if (eventsLate) {
            return List.of();
        }
        return events.stream()
                .filter(event -> messageId == null || messageHeaders(messageId).equals(event.get("message")))
                .toList();
    }

    private static Map<String, Object> messageHeaders(String messageId) {
        return Map.of("headers", Map.of("message-id", messageId));
    }

    List<String> routeActions() {
        return routes.stream().map(route -> "forward(\"" + route.url() + "\")").toList();
    }

    Map<String, List<String>> webhooks() {
        synchronized (webhooks) {
            Map<String, List<String>> copy = new TreeMap<>();
            webhooks.forEach((kind, urls) -> copy.put(kind, List.copyOf(urls)));
            return copy;
        }
    }

    String state() {
        return state;
    }

    boolean hasDns() {
        return dnsComplete;
    }
}
