package io.deskwire.testkit.helpdesk;

import io.deskwire.config.Secret;
import io.deskwire.json.Json;
import io.deskwire.testkit.SpeltOutHmac;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Zendesk with one administrator's API token and one webhook. It honours {@code Idempotency-Key} on opening tickets. Its traps:
 * a closed ticket takes no change (422); an update knows no idempotency; a comment's files have to be uploaded before; the
 * export shows our own changes too; a wrong token is nobody's rather than refused on {@code users/me}.
 *
 * <p>Uncertain, from documents and memory and not from a running Zendesk: the exact words of refusals; which fields an audit
 * carries beside those that are read here; that the key is forgotten after two hours ({@link #forgetKeys}).
 */
public final class ZendeskSimulator implements AutoCloseable {

    private static final long ADMIN = 900;
    private static final Pattern TICKET = Pattern.compile("(GET|PUT) /api/v2/tickets/([0-9]+)(/audits)?\\.json");

    private final String user;
    private final String token;
    private final Secret hookSecret;
    private final ApiServer server;
    private final TreeMap<Long, Map<String, Object>> users = new TreeMap<>();
    private final TreeMap<Long, Map<String, Object>> tickets = new TreeMap<>();
    private final List<Map<String, Object>> audits = new ArrayList<>();
    private final Map<String, Long> keys = new LinkedHashMap<>();
    private final Map<String, Map<String, Object>> uploads = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<String> hooks = new ArrayList<>();
    private Instant now;
    private long nextId = 1000;

    /**
     * Starts it.
     *
     * @param user the administrator's address
     * @param token their API token
     * @param hookSecret signs webhooks
     * @param now the time that changes begin at
     */
    public ZendeskSimulator(String user, String token, String hookSecret, Instant now) {
        this.user = user;
        this.token = token;
        this.hookSecret = Secret.of(hookSecret);
        this.now = now;
        this.server = new ApiServer("zendesk", this::answer);
        users.put(ADMIN, new LinkedHashMap<>(Map.of("id", ADMIN, "role", "admin", "email", user)));
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

    /** Sets the time that changes have from now on. */
    public synchronized void time(Instant time) {
        now = time;
    }

    /** Two hours have passed: idempotency keys are forgotten. */
    public synchronized void forgetKeys() {
        keys.clear();
    }

    /** Ids of the tickets, oldest first. */
    public synchronized List<Long> ticketIds() {
        return List.copyOf(tickets.keySet());
    }

    /** A ticket's fields. */
    public synchronized Map<String, Object> ticket(long id) {
        return new LinkedHashMap<>(Objects.requireNonNull(tickets.get(id)));
    }

    /** A ticket's comments, oldest first. */
    public synchronized List<Map<String, Object>> comments(long ticket) {
        return audits.stream()
                .filter(audit -> Objects.equals(audit.get("ticket_id"), ticket))
                .flatMap(audit -> events(audit).stream())
                .filter(event -> "Comment".equals(event.get("type")))
                .toList();
    }

    private static List<Map<String, Object>> events(Map<String, Object> audit) {
        List<Map<String, Object>> events = new ArrayList<>();
        if (audit.get("events") instanceof List<?> list) {
            list.forEach(event -> events.add(tree(event)));
        }
        return events;
    }

    /** An agent comments. */
    public synchronized long agentWrites(long ticket, boolean isPublic, String html) {
        return agentWrites(ticket, isPublic, html, null, null);
    }

    /** The same with a file. */
    public synchronized long agentWrites(
            long ticket, boolean isPublic, String html, @Nullable String fileName, byte @Nullable [] file) {
        Map<String, Object> comment = new LinkedHashMap<>();
        comment.put("html_body", html);
        comment.put("body", html.replaceAll("<[^>]*>", ""));
        comment.put("public", isPublic);
        comment.put("author_id", ADMIN);
        if (fileName != null && file != null) {
            files.put(fileName, file.clone());
            comment.put(
                    "attachments",
                    List.of(Map.of(
                            "id",
                            nextId++,
                            "file_name",
                            fileName,
                            "content_type",
                            "text/plain",
                            "content_url",
                            url() + "/attachments/token/x/?name=" + fileName)));
        }
        long id = comment(ticket, comment, Map.of());
        hooks.add(trigger(ticket));
        return id;
    }

    /** An agent gives a ticket another status. */
    public synchronized void agentSets(long ticket, String status) {
        now = now.plusSeconds(1);
        touched(ticket).put("status", status);
        hooks.add(trigger(ticket));
    }

    private String trigger(long ticket) {
        return Json.write(Map.of(
                "ticket_id",
                String.valueOf(ticket),
                "updated_at",
                Objects.requireNonNull(
                        Objects.requireNonNull(tickets.get(ticket)).get("updated_at"))));
    }

    /** Takes the webhooks that are due, signed now, oldest first. */
    public synchronized List<HookPost> takeHooks(Instant signedAt) {
        List<HookPost> due = hooks.stream().map(text -> signed(text, signedAt)).toList();
        hooks.clear();
        return due;
    }

    /** Posts a webhook over HTTP and answers with the status. */
    public int post(URI url, HookPost hook) {
        return server.post(url, hook.headers(), hook.body());
    }

    private HookPost signed(String text, Instant at) {
        byte[] mac = SpeltOutHmac.of(
                "SHA-256",
                hookSecret.reveal().getBytes(StandardCharsets.UTF_8),
                (at + text).getBytes(StandardCharsets.UTF_8));
        return new HookPost(
                Map.of(
                        "Content-Type", "application/json",
                        "X-Zendesk-Webhook-Signature-Timestamp", at.toString(),
                        "X-Zendesk-Webhook-Signature", Base64.getEncoder().encodeToString(mac)),
                text);
    }

    private synchronized ApiReply answer(ApiCall call) {
        if (call.path().startsWith("/attachments/token/")) {
            return new ApiReply(302, Map.of("Location", "/cdn/" + call.parameter("name")), new byte[0]);
        }
        if (call.path().startsWith("/cdn/")) {
            byte[] file = files.get(call.path().substring("/cdn/".length()));
            return file == null ? ApiReply.error(404, "not found") : ApiReply.bytes("text/plain", file);
        }
        String basic = "Basic "
                + Base64.getEncoder().encodeToString((user + "/token:" + token).getBytes(StandardCharsets.UTF_8));
        boolean known = basic.equals(call.header("authorization"));
        String what = call.toString();
        if (what.equals("GET /api/v2/users/me.json") && !known) {
            Map<String, @Nullable Object> nobody = new LinkedHashMap<>();
            nobody.put("id", null);
            nobody.put("role", "end-user");
            return ApiReply.json(200, Map.of("user", nobody));
        }
        if (!known) {
            return ApiReply.error(401, "Couldn't authenticate you");
        }
        now = now.plusSeconds(1);
        Matcher ticket = TICKET.matcher(what);
        if (ticket.matches()) {
            long id = Long.parseLong(ticket.group(2));
            if (!tickets.containsKey(id)) {
                return ApiReply.error(404, "RecordNotFound");
            }
            if (ticket.group(3) != null) {
                return page(id, call);
            }
            return call.method().equals("GET")
                    ? ApiReply.json(200, Map.of("ticket", Objects.requireNonNull(tickets.get(id))))
                    : change(id, tree(call.json().get("ticket")));
        }
        return switch (what) {
            case "GET /api/v2/users/me.json" ->
                ApiReply.json(200, Map.of("user", Objects.requireNonNull(users.get(ADMIN))));
            case "GET /api/v2/tickets.json" ->
                ApiReply.json(
                        200,
                        Map.of(
                                "tickets",
                                tickets.values().stream()
                                        .filter(each ->
                                                Objects.equals(each.get("external_id"), call.parameter("external_id")))
                                        .toList()));
            case "POST /api/v2/tickets.json" -> open(call);
            case "POST /api/v2/users/create_or_update.json" ->
                user(tree(call.json().get("user")));
            case "GET /api/v2/users/show_many.json" ->
                ApiReply.json(
                        200,
                        Map.of(
                                "users",
                                users.values().stream()
                                        .filter(each -> List.of(String.valueOf(call.parameter("ids"))
                                                        .split(","))
                                                .contains(String.valueOf(each.get("id"))))
                                        .toList()));
            case "POST /api/v2/uploads.json" -> upload(call);
            case "GET /api/v2/incremental/tickets/cursor.json" -> export(call);
            default -> ApiReply.error(404, "InvalidEndpoint");
        };
    }

    private ApiReply page(long ticket, ApiCall call) {
        String after = call.parameter("page[after]");
        int from = after == null ? 0 : Integer.parseInt(after);
        List<Map<String, Object>> all = audits.stream()
                .filter(audit -> Objects.equals(audit.get("ticket_id"), ticket))
                .toList();
        // Pages smaller than asked for, so that readers have to follow them.
        int to = Math.min(all.size(), from + 5);
        return ApiReply.json(
                200,
                Map.of(
                        "audits",
                        all.subList(Math.min(from, to), to),
                        "meta",
                        Map.of("has_more", to < all.size(), "after_cursor", String.valueOf(to))));
    }

    private ApiReply open(ApiCall call) {
        String key = call.header("idempotency-key");
        if (key != null && keys.containsKey(key)) {
            return ApiReply.json(
                            200,
                            Map.of(
                                    "ticket",
                                    Objects.requireNonNull(tickets.get(Objects.requireNonNull(keys.get(key))))))
                    .with("x-idempotency-lookup", "hit");
        }
        Map<String, Object> asked = tree(call.json().get("ticket"));
        Map<String, Object> comment = tree(asked.remove("comment"));
        Map<String, Object> metadata = tree(asked.remove("metadata"));
        if (!(asked.get("requester_id") instanceof Long requester) || !users.containsKey(requester)) {
            return ApiReply.error(422, "RecordInvalid: Requester");
        }
        if (comment.get("body") == null && comment.get("html_body") == null) {
            return ApiReply.error(422, "RecordInvalid: Description: cannot be blank");
        }
        if (asked.get("via_followup_source_id") instanceof Long source
                && !"closed".equals(Objects.requireNonNull(tickets.get(source)).get("status"))) {
            return ApiReply.error(422, "RecordInvalid: Source ticket is not closed");
        }
        if (!uploaded(comment)) {
            return ApiReply.error(422, "RecordInvalid: Uploads");
        }
        long id = nextId++;
        asked.put("id", id);
        asked.put("status", "new");
        tickets.put(id, asked);
        comment.put("author_id", requester);
        comment(id, comment, metadata);
        if (key != null) {
            keys.put(key, id);
        }
        return ApiReply.json(201, Map.of("ticket", asked)).with("x-idempotency-lookup", "miss");
    }

    private ApiReply change(long id, Map<String, Object> change) {
        Map<String, Object> ticket = Objects.requireNonNull(tickets.get(id));
        if ("closed".equals(ticket.get("status"))) {
            return ApiReply.error(422, "RecordInvalid: Status: closed prevents ticket update");
        }
        Map<String, Object> comment = tree(change.remove("comment"));
        Map<String, Object> metadata = tree(change.remove("metadata"));
        if (!uploaded(comment)) {
            return ApiReply.error(422, "RecordInvalid: Uploads");
        }
        ticket.putAll(change);
        if (!comment.isEmpty()) {
            comment.putIfAbsent("author_id", ADMIN);
            comment(id, comment, metadata);
        }
        return ApiReply.json(200, Map.of("ticket", ticket));
    }

    private boolean uploaded(Map<String, Object> comment) {
        List<Map<String, Object>> attachments = new ArrayList<>();
        if (comment.remove("uploads") instanceof List<?> tokens) {
            for (Object each : tokens) {
                Map<String, Object> upload = uploads.get(String.valueOf(each));
                if (upload == null) {
                    return false;
                }
                attachments.add(upload);
            }
        }
        if (!attachments.isEmpty()) {
            comment.put("attachments", attachments);
        }
        return true;
    }

    private long comment(long ticket, Map<String, Object> given, Map<String, Object> metadata) {
        now = now.plusSeconds(1);
        Map<String, Object> comment = new LinkedHashMap<>(given);
        long id = nextId++;
        comment.put("id", id);
        comment.put("type", "Comment");
        comment.putIfAbsent("public", true);
        comment.putIfAbsent("body", String.valueOf(comment.get("html_body")).replaceAll("<[^>]*>", ""));
        Map<String, Object> audit = new LinkedHashMap<>();
        audit.put("id", nextId++);
        audit.put("ticket_id", ticket);
        audit.put("metadata", Map.of("custom", metadata, "system", Map.of()));
        audit.put("events", List.of(Map.of("id", nextId++, "type", "Change"), comment));
        audits.add(audit);
        touched(ticket);
        return id;
    }

    private Map<String, Object> touched(long ticket) {
        Map<String, Object> found = Objects.requireNonNull(tickets.get(ticket));
        found.put("updated_at", now.toString());
        return found;
    }

    private ApiReply user(Map<String, Object> asked) {
        for (Map<String, Object> each : users.values()) {
            boolean same = asked.get("email") != null
                    ? asked.get("email").equals(each.get("email"))
                    : asked.get("external_id") != null
                            && asked.get("external_id").equals(each.get("external_id"));
            if (same) {
                return ApiReply.json(200, Map.of("user", each));
            }
        }
        long id = nextId++;
        asked.put("id", id);
        asked.put("role", "end-user");
        users.put(id, asked);
        return ApiReply.json(201, Map.of("user", asked));
    }

    private ApiReply upload(ApiCall call) {
        String name = call.parameter("filename");
        if (name == null) {
            return ApiReply.error(400, "filename");
        }
        String key = "upload-" + nextId++;
        uploads.put(key, Map.of("file_name", name, "size", call.body().length));
        return ApiReply.json(201, Map.of("upload", Map.of("token", key)));
    }

    private ApiReply export(ApiCall call) {
        String cursor = call.parameter("cursor");
        Instant from = cursor == null
                ? Instant.ofEpochSecond(Long.parseLong(String.valueOf(call.parameter("start_time"))))
                : Instant.parse(cursor);
        List<Map<String, Object>> changed = tickets.values().stream()
                .filter(ticket ->
                        Instant.parse(String.valueOf(ticket.get("updated_at"))).isAfter(from))
                .toList();
        String next = changed.stream()
                .map(ticket -> String.valueOf(ticket.get("updated_at")))
                .max(String::compareTo)
                .orElse(from.toString());
        return ApiReply.json(200, Map.of("tickets", changed, "after_cursor", next, "end_of_stream", true));
    }

    private static Map<String, Object> tree(@Nullable Object given) {
        Map<String, Object> tree = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> map) {
            map.forEach((name, value) -> tree.put(String.valueOf(name), value));
        }
        return tree;
    }

    @Override
    public void close() {
        server.close();
    }
}
