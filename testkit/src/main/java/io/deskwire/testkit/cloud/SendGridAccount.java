package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One account at {@link SendGridSimulator}: what it sent, what it receives, what became of that. Thread-safe. */
public final class SendGridAccount {

    static final String POLICY = "6b2c0a4e-0000-4000-8000-000000000001";

    private final Clock clock;
    private final SendGridSwitches switches;
    private final SendGridPosts posts;
    private final List<SendGridMail> sent = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger();
    private volatile SendGridSigner policySigner = new SendGridSigner();
    private volatile SendGridSigner eventSigner = new SendGridSigner();
    private volatile String inboundHost = "";
    private volatile @Nullable URI webhook;

    SendGridAccount(String domain, Clock clock) {
        this.clock = clock;
        this.switches = new SendGridSwitches(domain);
        this.posts = new SendGridPosts(clock);
    }

    /**
     * Sets up Inbound Parse and the Event Webhook.
     *
     * @param host the name that mail is received for
     * @param url where both post to; user name and password in it are shown as basic authentication
     */
    public SendGridAccount withWebhook(String host, URI url) {
        inboundHost = host;
        webhook = url;
        return this;
    }

    /** How it behaves. */
    public SendGridSwitches switches() {
        return switches;
    }

    /** The public key of the security policy that mail is signed with. */
    public String publicKey() {
        return policySigner.publicKey();
    }

    /** The public key of the event webhook. */
    public String eventPublicKey() {
        return eventSigner.publicKey();
    }

    /** Signs with new keys from now on. */
    public void rotateKeys() {
        policySigner = new SendGridSigner();
        eventSigner = new SendGridSigner();
    }

    /**
     * A mail comes in: it is posted, in the form that is switched on, and the answer waited for.
     *
     * @param from the envelope's sender; empty for the null sender
     * @param to the envelope's recipients
     */
    public WebhookPost receive(byte[] mail, String from, String... to) {
        SendGridForms forms = new SendGridForms(mail, from, List.of(to));
        return postForm(
                switches.isRaw() ? forms.raw(switches.isSpamChecked()) : forms.parsed(switches.isSpamChecked()));
    }

    /** Posts a form of your own to the webhook of Inbound Parse, signed. */
    public WebhookPost postForm(byte[] form) {
        return posts.mail(
                url(),
                "multipart/form-data; boundary=" + SendGridForms.BOUNDARY,
                form,
                switches.isSigned() ? policySigner : null);
    }

    /**
     * What happened to a message, as the Event Webhook tells it. Not posted yet.
     *
     * @param name such as {@code delivered}
     * @param more further fields, such as {@code reason}
     */
    public Map<String, Object> event(String name, SendGridMail mail, String recipient, Map<String, Object> more) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("email", recipient);
        event.put("timestamp", clock.instant().getEpochSecond());
        event.put("smtp-id", "<" + mail.id() + "@geopod-ismtpd-1>");
        event.put("event", name);
        // Custom arguments stand beside the fields of SendGrid.
        mail.arguments().forEach(event::putIfAbsent);
        event.put("sg_event_id", base64(name + "-" + ids.incrementAndGet()));
        event.put("sg_message_id", mail.id() + ".recvd-6b9f7-1-67862B00-1.0");
        event.putAll(more);
        return event;
    }

    /** Posts events in one batch and waits for the answer. */
    public WebhookPost post(List<Map<String, Object>> events) {
        String body = events.stream().map(Json::write).collect(Collectors.joining(",\r\n", "[", "]\r\n"));
        return posts.events(url(), body.getBytes(StandardCharsets.UTF_8), switches.isSigned() ? eventSigner : null);
    }

    /** Tells that a message was processed and delivered to each of its recipients. */
    public WebhookPost deliver(SendGridMail mail) {
        List<Map<String, Object>> events = new ArrayList<>();
        List<String> recipients = new ArrayList<>(mail.to());
        recipients.addAll(mail.cc());
        for (String recipient : recipients) {
            events.add(event("processed", mail, recipient, Map.of()));
            events.add(event(
                    "delivered", mail, recipient, Map.of("response", "250 2.0.0 OK", "tls", 1, "ip", "198.51.100.7")));
        }
        return post(events);
    }

    /** Tells that a message came back for good. */
    public WebhookPost bounce(SendGridMail mail, String recipient) {
        return post(List.of(event(
                "bounce",
                mail,
                recipient,
                Map.of(
                        "type", "bounce",
                        "status", "5.1.1",
                        "reason", "550 5.1.1 no such user",
                        "bounce_classification", "Invalid Address"))));
    }

    /** Posts again whatever was not taken and is not too old; with the first signatures unless switched otherwise. */
    public List<WebhookPost> retryAll() {
        return posts.retryAll(switches.isSigningAnew());
    }

    /** How many posts wait to be repeated. */
    public int waiting() {
        return posts.waiting();
    }

    /** What was given up: mail at an answer that SendGrid takes for final, anything that grew too old. */
    public List<WebhookPost> lost() {
        return posts.lost();
    }

    /** Every post so far, in order. */
    public List<WebhookPost> posts() {
        return posts.all();
    }

    /** Messages that were taken, in order. */
    public List<SendGridMail> sent() {
        return List.copyOf(sent);
    }

    private URI url() {
        URI url = webhook;
        if (url == null) {
            throw new IllegalStateException("the account has no webhook: call withWebhook");
        }
        return url;
    }

    void took(SendGridMail mail) {
        sent.add(mail);
    }

    String nextId() {
        return base64("message-" + ids.incrementAndGet());
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Nullable Reply throttled() {
        int seconds = switches.throttled();
        return seconds == 0
                ? null
                : Reply.json(429, Map.of("errors", List.of(Map.of("message", "too many requests"))))
                        .withHeader("X-RateLimit-Limit", "600")
                        .withHeader("X-RateLimit-Remaining", "0")
                        .withHeader(
                                "X-RateLimit-Reset",
                                Long.toString(clock.instant().getEpochSecond() + seconds));
    }

    List<Object> parseSettings() {
        URI url = webhook;
        if (url == null) {
            return List.of();
        }
        Map<String, Object> setting = new LinkedHashMap<>();
        setting.put("hostname", inboundHost);
        setting.put("url", url.toString());
        setting.put("spam_check", switches.isSpamChecked());
        setting.put("send_raw", switches.isRaw());
        if (switches.isSigned()) {
            setting.put("security_policy", POLICY);
        }
        return List.of(setting);
    }

    Map<String, Object> policy() {
        return Map.of("id", POLICY, "name", "desk", "signature", Map.of("public_key", publicKey()));
    }

    List<Object> eventSettings() {
        URI url = webhook;
        if (url == null) {
            return List.of();
        }
        Map<String, Object> setting = new LinkedHashMap<>();
        setting.put("id", "9f8e7d");
        setting.put("enabled", switches.isPostingEvents());
        setting.put("url", url.toString());
        for (String event :
                List.of("processed", "delivered", "deferred", "bounce", "dropped", "spam_report", "open", "click")) {
            setting.put(event, switches.posts(event));
        }
        if (switches.isSigned()) {
            setting.put("public_key", eventPublicKey());
        }
        return List.of(setting);
    }
}
