package io.deskwire.testkit.whatsapp;

import io.deskwire.config.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes webhooks of updates, signs and pushes them. */
final class Webhooks {

    private static final int UPDATES_PER_POST = 1000;

    private final Clock clock;
    private final Behaviour behaviour;
    private final PushLog log;
    private final ThreadLocal<@Nullable List<Update>> batch = new ThreadLocal<>();

    Webhooks(Clock clock, Behaviour behaviour, HttpClient client) {
        this.clock = clock;
        this.behaviour = behaviour;
        this.log = new PushLog(clock, client);
    }

    PushLog log() {
        return log;
    }

    /** Pushes an update, or keeps it for the end of the batch this thread is in. */
    void emit(Update update) {
        List<Update> collecting = batch.get();
        if (collecting == null) {
            push(List.of(update));
        } else {
            collecting.add(update);
        }
    }

    /** Runs an action whose updates go out together. */
    void inBatch(Runnable action) {
        if (batch.get() != null) {
            action.run();
            return;
        }
        List<Update> collected = new ArrayList<>();
        batch.set(collected);
        try {
            action.run();
        } finally {
            batch.remove();
        }
        push(collected);
    }

    /** Pushes a body as it is, signed for a number. */
    Push raw(SimulatedNumber number, byte[] body) {
        return log.post(List.of(number), prepare(number, number.webhookUrl(), body));
    }

    /** Posts a Twilio form to an address of its own. */
    Push form(SimulatedNumber number, URI url, List<Map.Entry<String, String>> form) {
        return log.post(List.of(number), prepareForm(number, url, url.toString(), form));
    }

    private void push(List<Update> updates) {
        Map<String, List<Update>> byTarget = new LinkedHashMap<>();
        for (Update update : updates) {
            NumberSpec spec = update.number().spec();
            if (spec.flavour() == Flavour.TWILIO) {
                pushForm(update);
            } else {
                String target = update.number().webhookUrl() + " " + spec.flavour() + " "
                        + spec.appSecret().hashCode();
                byTarget.computeIfAbsent(target, key -> new ArrayList<>()).add(update);
            }
        }
        for (List<Update> together : byTarget.values()) {
            for (int from = 0; from < together.size(); from += UPDATES_PER_POST) {
                pushEnvelope(together.subList(from, Math.min(together.size(), from + UPDATES_PER_POST)));
            }
        }
    }

    private void pushEnvelope(List<Update> updates) {
        List<SimulatedNumber> numbers =
                updates.stream().map(Update::number).distinct().toList();
        SimulatedNumber first = numbers.get(0);
        byte[] body = MetaJson.bytes(Envelopes.wrap(updates, clock.instant()));
        log.post(numbers, prepare(first, first.webhookUrl(), body));
    }

    private void pushForm(Update update) {
        SimulatedNumber number = update.number();
        Optional<List<Map.Entry<String, String>>> form = TwilioForms.inbound(update);
        if (form.isEmpty()) {
            return; // Twilio has no webhook for this.
        }
        URI url = number.webhookUrl();
        URI signed = number.spec().publicWebhookUrl();
        log.post(List.of(number), prepareForm(number, url, String.valueOf(signed == null ? url : signed), form.get()));
    }

    private Push prepare(SimulatedNumber number, @Nullable URI url, byte[] body) {
        NumberSpec spec = number.spec();
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        if (spec.flavour() == Flavour.DIALOG360) {
            headers.put("User-Agent", "360dialog");
            headers.putAll(number.webhookHeaders());
            Secret key = spec.platformSecret();
            if (key != null) {
                headers.put(
                        "x-360dialog-signature",
                        Signatures.dialog360(key.reveal(), body, behaviour.dialog360SignatureInBase64()));
            }
        } else if (spec.flavour() == Flavour.META) {
            headers.put("User-Agent", "facebookexternalua");
            headers.put("X-Hub-Signature-256", Signatures.meta(spec.appSecret().reveal(), body));
        }
        return Push.prepared(clock.instant(), url, headers, body, false);
    }

    private Push prepareForm(
            SimulatedNumber number, @Nullable URI url, String signed, List<Map.Entry<String, String>> form) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8");
        headers.put("User-Agent", "TwilioProxy/1.1");
        headers.put("I-Twilio-Idempotency-Token", number.state().ids().twilio(""));
        headers.put(
                "X-Twilio-Signature",
                Signatures.twilio(number.spec().authToken().reveal(), signed, form));
        byte[] body = TwilioForms.encoded(form).getBytes(StandardCharsets.US_ASCII);
        return Push.prepared(clock.instant(), url, headers, body, true);
    }
}
