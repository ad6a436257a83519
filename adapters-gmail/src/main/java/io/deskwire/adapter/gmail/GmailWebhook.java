package io.deskwire.adapter.gmail;

import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes Pub/Sub's pushes. Pub/Sub takes 204 for done; for everything that is not it slows down the whole subscription and
 * tries again for days, so that only what may be good later is answered otherwise.
 *
 * <p>Two things leave this class besides the answer: Google's keys are fetched when a token names a new one, and every few
 * minutes it is noted that pushes come.
 */
final class GmailWebhook implements WebhookChannel {

    private static final Logger LOG = LoggerFactory.getLogger(GmailWebhook.class);
    private static final Answer DONE = Answer.of(204);

    private final PushSettings settings;
    private final PushProof proof;
    private final MailboxNames names;
    private final PushPulse pulse;

    GmailWebhook(PushSettings settings, PushProof proof, MailboxNames names, PushPulse pulse) {
        this.settings = settings;
        this.proof = proof;
        this.names = names;
        this.pulse = pulse;
    }

    @Override
    public Received receive(WebhookRequest request) throws IOException {
        if (!request.method().equals("POST")) {
            return new Received.Refused(Answer.of(405), "not a POST");
        }
        String objection;
        try {
            objection = proof.objection(request);
        } catch (PushKeys.UnavailableException e) {
            return new Received.Refused(Answer.of(503), String.valueOf(e.getMessage()));
        }
        Optional<PushEnvelope> envelope = PushEnvelope.read(request);
        if (objection == null) {
            objection = envelope.map(this::foreign).orElse(null);
        }
        if (objection != null && !settings.observeOnly()) {
            return new Received.Refused(Answer.of(401), objection);
        }
        if (envelope.isEmpty()) {
            LOG.warn("a push was taken that is no notification of Gmail's; nothing is done about it");
            return new Received.Nothing(DONE);
        }
        if (!names.isOurs(envelope.get().mailbox())) {
            LOG.warn("a push was taken that names another mailbox than the channel's; nothing is done about it");
            return new Received.Nothing(DONE);
        }
        if (objection == null) {
            pulse.pushCame(request.receivedAt());
        }
        return new Received.Nudge(DONE, false, objection);
    }

    private @Nullable String foreign(PushEnvelope envelope) {
        String expected = settings.subscription();
        return expected == null || envelope.subscription() == null || expected.equals(envelope.subscription())
                ? null
                : "it comes from another subscription than pubsub_subscription";
    }

    @Override
    public Set<String> keys() {
        return names.all();
    }

    /** The mailbox that a request names, unverified. */
    static Set<String> keysIn(WebhookRequest request) throws IOException {
        return PushEnvelope.read(request)
                .map(envelope -> Set.of(envelope.mailbox()))
                .orElse(Set.of());
    }
}
