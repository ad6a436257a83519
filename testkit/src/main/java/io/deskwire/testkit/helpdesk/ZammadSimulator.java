package io.deskwire.testkit.helpdesk;

import io.deskwire.config.Secret;
import io.deskwire.json.Json;
import io.deskwire.testkit.SpeltOutHmac;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Zammad with one group, one agent's token and one webhook. Its traps: it knows no idempotency; its search does not know
 * somebody or something that was made just now until {@link #index} is called; it refuses (422) a ticket for an unknown
 * customer, and somebody who is there already; an article of type {@code email} of an agent leaves as mail, even when it is
 * internal ({@link #mailed}).
 *
 * <p>Uncertain, from memory and not from a running Zammad: the exact words of refusals; that {@code note} stands in the assets of
 * {@code ticket_customer}; that an article of type {@code web} keeps the {@code message_id} it is given.
 */
public final class ZammadSimulator implements AutoCloseable {

    private static final String TOKEN = "Token token=";
    private static final Pattern TICKET = Pattern.compile("/api/v1/tickets/([0-9]+)");
    private static final Pattern ARTICLES = Pattern.compile("/api/v1/ticket_articles/by_ticket/([0-9]+)");
    private static final Pattern FILE = Pattern.compile("/api/v1/ticket_attachment/([0-9]+)/([0-9]+)/([0-9]+)");

    private final String token;
    private final Secret hookSecret;
    private final ApiServer server;
    private final TreeMap<Long, Map<String, Object>> users = new TreeMap<>();
    private final TreeMap<Long, Map<String, Object>> tickets = new TreeMap<>();
    private final TreeMap<Long, Map<String, Object>> articles = new TreeMap<>();
    private final Map<Long, byte[]> files = new LinkedHashMap<>();
    private final List<Long> mailed = new ArrayList<>();
    private final List<HookPost> hooks = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-02T12:00:00Z");
    private long nextId = 100;
    private long indexedUpTo = Long.MAX_VALUE;

    /**
     * Starts it.
     *
     * @param token what an agent's calls carry
     * @param hookSecret signs webhooks
     */
    public ZammadSimulator(String token, String hookSecret) {
        this.token = token;
        this.hookSecret = Secret.of(hookSecret);
        this.server = new ApiServer("zammad", this::answer);
        users.put(3L, new LinkedHashMap<>(Map.of("id", 3L, "login", "agent", "email", "agent@desk.example")));
    }

    /** The value of {@code api_base_url}. */
    public String url() {
        return server.url().toString();
    }

    /** Every call so far. */
    public List<ApiCall> calls() {
        return server.calls();
    }

    /** Answers the next calls whose {@code METHOD path} holds the regular expression wrongly. */
    public void trouble(ApiTrouble trouble, String pathPattern, int times) {
        server.trouble(trouble, pathPattern, times);
    }

    /** From now on the search knows nothing new, until {@link #index}. */
    public synchronized void searchLags() {
        indexedUpTo = nextId;
    }

    /** The search knows everything. */
    public synchronized void index() {
        indexedUpTo = Long.MAX_VALUE;
    }

    /** Ids of the tickets, oldest first. */
    public synchronized List<Long> ticketIds() {
        return List.copyOf(tickets.keySet());
    }

    /** A ticket's fields. */
    public synchronized Map<String, Object> ticket(long id) {
        return new LinkedHashMap<>(Objects.requireNonNull(tickets.get(id)));
    }

    /** A ticket's articles, oldest first. */
    public synchronized List<Map<String, Object>> articles(long ticket) {
        return articles.values().stream()
                .filter(article -> Objects.equals(article.get("ticket_id"), ticket))
                .map(article -> (Map<String, Object>) new LinkedHashMap<>(article))
                .toList();
    }

    /** Ids of the articles that left by Zammad's own mail. */
    public synchronized List<Long> mailed() {
        return List.copyOf(mailed);
    }

    /** The bytes of a file that was stored. */
    public synchronized byte[] file(long id) {
        return Objects.requireNonNull(files.get(id)).clone();
    }

    /** An agent writes; the trigger's webhook is due then. */
    public synchronized long agentWrites(long ticket, String type, boolean internal, String html) {
        return agentWrites(ticket, type, internal, html, null, null);
    }

    /** The same with a file. */
    public synchronized long agentWrites(
            long ticket,
            String type,
            boolean internal,
            String html,
            @Nullable String fileName,
            byte @Nullable [] file) {
        tick();
        Map<String, Object> article = new LinkedHashMap<>();
        article.put("type", type);
        article.put("sender", "Agent");
        article.put("internal", internal);
        article.put("content_type", "text/html");
        article.put("body", html);
        long id = add(ticket, article);
        if (fileName != null && file != null) {
            long fileId = nextId++;
            files.put(fileId, file.clone());
            Objects.requireNonNull(articles.get(id))
                    .put(
                            "attachments",
                            List.of(Map.of(
                                    "id",
                                    fileId,
                                    "filename",
                                    fileName,
                                    "preferences",
                                    Map.of("Content-Type", "text/plain"))));
        }
        hooks.add(hook(ticket, articles.get(id)));
        return id;
    }

    /** An agent gives a ticket another state; the webhook is due then. */
    public synchronized void agentSets(long ticket, String state) {
        tick();
        touched(ticket).put("state", state);
        hooks.add(hook(ticket, null));
    }

    /** A ticket loses what marks it as opened by Deskwire, as one that came by another way never had it. */
    public synchronized void forget(long ticket) {
        touched(ticket).remove("note");
    }

    /** Takes the webhooks that are due, oldest first. */
    public synchronized List<HookPost> takeHooks() {
        List<HookPost> due = List.copyOf(hooks);
        hooks.clear();
        return due;
    }

    /** Posts a webhook over HTTP and answers with the status. */
    public int post(URI url, HookPost hook) {
        return server.post(url, hook.headers(), hook.body());
    }

    private HookPost hook(long ticket, @Nullable Map<String, Object> article) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ticket", Objects.requireNonNull(tickets.get(ticket)));
        tree.put("article", article == null ? Map.of() : article);
        String text = Json.write(tree);
        byte[] mac = SpeltOutHmac.of(
                "SHA-1", hookSecret.reveal().getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
        return new HookPost(
                Map.of(
                        "Content-Type",
                        "application/json",
                        "X-Hub-Signature",
                        "sha1=" + HexFormat.of().formatHex(mac),
                        "X-Zammad-Trigger",
                        "deskwire"),
                text);
    }

    private void tick() {
        now = now.plusMillis(1500);
    }

    private Map<String, Object> touched(long ticket) {
        Map<String, Object> found = Objects.requireNonNull(tickets.get(ticket));
        found.put("updated_at", now.toString());
        return found;
    }

    private synchronized ApiReply answer(ApiCall call) {
        if (!(TOKEN + token).equals(call.header("authorization"))) {
            return ApiReply.error(401, "Invalid BasicAuth credentials");
        }
        tick();
        String path = call.path();
        Matcher ticket = TICKET.matcher(path);
        Matcher list = ARTICLES.matcher(path);
        Matcher file = FILE.matcher(path);
        boolean get = call.method().equals("GET");
        if (get && path.equals("/api/v1/users/me")) {
            return ApiReply.json(200, Objects.requireNonNull(users.get(3L)));
        }
        if (get && path.equals("/api/v1/groups")) {
            return ApiReply.json(200, List.of(Map.of("id", 1L, "name", "Users")));
        }
        if (get && path.equals("/api/v1/users/search")) {
            return found(users, call);
        }
        if (get && path.equals("/api/v1/tickets/search")) {
            return changed(call);
        }
        if (get && path.equals("/api/v1/ticket_customer")) {
            return ofCustomer(call);
        }
        if (get && list.matches()) {
            long id = Long.parseLong(list.group(1));
            return tickets.containsKey(id) ? ApiReply.json(200, articles(id)) : ApiReply.error(404, "not found");
        }
        if (get && file.matches()) {
            byte[] bytes = files.get(Long.parseLong(file.group(3)));
            return bytes == null ? ApiReply.error(404, "not found") : ApiReply.bytes("text/plain", bytes);
        }
        if (get && ticket.matches()) {
            Map<String, Object> found = tickets.get(Long.parseLong(ticket.group(1)));
            return found == null ? ApiReply.error(404, "Couldn't find Ticket") : ApiReply.json(200, found);
        }
        return write(call, ticket);
    }

    private ApiReply write(ApiCall call, Matcher ticket) {
        String what = call.toString();
        if (what.equals("POST /api/v1/users")) {
            return makeUser(call.json());
        }
        if (what.equals("POST /api/v1/tickets")) {
            return makeTicket(call.json());
        }
        if (what.equals("POST /api/v1/ticket_articles")) {
            Map<String, Object> article = call.json();
            if (!(article.get("ticket_id") instanceof Long id) || !tickets.containsKey(id)) {
                return ApiReply.error(404, "Couldn't find Ticket");
            }
            return article.get("body") == null
                    ? ApiReply.error(422, "Need at least article: { body: \"some text\" }")
                    : ApiReply.json(201, Objects.requireNonNull(articles.get(add(id, article))));
        }
        if (call.method().equals("PUT") && ticket.matches()) {
            return change(Long.parseLong(ticket.group(1)), call.json());
        }
        return ApiReply.error(404, "No route matches " + what);
    }

    private ApiReply makeUser(Map<String, Object> user) {
        String login = String.valueOf(user.get("login")).toLowerCase(Locale.ROOT);
        boolean taken = users.values().stream().anyMatch(other -> login.equals(other.get("login")));
        if (taken) {
            return ApiReply.error(422, "Email address '" + login + "' is already used for another user.");
        }
        Map<String, Object> made = new LinkedHashMap<>(user);
        made.put("id", nextId);
        made.put("login", login);
        users.put(nextId, made);
        nextId++;
        return ApiReply.json(201, made);
    }

    private ApiReply makeTicket(Map<String, Object> asked) {
        if (!(asked.get("customer_id") instanceof Long customer) || !users.containsKey(customer)) {
            return ApiReply.error(422, "No lookup value found for 'customer': " + asked.get("customer_id"));
        }
        if (!"Users".equals(asked.get("group"))) {
            return ApiReply.error(422, "No lookup value found for 'group': " + asked.get("group"));
        }
        if (!(asked.get("article") instanceof Map<?, ?> article) || article.get("body") == null) {
            return ApiReply.error(422, "Need at least article: { body: \"some text\" }");
        }
        Map<String, Object> made = new LinkedHashMap<>(asked);
        made.remove("article");
        long id = nextId++;
        made.put("id", id);
        made.put("number", String.valueOf(67000 + id));
        made.putIfAbsent("state", "new");
        made.put("created_at", now.toString());
        tickets.put(id, made);
        touched(id);
        add(id, tree(article));
        return ApiReply.json(201, made);
    }

    private ApiReply change(long id, Map<String, Object> change) {
        Map<String, Object> found = tickets.get(id);
        if (found == null) {
            return ApiReply.error(404, "Couldn't find Ticket");
        }
        Map<String, Object> rest = new LinkedHashMap<>(change);
        Object article = rest.remove("article");
        found.putAll(rest);
        touched(id);
        if (article instanceof Map<?, ?> given) {
            add(id, tree(given));
        }
        return ApiReply.json(200, found);
    }

    private long add(long ticket, Map<String, Object> given) {
        long id = nextId++;
        Map<String, Object> article = new LinkedHashMap<>(given);
        article.put("id", id);
        article.put("ticket_id", ticket);
        article.putIfAbsent("type", "note");
        article.putIfAbsent("sender", "Agent");
        article.putIfAbsent("internal", false);
        article.put("created_at", now.toString());
        List<Map<String, Object>> stored = new ArrayList<>();
        if (given.get("attachments") instanceof List<?> list) {
            for (Object each : list) {
                Map<String, Object> file = tree((Map<?, ?>) each);
                files.put(nextId, Base64.getDecoder().decode(String.valueOf(file.get("data"))));
                stored.add(Map.of(
                        "id",
                        nextId++,
                        "filename",
                        String.valueOf(file.get("filename")),
                        "preferences",
                        Map.of("Mime-Type", String.valueOf(file.get("mime-type")))));
            }
        }
        article.put("attachments", stored);
        articles.put(id, article);
        if ("email".equals(article.get("type")) && "Agent".equals(article.get("sender"))) {
            mailed.add(id);
        }
        touched(ticket);
        return id;
    }

    private ApiReply found(TreeMap<Long, Map<String, Object>> where, ApiCall call) {
        String query = String.valueOf(call.parameter("query"));
        return ApiReply.json(
                200,
                where.values().stream()
                        .filter(user -> (Long) Objects.requireNonNull(user.get("id")) < indexedUpTo)
                        .filter(user -> query.equals(user.get("login")) || query.equals(user.get("email")))
                        .toList());
    }

    private ApiReply changed(ApiCall call) {
        Matcher range =
                Pattern.compile("updated_at:\\[(\\S+) TO \\*\\]").matcher(String.valueOf(call.parameter("query")));
        if (!range.matches()) {
            return ApiReply.json(200, List.of());
        }
        Instant from = Instant.parse(range.group(1));
        return ApiReply.json(
                200,
                tickets.values().stream()
                        .filter(ticket -> (Long) Objects.requireNonNull(ticket.get("id")) < indexedUpTo)
                        .filter(ticket -> !Instant.parse(String.valueOf(ticket.get("updated_at")))
                                .isBefore(from))
                        .toList());
    }

    private ApiReply ofCustomer(ApiCall call) {
        Map<String, Object> assets = new LinkedHashMap<>();
        tickets.values().stream()
                .filter(ticket -> String.valueOf(ticket.get("customer_id")).equals(call.parameter("customer_id")))
                .forEach(ticket -> assets.put(String.valueOf(ticket.get("id")), ticket));
        return ApiReply.json(
                200,
                Map.of(
                        "ticket_ids_open", new ArrayList<>(assets.keySet()),
                        "ticket_ids_closed", List.of(),
                        "assets", Map.of("Ticket", assets)));
    }

    private static Map<String, Object> tree(Map<?, ?> given) {
        Map<String, Object> tree = new LinkedHashMap<>();
        given.forEach((name, value) -> tree.put(String.valueOf(name), value));
        return tree;
    }

    @Override
    public void close() {
        server.close();
    }
}
