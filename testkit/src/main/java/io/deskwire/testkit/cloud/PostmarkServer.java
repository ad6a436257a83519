package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A server of a {@link PostmarkSimulator}, which has one token, one inbound stream and streams to send by. Thread-safe. */
public final class PostmarkServer {

    private static final DateTimeFormatter SEVEN_DIGITS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS'Z'", Locale.ROOT);

    private record Hook(URI url, String stream, Set<String> triggers) {}

    private final long number;
    private final String token;
    private final String domain;
    private final Clock clock;
    private final PostmarkPosts posts;
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final List<PostmarkSent> sent = new CopyOnWriteArrayList<>();
    private final Set<String> inactive = ConcurrentHashMap.newKeySet();
    private final Map<String, String> streams = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong(4_323_372_036_854_770_000L);
    private volatile @Nullable URI inboundHook;
    private volatile boolean rawEmail;
    private volatile boolean keepsIds = true;
    private volatile boolean activityLate;
    private volatile boolean dkim = true;
    private volatile boolean returnPath = true;
    private volatile String deliveryType = "Live";

    PostmarkServer(long number, String token, String domain, Clock clock, WebhookPoster poster) {
        this.number = number;
        this.token = token;
        this.domain = domain;
        this.clock = clock;
        this.posts = new PostmarkPosts(poster);
        streams.put("outbound", "Transactional");
        streams.put("broadcast", "Broadcasts");
        streams.put("inbound", "Inbound");
    }

    boolean opensTo(String given) {
        return token.equals(given);
    }

    String domain() {
        return domain;
    }

    /** Where mail is posted; user name and password may stand in it. */
    public PostmarkServer withInboundHook(String url) {
        inboundHook = URI.create(url);
        return this;
    }

    /** Whether the whole mail is posted beside its parts. */
    public PostmarkServer withRawEmail(boolean on) {
        rawEmail = on;
        return this;
    }

    /** Whether {@code X-PM-KeepID} works. */
    public PostmarkServer withKeptIds(boolean on) {
        keepsIds = on;
        return this;
    }

    /** Whether sent messages do not show up yet when they are searched for. */
    public PostmarkServer withLateActivity(boolean late) {
        activityLate = late;
        return this;
    }

    /** {@code Live} or {@code Sandbox}. */
    public PostmarkServer withDeliveryType(String type) {
        deliveryType = type;
        return this;
    }

    /** Which of the domain's DNS records are there. */
    public PostmarkServer withDns(boolean dkimRecord, boolean returnPathRecord) {
        dkim = dkimRecord;
        returnPath = returnPathRecord;
        return this;
    }

    /** Posts events of the stream {@code outbound}, such as {@code Delivery} and {@code Bounce}; all when none is named. */
    public PostmarkServer withWebhook(String url, String... triggers) {
        Set<String> all = Set.of("Open", "Click", "Delivery", "Bounce", "SpamComplaint", "SubscriptionChange");
        hooks.add(new Hook(URI.create(url), "outbound", triggers.length == 0 ? all : Set.of(triggers)));
        return this;
    }

    /** From now on nothing is sent to an address, as after a hard bounce. */
    public PostmarkServer suppress(String address) {
        inactive.add(address.toLowerCase(Locale.ROOT));
        return this;
    }

    boolean isInactive(String address) {
        return inactive.contains(address.toLowerCase(Locale.ROOT));
    }

    /**
     * A mail arrives for one recipient and is posted.
     *
     * @param sender the envelope's sender; empty for the null sender
     */
    public WebhookPost receive(String sender, String recipient, byte[] mail) {
        String id = UUID.randomUUID().toString();
        return post(new PostmarkInbound(id, sender, recipient, mail).json(rawEmail));
    }

    /** Posts anything to the inbound webhook. */
    public WebhookPost post(byte[] json) {
        URI url = inboundHook;
        if (url == null) {
            throw new IllegalStateException("the server has no inbound webhook");
        }
        return posts.post(url, json);
    }

    /** Posts again everything that was answered neither 200 nor 403, as Postmark does ten times. */
    public List<WebhookPost> retryAll() {
        return posts.retryAll();
    }

    /** How many posts wait for another try. */
    public int waiting() {
        return posts.waiting();
    }

    /** Posts that were given up: answered 403, or tried eleven times. */
    public List<WebhookPost> lost() {
        return posts.lost();
    }

    /** Every post so far. */
    public List<WebhookPost> posts() {
        return posts.posts();
    }

    /** What was taken for sending, oldest first. */
    public List<PostmarkSent> sent() {
        return List.copyOf(sent);
    }

    PostmarkSent take(Map<String, Object> body, List<String> recipients) {
        PostmarkSent taken =
                new PostmarkSent(UUID.randomUUID().toString(), recipients, body, clock.instant(), keepsIds);
        sent.add(taken);
        return taken;
    }

    List<PostmarkSent> activity() {
        return activityLate ? List.of() : sent();
    }

    Optional<String> streamType(String id) {
        return Optional.ofNullable(streams.get(id));
    }

    String now() {
        return SEVEN_DIGITS.format(clock.instant().atOffset(ZoneOffset.UTC));
    }

    /** The recipient's server took it. */
    public List<WebhookPost> delivered(PostmarkSent mail, String recipient) {
        return event(
                "Delivery", mail, fields("Recipient", recipient, "DeliveredAt", now(), "Details", "smtp;250 2.0.0 OK"));
    }

    /** It came back; a hard one closes the address. */
    public List<WebhookPost> bounced(PostmarkSent mail, String recipient, String type, String details) {
        Map<String, Object> fields =
                fields("Type", type, "Name", type, "Details", details, "Email", recipient, "BouncedAt", now());
        boolean closes = type.equals("HardBounce");
        if (closes) {
            suppress(recipient);
        }
        fields.put("ID", ids.incrementAndGet());
        fields.put("Inactive", closes);
        return event("Bounce", mail, fields);
    }

    /** The recipient called it spam. */
    public List<WebhookPost> complained(PostmarkSent mail, String recipient) {
        suppress(recipient);
        Map<String, Object> fields = fields("Type", "SpamComplaint", "Email", recipient, "BouncedAt", now());
        fields.put("ID", ids.incrementAndGet());
        fields.put("Inactive", true);
        return event("SpamComplaint", mail, fields);
    }

    /** It was opened by a program that calls itself so. */
    public List<WebhookPost> opened(PostmarkSent mail, String recipient, String userAgent) {
        return event("Open", mail, fields("Recipient", recipient, "ReceivedAt", now(), "UserAgent", userAgent));
    }

    /** A link in it was followed. */
    public List<WebhookPost> clicked(PostmarkSent mail, String recipient, String link) {
        return event("Click", mail, fields("Recipient", recipient, "ReceivedAt", now(), "OriginalLink", link));
    }

    /** The recipient wants no more. */
    public List<WebhookPost> unsubscribed(PostmarkSent mail, String recipient) {
        suppress(recipient);
        Map<String, Object> fields = fields(
                "Recipient",
                recipient,
                "ChangedAt",
                now(),
                "Origin",
                "Recipient",
                "SuppressionReason",
                "ManualSuppression");
        fields.put("SuppressSending", true);
        return event("SubscriptionChange", mail, fields);
    }

    /** Any event of a message; posted to every webhook that wants it. */
    public List<WebhookPost> event(String recordType, PostmarkSent mail, Map<String, Object> fields) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("RecordType", recordType);
        event.put("MessageStream", "outbound");
        event.put("ServerID", number);
        event.put("MessageID", mail.messageId());
        event.put("Tag", "");
        event.put("Metadata", mail.metadata());
        event.putAll(fields);
        byte[] json = Json.write(event).getBytes(StandardCharsets.UTF_8);
        List<WebhookPost> done = new ArrayList<>();
        for (Hook hook : hooks) {
            if (hook.triggers().contains(recordType)) {
                done.add(posts.post(hook.url(), json));
            }
        }
        return done;
    }

    private static Map<String, Object> fields(String... namesAndValues) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields;
    }

    Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ID", number);
        tree.put("Name", domain);
        tree.put("DeliveryType", deliveryType);
        tree.put("RawEmailEnabled", rawEmail);
        tree.put("InboundAddress", "hash" + number + "@inbound.postmarkapp.com");
        tree.put("InboundHookUrl", inboundHook == null ? "" : String.valueOf(inboundHook));
        tree.put("InboundDomain", "");
        return tree;
    }

    List<Object> hookTrees(String stream) {
        List<Object> trees = new ArrayList<>();
        for (Hook hook : hooks) {
            if (!hook.stream().equals(stream)) {
                continue;
            }
            Map<String, Object> triggers = new LinkedHashMap<>();
            for (String name : List.of("Open", "Click", "Delivery", "Bounce", "SpamComplaint", "SubscriptionChange")) {
                triggers.put(name, Map.of("Enabled", hook.triggers().contains(name)));
            }
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("ID", trees.size() + 1);
            tree.put("Url", hook.url().toString());
            tree.put("MessageStream", stream);
            tree.put("HttpAuth", null);
            tree.put("Triggers", triggers);
            trees.add(tree);
        }
        return trees;
    }

    Map<String, Object> domainTree() {
        return PostmarkFace.domain(number, domain, dkim, returnPath);
    }
}
