package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel;
import io.deskwire.channel.WebhookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Takes a provider's requests: proves them over their raw bytes, then takes them apart. */
final class WhatsAppWebhook implements WebhookChannel {

    private static final Answer OK = Answer.of(200);
    /** To Twilio an answer is what to do next; this one says nothing. */
    private static final Answer NO_TWIML = new Answer(200, "text/xml", "<Response/>");

    private final WhatsAppSettings settings;
    private final Proof proof;
    private final Handshake handshake;
    private final WebhookSplitter splitter;
    private final TwilioSplitter forms;

    WhatsAppWebhook(WhatsAppSettings settings) {
        this.settings = settings;
        this.proof = Proof.of(settings);
        this.handshake = new Handshake(settings.verifyTokens());
        OwnNumber own = OwnNumber.of(settings);
        this.splitter = new WebhookSplitter(own);
        this.forms = new TwilioSplitter(own.digits());
    }

    @Override
    public Received receive(WebhookRequest request) throws IOException {
        return switch (request.method().toUpperCase(Locale.ROOT)) {
            case "GET" ->
                settings.flavour() == Flavour.META
                        ? handshake.answer(request)
                        : new Received.Refused(Answer.of(405), "only Meta asks by GET");
            case "POST" -> post(request);
            default -> new Received.Refused(Answer.of(405), "neither GET nor POST");
        };
    }

    private Received post(WebhookRequest request) throws IOException {
        byte[] body;
        try (InputStream stream = request.body().open()) {
            body = stream.readAllBytes();
        }
        String objection = proof.objection(request, body);
        if (objection != null && !settings.observeOnly()) {
            return new Received.Refused(Answer.of(401), objection);
        }
        return new Received.Items(items(request, body), answer(), objection);
    }

    private List<RawItem> items(WebhookRequest request, byte[] body) {
        return settings.flavour() == Flavour.TWILIO && TwilioProof.isForm(request)
                ? List.of(forms.item(request, body))
                : splitter.split(body, request.receivedAt());
    }

    private Answer answer() {
        return settings.flavour() == Flavour.TWILIO ? NO_TWIML : OK;
    }

    @Override
    public Set<String> keys() {
        return WebhookKeys.of(settings);
    }
}
