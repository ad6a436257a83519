package io.deskwire.adapter.cloud.sendgrid;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.failure.ChannelException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Whether an event webhook posts to us, signed, with the events that delivery statuses are made of. */
final class EventsCheck {

    private static final List<String> NEEDED =
            List.of("processed", "delivered", "deferred", "bounce", "dropped", "spam_report");

    private final SendGridApi api;

    EventsCheck(SendGridApi api) {
        this.api = api;
    }

    Finding look() throws ChannelException {
        URI wanted = api.settings().webhookUrl();
        List<Map<String, Object>> webhooks = api.eventWebhooks();
        Optional<Map<String, Object>> ours = webhooks.stream()
                .filter(webhook -> wanted == null || PostAddress.isSame(Tree.word(webhook, "url"), wanted))
                // Of several the one that works counts.
                .sorted((a, b) -> Boolean.compare(Tree.isTrue(b, "enabled"), Tree.isTrue(a, "enabled")))
                .findFirst();
        if (ours.isEmpty()) {
            return Finding.bad(
                    "No event webhook posts to webhook_url, so that deliveries and bounces stay unknown.",
                    "Add one under Settings, Mail Settings, Event Webhooks.");
        }
        Map<String, Object> webhook = ours.get();
        if (!Tree.isTrue(webhook, "enabled")) {
            return Finding.bad("The event webhook is switched off.", "Enable it under Settings, Mail Settings.");
        }
        List<String> missing =
                NEEDED.stream().filter(event -> !Tree.isTrue(webhook, event)).toList();
        if (!missing.isEmpty()) {
            return Finding.bad(
                    "The event webhook leaves out " + String.join(", ", missing) + ".", "Switch these events on.");
        }
        if (api.settings().publicKeys().isEmpty()) {
            return Finding.good("The event webhook posts what is needed.");
        }
        String key = Tree.word(webhook, "public_key");
        if (key == null) {
            return Finding.bad(
                    "The event webhook does not sign, so that its posts are refused.",
                    "Enable its signature verification and enter the key as event_webhook_secret.");
        }
        return KnownKeys.hold(api.settings(), key)
                ? Finding.good("The event webhook posts what is needed, signed.")
                : Finding.bad(
                        "The event webhook signs with a key that is not in the document, so that its posts are refused.",
                        "Enter its public key as event_webhook_secret.");
    }
}
