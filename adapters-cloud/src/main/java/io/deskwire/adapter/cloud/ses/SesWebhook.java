package io.deskwire.adapter.cloud.ses;

import io.deskwire.adapter.cloud.common.ContentBody;
import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Takes what SNS posts: proves it over its bytes, then takes it apart.
 *
 * <p>Beyond what {@link WebhookChannel} promises, it makes one kind of call: the certificate that a signature names is
 * fetched from the region's own host of SNS when it is met for the first time, within three seconds, and kept. When that
 * fails, or too many are being fetched, the answer is 503, upon which SNS sends the request again. It never calls an address
 * of the sender's choosing.
 *
 * <p>Answers as SNS understands them: 503 for a fault of ours, which is repeated; 403 for what is not proven, which is not;
 * 200 for everything else.
 */
final class SesWebhook implements WebhookChannel {

    private static final Answer OK = Answer.of(200);
    private static final Answer REFUSED = Answer.of(403);
    private static final Answer LATER = Answer.of(503);

    private final SesSettings settings;
    private final SnsProof proof;
    private final NotificationSplitter splitter;

    SesWebhook(SesSettings settings, CertificateSource certificates) {
        this.settings = settings;
        this.proof = new SnsProof(settings, certificates);
        this.splitter = new NotificationSplitter(settings);
    }

    @Override
    public Received receive(WebhookRequest request) throws IOException {
        if (!request.method().toUpperCase(Locale.ROOT).equals("POST")) {
            return new Received.Refused(Answer.of(405), "SNS posts");
        }
        Optional<byte[]> read = ContentBody.small(request.body(), SnsEnvelope.LONGEST);
        if (read.isEmpty()) {
            return new Received.Refused(REFUSED, "longer than anything that SNS posts");
        }
        byte[] body = read.get();
        Optional<SnsEnvelope> envelope = SnsEnvelope.of(body);
        if (envelope.isEmpty()) {
            String reason = "the body is no signed notification of SNS; raw message delivery must be off";
            return settings.observeOnly()
                    ? new Received.Items(List.of(NotificationSplitter.unknown(body, request.receivedAt())), OK, reason)
                    : new Received.Refused(REFUSED, reason);
        }
        return proven(request, envelope.get(), body);
    }

    private Received proven(WebhookRequest request, SnsEnvelope envelope, byte[] body) {
        Optional<String> objection;
        Answer answer = REFUSED;
        try {
            objection = proof.objection(request, envelope);
        } catch (SnsProof.NoCertificateException e) {
            objection = Optional.of(String.valueOf(e.getMessage()));
            answer = LATER;
        }
        if (objection.isPresent() && !settings.observeOnly()) {
            return new Received.Refused(answer, objection.get());
        }
        return new Received.Items(
                splitter.split(envelope, body, request.receivedAt(), objection.isEmpty()), OK, objection.orElse(null));
    }

    /** The topics, and the addresses and the mark by which channels that share a topic are told apart. */
    @Override
    public Set<String> keys() {
        Set<String> keys = new HashSet<>(settings.topicArns());
        for (String topic : settings.topicArns()) {
            settings.ownAddresses().forEach(address -> keys.add(NotificationSplitter.name(topic, address)));
            keys.add(NotificationSplitter.channelName(topic, settings.channelMark()));
        }
        return keys;
    }

    @Override
    public boolean takesForeign() {
        return true;
    }

    /** Amazon's signature is the same for everybody who names the topic. */
    @Override
    public boolean isProvenBySecret() {
        return false;
    }

    /** The topic that an unverified body names. */
    static Set<String> keysIn(WebhookRequest request) throws IOException {
        Optional<byte[]> body = ContentBody.small(request.body(), SnsEnvelope.LONGEST);
        if (body.isEmpty()) {
            return Set.of();
        }
        try {
            Map<String, Object> tree = Json.lenient().parseObject(body.get());
            String topic = Tree.word(tree, "TopicArn");
            return topic == null ? Set.of() : Set.of(topic);
        } catch (JsonException e) {
            return Set.of();
        }
    }
}
