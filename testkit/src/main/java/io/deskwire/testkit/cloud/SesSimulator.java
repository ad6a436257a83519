package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import io.deskwire.testkit.cloud.SesSendFace.RefusedException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One account at Amazon in one region: SES v2, SNS and S3 behind one port. Every request must be signed by {@link AwsKeys} and
 * fresh by the simulator's clock.
 *
 * <pre>{@code
 * try (var amazon = SesSimulator.start(clock, "eu-west-1", AwsKeys.lasting())) {
 *     SnsTopic topic = amazon.addTopic("desk-inbound");
 *     amazon.storeMailIn("desk-inbound-mail", "inbound/", topic);
 *     topic.subscribe(webhookAddress);           // waits to be confirmed
 *     amazon.receive(mime, "zoe@customer.example", List.of("support@desk.example"));
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class SesSimulator implements AutoCloseable {

    private static final String ACCOUNT = "111122223333";
    private static final String SES = "/ses";
    private static final String SNS = "/sns";
    private static final String S3 = "/s3";

    private final InstantSource clock;
    private final String region;
    private final AwsKeys keys;
    private final SimulatorServer server;
    private final WebhookPoster poster = new WebhookPoster();
    private final S3Objects objects = new S3Objects();
    private final Map<String, SnsTopic> topics = new ConcurrentHashMap<>();
    private final Set<String> identities = ConcurrentHashMap.newKeySet();
    private final Map<String, String> configurationSets = new ConcurrentHashMap<>();
    private final List<SesSent> sent = new ArrayList<>();
    private final AtomicLong counter = new AtomicLong();
    private final SesReceipt receipt;
    private final SnsFace sns;
    private final SesLookFace looks;
    private volatile boolean sendingEnabled = true;

    private SesSimulator(InstantSource clock, String region, AwsKeys keys) {
        this.clock = clock;
        this.region = region;
        this.keys = keys;
        this.receipt = new SesReceipt(clock, objects);
        this.sns = new SnsFace(topics, keys, region, clock);
        this.looks = new SesLookFace(identities, configurationSets);
        this.server = SimulatorServer.start("ses-simulator", 0, this::answer);
    }

    /** Starts an account that knows nothing yet. */
    public static SesSimulator start(InstantSource clock, String region, AwsKeys keys) {
        return new SesSimulator(clock, region, keys);
    }

    /** What stands in for {@code https://email.REGION.amazonaws.com}. */
    public String apiBaseUrl() {
        return server.baseUrl() + SES;
    }

    /** What stands in for {@code https://sns.REGION.amazonaws.com}. */
    public String snsBaseUrl() {
        return server.baseUrl() + SNS;
    }

    /** What stands in for {@code https://s3.REGION.amazonaws.com}; the bucket follows in the path. */
    public String s3BaseUrl() {
        return server.baseUrl() + S3;
    }

    /** Adds a topic, or gives the one of this name. */
    public SnsTopic addTopic(String name) {
        String arn = "arn:aws:sns:" + region + ":" + ACCOUNT + ":" + name;
        return topics.computeIfAbsent(arn, text -> new SnsTopic(text, clock, poster));
    }

    /** Verifies a domain, or a single address, to be sent from. */
    public void verify(String identity) {
        identities.add(identity);
    }

    /** Adds a configuration set that publishes all its events to a topic. */
    public void addConfigurationSet(String name, SnsTopic topic) {
        configurationSets.put(name, topic.arn());
    }

    /** Pauses or resumes sending for the whole account. */
    public void enableSending(boolean enabled) {
        sendingEnabled = enabled;
    }

    /** The receipt rule from now on: mail is written to a bucket, and the topic told. */
    public void storeMailIn(String bucket, String prefix, SnsTopic topic) {
        receipt.storeIn(bucket, prefix, topic);
    }

    /**
     * The receipt rule from now on: mail goes to the topic whole, if it has at most 150 kB.
     *
     * @param encoding {@code BASE64} or {@code UTF8}
     */
    public void sendMailTo(SnsTopic topic, String encoding) {
        receipt.sendTo(topic, encoding);
    }

    /** What the checks of mail find from now on, by the verdict's name: {@code spfVerdict} and so on; PASS where none is given. */
    public void judge(Map<String, String> verdicts) {
        receipt.judge(verdicts);
    }

    /**
     * A mail arrives and is told of.
     *
     * @return the posts with their answers; none when nobody has confirmed a subscription
     * @throws IllegalStateException when SES would bounce it: no rule, or larger than the rule's action takes
     */
    public List<WebhookPost> receive(byte[] mail, String sender, List<String> recipients) {
        return receipt.receive(
                mail, sender, recipients, "in" + String.format(Locale.ROOT, "%038d", counter.incrementAndGet()));
    }

    /** Puts an object into a bucket, with metadata by names without {@code x-amz-meta-}. */
    public void putObject(String bucket, String key, byte[] bytes, Map<String, String> metadata) {
        objects.put(bucket, key, bytes, metadata);
    }

    /** Removes an object, as a lifecycle rule does; whether it was there. */
    public boolean removeObject(String bucket, String key) {
        return objects.remove(bucket, key);
    }

    /** Every mail that was taken, in order. */
    public List<SesSent> sent() {
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    /**
     * Publishes an event about a mail to the topic of the configuration set that it was sent with.
     *
     * @param type {@code Delivery}, {@code Bounce}, …
     * @param part the object of that type, such as {@code bounce}, by its name
     */
    public List<WebhookPost> publish(SesSent mail, String type, Map<String, Object> part) {
        String arn = configurationSets.get(
                mail.tags().getOrDefault("ses:configuration-set", List.of("")).get(0));
        if (arn == null) {
            return List.of();
        }
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("timestamp", clock.instant().toString());
        about.put("messageId", mail.messageId());
        about.put("source", mail.from());
        about.put("destination", mail.recipients());
        about.put("headersTruncated", false);
        about.put("tags", mail.tags());
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("eventType", type);
        event.putAll(part);
        event.put("mail", about);
        return addressed(arn).publish("Amazon SES Email Event Notification", Json.write(event) + "\n");
    }

    private SnsTopic addressed(String arn) {
        SnsTopic topic = topics.get(arn);
        if (topic == null) {
            throw new IllegalStateException("there is no topic " + arn);
        }
        return topic;
    }

    /** Answers the next requests whose {@code METHOD path} holds the regular expression wrongly. */
    public void trouble(Trouble trouble, String pathPattern, int times) {
        server.trouble(trouble, pathPattern, times);
    }

    /** Forgets every trouble planned. */
    public void behave() {
        server.behave();
    }

    /** Every request so far. */
    public List<ReceivedRequest> requests() {
        return server.requests();
    }

    private Reply answer(ReceivedRequest request) {
        String path = request.uri().getRawPath();
        if (path.startsWith(S3 + "/")) {
            return s3(request, path.substring(S3.length() + 1));
        } else if (path.startsWith(SNS + "/")) {
            return sns.answer(request, path.substring(SNS.length() + 1));
        }
        return path.startsWith(SES + "/") ? ses(request, path.substring(SES.length())) : Reply.empty(404);
    }

    private Reply s3(ReceivedRequest request, String path) {
        Optional<String> refusal = AwsSignatureCheck.refusal(request, keys, region, "s3", clock.instant());
        if (refusal.isPresent()) {
            return S3Objects.error(403, refusal.get(), "refused by the simulator");
        }
        int slash = path.indexOf('/');
        if (slash < 1 || !request.method().equals("GET")) {
            return S3Objects.error(405, "MethodNotAllowed", "only objects can be got");
        }
        String key = URLDecoder.decode(path.substring(slash + 1).replace("+", "%2B"), StandardCharsets.UTF_8);
        return objects.get(path.substring(0, slash), key);
    }

    private Reply ses(ReceivedRequest request, String path) {
        Optional<String> refusal = AwsSignatureCheck.refusal(request, keys, region, "ses", clock.instant());
        if (refusal.isPresent()) {
            return SesLookFace.error(403, refusal.get(), "Signature refused by the simulator");
        }
        if (request.method().equals("POST") && path.equals("/v2/email/outbound-emails")) {
            return send(request);
        } else if (!request.method().equals("GET")) {
            return SesLookFace.error(405, "MethodNotAllowedException", "simulated");
        }
        return looks.answer(path, sendingEnabled, sent().size());
    }

    private Reply send(ReceivedRequest request) {
        if (!sendingEnabled) {
            return SesLookFace.error(400, "SendingPausedException", "Sending is paused for this account.");
        }
        String id = String.format(Locale.ROOT, "%016x", counter.incrementAndGet())
                + "-5c1f0000-0000-4000-8000-000000000000-000000";
        try {
            SesSendFace face = new SesSendFace(identities, configurationSets.keySet(), region);
            SesSendFace.Taken taken = face.take(request, id, clock.instant());
            synchronized (sent) {
                sent.add(tagged(taken));
            }
            return Reply.json(200, Map.of("MessageId", id));
        } catch (RefusedException e) {
            return SesLookFace.error(
                    e.code().equals("NotFoundException") ? 404 : 400, e.code(), String.valueOf(e.getMessage()));
        }
    }

    /** Events repeat the mail's own tags and some of the provider's. */
    private SesSent tagged(SesSendFace.Taken taken) {
        SesSent mail = taken.sent();
        if (taken.configurationSet() == null) {
            return mail;
        }
        Map<String, List<String>> tags = new LinkedHashMap<>(mail.tags());
        tags.put("ses:configuration-set", List.of(taken.configurationSet()));
        return new SesSent(mail.messageId(), region, mail.from(), mail.recipients(), tags, mail.mail());
    }

    @Override
    public void close() {
        server.close();
    }
}
