package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One topic of the simulated SNS with its subscriptions. What a subscriber answers with 5xx, or not at all, is posted again by
 * {@link #repeat}, three times in all unless its delivery policy says otherwise; what it answers with 4xx is lost at once, as at the real one. Thread-safe.
 */
public final class SnsTopic {

    private static final int USUAL_ATTEMPTS = 4;

    private static final class Subscription {
        private final URI endpoint;
        private final String token = UUID.randomUUID().toString().replace("-", "") + "simulated";
        private final String arn;
        private boolean confirmed;

        Subscription(URI endpoint, String topicArn) {
            this.endpoint = endpoint;
            this.arn = topicArn + ":" + UUID.randomUUID();
        }
    }

    private record Waiting(URI endpoint, Map<String, String> headers, byte[] body, int attempts) {}

    private final String arn;
    private final String host;
    private final InstantSource clock;
    private final WebhookPoster poster;
    private final List<Subscription> subscriptions = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private final List<WebhookPost> posts = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private int mostAttempts = USUAL_ATTEMPTS;
    private String signatureVersion = "1";

    SnsTopic(String arn, InstantSource clock, WebhookPoster poster) {
        this.arn = arn;
        this.host = "https://sns." + arn.split(":", -1)[3] + ".amazonaws.com/";
        this.clock = clock;
        this.poster = poster;
    }

    /** Its name. */
    public String arn() {
        return arn;
    }

    /** Which signatures it makes from now on: {@code 1}, as topics do by default, or {@code 2}. */
    public synchronized void signWith(String version) {
        signatureVersion = version;
    }

    /** As a delivery policy for HTTP says: how often a notification is posted, the first time included. */
    public synchronized void deliveryPolicy(int attempts) {
        mostAttempts = attempts;
    }

    /** Subscribes an address and posts the offer to it, which has to be confirmed before anything else comes. */
    public WebhookPost subscribe(URI endpoint) {
        Subscription subscription = new Subscription(endpoint, arn);
        synchronized (this) {
            subscriptions.add(subscription);
        }
        return post(endpoint, confirmation("SubscriptionConfirmation", subscription.token));
    }

    /** Ends all subscriptions of an address and tells it so. */
    public void unsubscribe(URI endpoint) {
        synchronized (this) {
            subscriptions.removeIf(subscription -> subscription.endpoint.equals(endpoint));
        }
        post(endpoint, confirmation("UnsubscribeConfirmation", "offer-to-come-back"));
    }

    private Map<String, Object> confirmation(String type, String token) {
        Map<String, Object> envelope = envelope(type);
        envelope.put("Token", token);
        envelope.put("Message", "You have chosen to subscribe to the topic " + arn + ".");
        // Whoever follows this instead of building the address anew is caught: nobody listens there.
        envelope.put(
                "SubscribeURL", "http://127.0.0.1:9/?Action=ConfirmSubscription&TopicArn=" + arn + "&Token=" + token);
        return envelope;
    }

    /** Posts a message to every confirmed subscriber. */
    public List<WebhookPost> publish(String subject, String message) {
        Map<String, Object> envelope = envelope("Notification");
        if (!subject.isEmpty()) {
            envelope.put("Subject", subject);
        }
        envelope.put("Message", message);
        List<URI> endpoints;
        synchronized (this) {
            endpoints = subscriptions.stream()
                    .filter(subscription -> subscription.confirmed)
                    .map(subscription -> subscription.endpoint)
                    .toList();
        }
        return endpoints.stream().map(endpoint -> post(endpoint, envelope)).toList();
    }

    private synchronized Map<String, Object> envelope(String type) {
        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("Type", type);
        envelope.put("MessageId", UUID.randomUUID().toString());
        envelope.put("TopicArn", arn);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        envelope.put(
                "Timestamp",
                now.equals(now.truncatedTo(ChronoUnit.SECONDS))
                        ? now.toString().replace("Z", ".000Z")
                        : now.toString());
        envelope.put("SignatureVersion", signatureVersion);
        envelope.put("SigningCertURL", host + SnsSigner.CERTIFICATE);
        return envelope;
    }

    private WebhookPost post(URI endpoint, Map<String, Object> envelope) {
        envelope.put("Signature", SnsSigner.signature(envelope));
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "text/plain; charset=UTF-8");
        headers.put("User-Agent", "Amazon Simple Notification Service Agent");
        headers.put("x-amz-sns-message-type", String.valueOf(envelope.get("Type")));
        headers.put("x-amz-sns-message-id", String.valueOf(envelope.get("MessageId")));
        headers.put("x-amz-sns-topic-arn", arn);
        return attempt(new Waiting(endpoint, headers, Json.writeBytes(envelope), 0));
    }

    private WebhookPost attempt(Waiting due) {
        WebhookPost done = poster.post(due.endpoint(), due.headers(), due.body());
        int status = done.status().orElse(0);
        int attempts = due.attempts() + 1;
        synchronized (this) {
            posts.add(done);
            boolean taken = status >= 200 && status < 300;
            boolean again = !taken && (status == 0 || status >= 500) && attempts < mostAttempts;
            if (again) {
                waiting.add(new Waiting(due.endpoint(), due.headers(), due.body(), attempts));
            } else if (!taken) {
                lost.add(String.valueOf(due.headers().get("x-amz-sns-message-id")));
            }
        }
        return done;
    }

    /** Posts again what is waiting, with the bytes and the signature of the first time. */
    public List<WebhookPost> repeat() {
        List<Waiting> due;
        synchronized (this) {
            due = List.copyOf(waiting);
            waiting.clear();
        }
        return due.stream().map(this::attempt).toList();
    }

    /** Every post so far, repetitions included. */
    public synchronized List<WebhookPost> posts() {
        return List.copyOf(posts);
    }

    /** Ids of messages that nobody will get any more. */
    public synchronized List<String> lost() {
        return List.copyOf(lost);
    }

    /** Whether an address gets what is published. */
    public synchronized boolean isConfirmed(URI endpoint) {
        return subscriptions.stream().anyMatch(s -> s.confirmed && s.endpoint.equals(endpoint));
    }

    /** Takes a token; the subscription's name, or empty for a token that was never offered. */
    synchronized Optional<String> confirm(String token) {
        for (Subscription subscription : subscriptions) {
            if (subscription.token.equals(token)) {
                subscription.confirmed = true;
                return Optional.of(subscription.arn);
            }
        }
        return Optional.empty();
    }

    /** The answer to {@code ListSubscriptionsByTopic}. */
    synchronized String listed() {
        StringBuilder members = new StringBuilder();
        for (Subscription subscription : subscriptions) {
            members.append("<member><TopicArn>")
                    .append(arn)
                    .append("</TopicArn><Protocol>http</Protocol><SubscriptionArn>")
                    .append(subscription.confirmed ? subscription.arn : "PendingConfirmation")
                    .append("</SubscriptionArn><Endpoint>")
                    .append(subscription.endpoint.toString().replace("&", "&amp;"))
                    .append("</Endpoint></member>");
        }
        return "<ListSubscriptionsByTopicResponse xmlns=\"http://sns.amazonaws.com/doc/2010-03-31/\">"
                + "<ListSubscriptionsByTopicResult><Subscriptions>" + members + "</Subscriptions>"
                + "</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>";
    }
}
