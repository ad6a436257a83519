package io.deskwire.testkit.helpdesk;

import io.deskwire.config.Secret;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.testkit.SpeltOutHmac;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Chatwoot with account 1 and inbox 7 of the kind API. Its traps: it knows no idempotency; a contact who is there already
 * is refused with 422; it lists twenty messages at a time; every message is posted to the webhook, those that came in by the API
 * too; files are redirected.
 *
 * <p>Uncertain, from published sources and memory and not from a running Chatwoot: the exact words of refusals; which fields a
 * post carries beside those that are read here.
 */
public final class ChatwootSimulator implements AutoCloseable {

    /** The inbox. */
    public static final long INBOX = 7;

    private static final String ROOT = "/api/v1/accounts/1";
    private static final int PAGE = 20;

    private final String token;
    private final Secret hookSecret;
    private final ApiServer server;
    private final TreeMap<Long, Map<String, Object>> contacts = new TreeMap<>();
    private final TreeMap<Long, Map<String, Object>> conversations = new TreeMap<>();
    private final TreeMap<Long, Map<String, Object>> messages = new TreeMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();
    private final List<Map<String, Object>> hooks = new ArrayList<>();
    private Instant now;
    private long nextId = 1;

    /**
     * Starts it.
     *
     * @param token an agent's
     * @param hookSecret the inbox's
     * @param now the time that activity begins at
     */
    public ChatwootSimulator(String token, String hookSecret, Instant now) {
        this.token = token;
        this.hookSecret = Secret.of(hookSecret);
        this.now = now;
        this.server = new ApiServer("chatwoot", this::answer);
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

    /** Sets the time that activity has from now on. */
    public synchronized void time(Instant time) {
        now = time;
    }

    /** Ids of the conversations, oldest first. */
    public synchronized List<Long> conversationIds() {
        return List.copyOf(conversations.keySet());
    }

    /** A conversation's fields. */
    public synchronized Map<String, Object> conversation(long id) {
        return new LinkedHashMap<>(Objects.requireNonNull(conversations.get(id)));
    }

    /** A conversation's messages, oldest first. */
    public synchronized List<Map<String, Object>> messages(long conversation) {
        return messages.values().stream()
                .filter(message -> Objects.equals(message.get("conversation_id"), conversation))
                .map(message -> (Map<String, Object>) new LinkedHashMap<>(message))
                .toList();
    }

    /** An agent writes. */
    public synchronized long agentWrites(long conversation, boolean isPrivate, String text) {
        return add(conversation, 1, isPrivate, text, Map.of());
    }

    /** The same with a file. */
    public synchronized long agentWrites(long conversation, String text, String fileName, byte[] file) {
        long id = add(conversation, 1, false, text, Map.of());
        files.put(fileName, file.clone());
        Objects.requireNonNull(messages.get(id))
                .put(
                        "attachments",
                        List.of(Map.of(
                                "id",
                                nextId++,
                                "data_url",
                                url() + "/rails/active_storage/blobs/redirect/x/" + fileName)));
        return id;
    }

    /** An agent gives a conversation another state: {@code open}, {@code pending}, {@code resolved}. */
    public synchronized void agentSets(long conversation, String status) {
        now = now.plusSeconds(1);
        Map<String, Object> found = Objects.requireNonNull(conversations.get(conversation));
        found.put("status", status);
        found.put("last_activity_at", now.getEpochSecond());
        Map<String, Object> post = new LinkedHashMap<>(found);
        post.put("event", "conversation_status_changed");
        hooks.add(post);
    }

    /** Takes the webhooks that are due, signed now, oldest first. */
    public synchronized List<HookPost> takeHooks(Instant signedAt) {
        List<HookPost> due =
                hooks.stream().map(post -> signed(Json.write(post), signedAt)).toList();
        hooks.clear();
        return due;
    }

    /** Posts a webhook over HTTP and answers with the status. */
    public int post(URI url, HookPost hook) {
        return server.post(url, hook.headers(), hook.body());
    }

    private HookPost signed(String text, Instant at) {
        String timestamp = Long.toString(at.getEpochSecond());
        byte[] mac = SpeltOutHmac.of(
                "SHA-256",
                hookSecret.reveal().getBytes(StandardCharsets.UTF_8),
                (timestamp + "." + text).getBytes(StandardCharsets.UTF_8));
        return new HookPost(
                Map.of(
                        "Content-Type",
                        "application/json",
                        "X-Chatwoot-Timestamp",
                        timestamp,
                        "X-Chatwoot-Signature",
                        "sha256=" + HexFormat.of().formatHex(mac)),
                text);
    }

    private synchronized ApiReply answer(ApiCall call) {
        String path = call.path();
        if (path.startsWith("/rails/active_storage/blobs/redirect/x/")) {
            String name = path.substring(path.lastIndexOf('/') + 1);
            return new ApiReply(302, Map.of("Location", "/rails/active_storage/disk/" + name), new byte[0]);
        }
        if (path.startsWith("/rails/active_storage/disk/")) {
            byte[] file = files.get(path.substring(path.lastIndexOf('/') + 1));
            return file == null ? ApiReply.error(404, "not found") : ApiReply.bytes("text/plain", file);
        }
        if (!token.equals(call.header("api_access_token"))) {
            return ApiReply.error(401, "You need to sign in or sign up before continuing.");
        }
        if (!path.startsWith(ROOT)) {
            return ApiReply.error(404, "Resource could not be found");
        }
        String what = call.method() + " " + path.substring(ROOT.length());
        Matcher one = Pattern.compile("(GET|POST|PATCH) /conversations/([0-9]+)(/messages(/([0-9]+))?)?")
                .matcher(what);
        Matcher ofContact = Pattern.compile("(GET|POST) /contacts/([0-9]+)/(conversations|contact_inboxes)")
                .matcher(what);
        if (one.matches()) {
            return conversation(call, one);
        }
        if (ofContact.matches()) {
            return contact(ofContact);
        }
        return switch (what) {
            case "GET /inboxes/7" -> ApiReply.json(200, Map.of("id", INBOX, "channel_type", "Channel::Api"));
            case "GET /contacts/search" -> search(String.valueOf(call.parameter("q")));
            case "POST /contacts" -> makeContact(call.json());
            case "POST /conversations" -> makeConversation(call.json());
            case "GET /conversations" -> list(call);
            default -> ApiReply.error(404, "Resource could not be found");
        };
    }

    private ApiReply conversation(ApiCall call, Matcher what) {
        long id = Long.parseLong(what.group(2));
        Map<String, Object> found = conversations.get(id);
        if (found == null) {
            return ApiReply.error(404, "Resource could not be found");
        }
        if (what.group(3) == null) {
            return ApiReply.json(200, found);
        }
        if (what.group(5) != null) {
            Map<String, Object> message = messages.get(Long.parseLong(what.group(5)));
            if (message == null || !call.method().equals("PATCH")) {
                return ApiReply.error(404, "Resource could not be found");
            }
            message.putAll(call.json());
            return ApiReply.json(200, message);
        }
        return call.method().equals("GET") ? page(id, call.parameter("before")) : makeMessage(id, call);
    }

    private ApiReply page(long conversation, @Nullable String before) {
        long limit = before == null ? Long.MAX_VALUE : Long.parseLong(before);
        List<Map<String, Object>> all = messages(conversation).stream()
                .filter(message -> (Long) Objects.requireNonNull(message.get("id")) < limit)
                .toList();
        return ApiReply.json(
                200, Map.of("meta", Map.of(), "payload", all.subList(Math.max(0, all.size() - PAGE), all.size())));
    }

    private ApiReply makeMessage(long conversation, ApiCall call) {
        Map<String, Object> asked = String.valueOf(call.header("content-type")).startsWith("multipart/")
                ? form(new String(call.body(), StandardCharsets.ISO_8859_1))
                : call.json();
        boolean incoming = "incoming".equals(asked.get("message_type"));
        Object attributes = asked.get("content_attributes");
        if (attributes instanceof String text) {
            try {
                attributes = Json.lenient().parse(text);
            } catch (JsonException e) {
                return ApiReply.error(422, "content_attributes");
            }
        }
        Map<String, Object> kept = new LinkedHashMap<>();
        if (attributes instanceof Map<?, ?> map) {
            map.forEach((name, value) -> kept.put(String.valueOf(name), value));
        }
        long id = add(
                conversation,
                incoming ? 0 : 1,
                "true".equals(String.valueOf(asked.get("private"))),
                String.valueOf(asked.get("content")),
                kept);
        Map<String, Object> message = Objects.requireNonNull(messages.get(id));
        message.put("file_names", asked.getOrDefault("file_names", List.of()));
        if (incoming) {
            // What a customer writes opens a conversation again.
            Objects.requireNonNull(conversations.get(conversation)).put("status", "open");
        }
        return ApiReply.json(200, message);
    }

    /** Enough of a reader for the forms that are posted here. */
    private static Map<String, Object> form(String body) {
        Map<String, Object> fields = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        String boundary = body.substring(0, body.indexOf("\r\n"));
        for (String part : body.split(Pattern.quote(boundary), -1)) {
            Matcher head = Pattern.compile(
                            "\\r\\nContent-Disposition: form-data; name=\"([^\"]+)\"(; filename=\"([^\"]+)\")?.*?\\r\\n\\r\\n(.*)\\r\\n",
                            Pattern.DOTALL)
                    .matcher(part);
            if (head.matches() && head.group(3) != null) {
                names.add(head.group(3));
            } else if (head.matches()) {
                fields.put(
                        head.group(1),
                        new String(head.group(4).getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
            }
        }
        fields.put("file_names", names);
        return fields;
    }

    private long add(long conversation, long type, boolean isPrivate, String text, Map<String, Object> attributes) {
        now = now.plusSeconds(1);
        long id = nextId++;
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", id);
        message.put("conversation_id", conversation);
        message.put("content", text);
        message.put("message_type", type);
        message.put("private", isPrivate);
        message.put("content_attributes", attributes);
        message.put("status", "sent");
        message.put("created_at", now.getEpochSecond());
        messages.put(id, message);
        Map<String, Object> found = Objects.requireNonNull(conversations.get(conversation));
        found.put("last_activity_at", now.getEpochSecond());
        Map<String, Object> post = new LinkedHashMap<>(message);
        post.put("event", "message_created");
        post.put("message_type", type == 0 ? "incoming" : "outgoing");
        post.put("conversation", found);
        post.put("inbox", Map.of("id", INBOX));
        hooks.add(post);
        return id;
    }

    private ApiReply contact(Matcher what) {
        long id = Long.parseLong(what.group(2));
        if (!contacts.containsKey(id)) {
            return ApiReply.error(404, "Resource could not be found");
        }
        if (what.group(3).equals("contact_inboxes")) {
            return ApiReply.json(200, Map.of("source_id", "source-" + id, "inbox", Map.of("id", INBOX)));
        }
        return ApiReply.json(
                200,
                Map.of(
                        "payload",
                        conversations.values().stream()
                                .filter(conversation -> Objects.equals(conversation.get("contact_id"), id))
                                .sorted(Comparator.comparingLong((Map<String, Object> conversation) ->
                                        -(Long) Objects.requireNonNull(conversation.get("id"))))
                                .limit(PAGE)
                                .toList()));
    }

    private ApiReply search(String query) {
        return ApiReply.json(
                200,
                Map.of(
                        "payload",
                        contacts.values().stream()
                                .filter(contact ->
                                        String.valueOf(contact.get("email")).contains(query)
                                                || String.valueOf(contact.get("phone_number"))
                                                        .contains(query)
                                                || String.valueOf(contact.get("identifier"))
                                                        .contains(query))
                                .toList()));
    }

    private ApiReply makeContact(Map<String, Object> asked) {
        boolean taken = contacts.values().stream()
                .anyMatch(contact -> Objects.equals(contact.get("identifier"), asked.get("identifier"))
                        || (asked.get("email") != null && Objects.equals(contact.get("email"), asked.get("email"))));
        if (taken) {
            return ApiReply.json(
                    422, Map.of("message", "Email has already been taken", "attributes", List.of("email")));
        }
        long id = nextId++;
        Map<String, Object> contact = new LinkedHashMap<>(asked);
        contact.put("id", id);
        Map<String, Object> place = Map.of("source_id", "source-" + id, "inbox", Map.of("id", INBOX));
        contact.put("contact_inboxes", List.of(place));
        contacts.put(id, contact);
        return ApiReply.json(200, Map.of("payload", Map.of("contact", contact, "contact_inbox", place)));
    }

    private ApiReply makeConversation(Map<String, Object> asked) {
        if (!(asked.get("contact_id") instanceof Long contact) || !contacts.containsKey(contact)) {
            return ApiReply.error(404, "Resource could not be found");
        }
        now = now.plusSeconds(1);
        long id = nextId++;
        Map<String, Object> conversation = new LinkedHashMap<>(asked);
        conversation.put("id", id);
        conversation.put("last_activity_at", now.getEpochSecond());
        conversations.put(id, conversation);
        return ApiReply.json(200, conversation);
    }

    private ApiReply list(ApiCall call) {
        int page = Integer.parseInt(String.valueOf(call.parameter("page")));
        List<Map<String, Object>> all = conversations.values().stream()
                .sorted(Comparator.comparingLong((Map<String, Object> conversation) ->
                        -(Long) Objects.requireNonNull(conversation.get("last_activity_at"))))
                .skip(25L * (page - 1))
                .limit(25)
                .toList();
        return ApiReply.json(200, Map.of("data", Map.of("meta", Map.of(), "payload", all)));
    }

    @Override
    public void close() {
        server.close();
    }
}
