package io.deskwire.testkit.gmail;

import io.deskwire.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A subscription that pushes what its topic gets to an endpoint. Thread-safe. */
public final class PubSubPush {

    private static final Set<Integer> ACKNOWLEDGED = Set.of(102, 200, 201, 202, 204);
    private static final Duration LIFETIME = Duration.ofHours(1);

    private final String name;
    private final URI endpoint;
    private final String audience;
    private final String email;
    private final Clock clock;
    private final GoogleKeys keys;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final Set<PushFlaw> flaws = EnumSet.noneOf(PushFlaw.class);
    private final List<Integer> statuses = new ArrayList<>();
    private final List<Message> backlog = new ArrayList<>();
    private int silenced;

    /** What was published. */
    record Message(String id, String emailAddress, long historyId, Instant at) {}

    PubSubPush(String name, URI endpoint, String audience, String email, Clock clock, GoogleKeys keys) {
        this.name = name;
        this.endpoint = endpoint;
        this.audience = audience;
        this.email = email;
        this.clock = clock;
        this.keys = keys;
    }

    /** Such as {@code projects/acme-helpdesk/subscriptions/gmail-inbound-push}. */
    public String name() {
        return name;
    }

    /** From now on pushes have these flaws and no other; none to push as Google does. */
    public synchronized void flaws(PushFlaw... some) {
        flaws.clear();
        flaws.addAll(List.of(some));
    }

    /** The status of each post so far, 0 where there was no answer. */
    public synchronized List<Integer> statuses() {
        return List.copyOf(statuses);
    }

    /** How many messages were not acknowledged and wait for {@link #retryAll()}. */
    public synchronized int backlog() {
        return backlog.size();
    }

    /** How many were not posted because of {@link PushFlaw#SILENT}. */
    public synchronized int silenced() {
        return silenced;
    }

    /**
     * Posts again what was not acknowledged, with its old message ids and fresh tokens, and waits for the answers.
     *
     * @return how many are acknowledged now
     */
    public int retryAll() {
        List<Message> again;
        synchronized (this) {
            again = List.copyOf(backlog);
            backlog.clear();
        }
        again.forEach(this::deliver);
        return again.size() - backlog();
    }

    /**
     * Posts one message and waits for the answer.
     *
     * @param emailAddress the mailbox it names
     */
    public void push(String emailAddress, long historyId) {
        Instant now = clock.instant();
        deliver(new Message(Long.toString(now.toEpochMilli()), emailAddress, historyId, now));
    }

    void deliver(Message message) {
        Set<PushFlaw> wrong;
        synchronized (this) {
            wrong = EnumSet.copyOf(flaws);
            if (wrong.contains(PushFlaw.SILENT)) {
                silenced++;
                return;
            }
        }
        boolean acknowledged = false;
        for (int times = wrong.contains(PushFlaw.DUPLICATE) ? 2 : 1; times > 0; times--) {
            int status = post(message, wrong);
            synchronized (this) {
                statuses.add(status);
            }
            acknowledged |= ACKNOWLEDGED.contains(status);
        }
        if (!acknowledged) {
            synchronized (this) {
                backlog.add(message);
            }
        }
    }

    private int post(Message message, Set<PushFlaw> wrong) {
        HttpRequest.Builder request = HttpRequest.newBuilder(endpoint)
                .timeout(Duration.ofSeconds(10))
                .header("Content-Type", "application/json")
                .header("User-Agent", "CloudPubSub-Google")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body(message, wrong)));
        if (!wrong.contains(PushFlaw.NO_TOKEN)) {
            request.header("Authorization", "Bearer " + token(wrong));
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    private byte[] body(Message message, Set<PushFlaw> wrong) {
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("emailAddress", message.emailAddress);
        payload.put(
                "historyId",
                wrong.contains(PushFlaw.NUMBER_HISTORY_ID)
                        ? (Object) message.historyId
                        : Long.toString(message.historyId));
        byte[] published = Json.writeBytes(payload);
        if (wrong.contains(PushFlaw.UNWRAPPED)) {
            return published;
        }
        Map<String, Object> wrapped = new LinkedHashMap<>();
        wrapped.put("data", data(published, wrong));
        wrapped.put("messageId", message.id);
        wrapped.put("message_id", message.id);
        wrapped.put("publishTime", message.at.toString());
        wrapped.put("publish_time", message.at.toString());
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("message", wrapped);
        envelope.put("subscription", name);
        return Json.writeBytes(envelope);
    }

    private static String data(byte[] published, Set<PushFlaw> wrong) {
        if (wrong.contains(PushFlaw.GARBAGE_DATA)) {
            return "%%% this is no base64 %%%";
        }
        if (wrong.contains(PushFlaw.NOT_JSON_DATA)) {
            return Base64.getEncoder().encodeToString("hello".getBytes(StandardCharsets.US_ASCII));
        }
        return wrong.contains(PushFlaw.URL_SAFE_DATA)
                ? GoogleKeys.base64(published)
                : Base64.getEncoder().encodeToString(published);
    }

    private String token(Set<PushFlaw> wrong) {
        if (wrong.contains(PushFlaw.GARBAGE_TOKEN)) {
            return "no-token.at.all";
        }
        Instant issued = clock.instant();
        if (wrong.contains(PushFlaw.EXPIRED)) {
            issued = issued.minus(LIFETIME).minus(LIFETIME);
        }
        String issuer = wrong.contains(PushFlaw.SHORT_ISSUER) ? "accounts.google.com" : "https://accounts.google.com";
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("aud", wrong.contains(PushFlaw.WRONG_AUDIENCE) ? "https://other.example/hook" : audience);
        claims.put("azp", "113774264463038321964");
        claims.put("sub", "113774264463038321964");
        claims.put("email", wrong.contains(PushFlaw.WRONG_EMAIL) ? "push@other.iam.gserviceaccount.com" : email);
        claims.put("email_verified", !wrong.contains(PushFlaw.EMAIL_NOT_VERIFIED));
        claims.put("iss", wrong.contains(PushFlaw.WRONG_ISSUER) ? "https://issuer.example" : issuer);
        claims.put("iat", issued.getEpochSecond());
        claims.put("exp", issued.plus(LIFETIME).getEpochSecond());
        if (wrong.contains(PushFlaw.UNSIGNED)) {
            return GoogleKeys.unsigned(claims);
        }
        if (wrong.contains(PushFlaw.OTHER_KEY) || wrong.contains(PushFlaw.UNKNOWN_KEY)) {
            return keys.forged(claims, wrong.contains(PushFlaw.UNKNOWN_KEY));
        }
        return keys.signed(claims);
    }
}
