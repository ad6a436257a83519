package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.ContentBody;
import io.deskwire.adapter.cloud.common.FormBody;
import io.deskwire.adapter.cloud.common.MalformedFormException;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes what Mailgun posts: mail from routes as forms, events as JSON. Mailgun takes 200 for done and 406 for never again;
 * everything else it tries again for about eight hours.
 */
final class MailgunWebhook implements WebhookChannel {

    private static final Answer OK = Answer.of(200);
    private static final Answer NEVER = Answer.of(406);
    private static final Answer LATER = Answer.of(503);

    private final MailgunSettings settings;
    private final Verification verification;

    MailgunWebhook(MailgunSettings settings) {
        this.settings = settings;
        this.verification = new Verification(settings);
    }

    @Override
    public Received receive(WebhookRequest request) throws IOException {
        if (!request.method().equals("POST")) {
            return new Received.Refused(Answer.of(405), "not a POST");
        }
        return FormBody.isForm(request) ? form(request) : event(request);
    }

    private Received form(WebhookRequest request) throws IOException {
        InboundForm form;
        try {
            form = new InboundForm(FormBody.read(request));
        } catch (MalformedFormException e) {
            // One that was cut on its way here is whole where Mailgun keeps it.
            return new Received.Refused(e.isCut() ? LATER : NEVER, "the form cannot be read: " + e.getMessage());
        }
        String forged = form.forged();
        if (forged != null) {
            return new Received.Refused(
                    NEVER,
                    "the field " + forged + " stands there with different values: a header field of the mail has that"
                            + " name; a route whose address ends in /mime has no such collisions");
        }
        SignedToken signed = form.signed();
        String objection = verification.objection(signed, request);
        if (objection != null && verification.isRefusal(objection)) {
            return verification.refused(objection);
        }
        if (!form.isMail()) {
            return new Received.Refused(NEVER, "an event in the form of before 2018; use the webhooks of today");
        }
        return items(
                form.item(sourceKey(signed, objection, request), objection == null ? signed : null, settings, request),
                objection);
    }

    private Received event(WebhookRequest request) throws IOException {
        Optional<EventBody> body = EventBody.read(request.body());
        if (body.isEmpty()) {
            return new Received.Refused(NEVER, "neither a form nor a JSON object");
        }
        SignedToken signed = body.get().signed();
        String objection = verification.objection(signed, request);
        if (objection != null && verification.isRefusal(objection)) {
            return verification.refused(objection);
        }
        return items(
                new RawItem(
                        sourceKey(signed, objection, request),
                        EventBody.FORMAT,
                        Envelope.unknown(),
                        objection == null ? signed.at() : null,
                        others(body.get()),
                        new ContentBody(request.body())),
                objection);
    }

    /**
     * A domain's webhooks tell of what all of its channels sent, and others too; each channel takes what is about its own
     * messages, and looks through what nobody marked.
     */
    private Map<String, String> others(EventBody event) {
        String mark = event.channelMark();
        if (mark == null) {
            return Map.of(RawItem.ANYBODYS, "unmarked");
        }
        return mark.equals(settings.channelMark()) ? Map.of() : Map.of(RawItem.FOREIGN, WebhookKeys.channel(mark));
    }

    private static Received items(RawItem item, @Nullable String unproven) {
        return new Received.Items(List.of(item), OK, unproven);
    }

    /** A proven token stands for its request, whatever body comes with it; without proof the body is all there is. */
    private static String sourceKey(SignedToken signed, @Nullable String objection, WebhookRequest request) {
        return objection == null ? signed.key() : "body:" + request.body().sha256();
    }

    @Override
    public Set<String> keys() {
        return WebhookKeys.of(settings);
    }

    @Override
    public boolean takesForeign() {
        return true;
    }
}
