package io.deskwire.testkit.whatsapp;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tells the sender what became of a message: by webhook, with Twilio by a callback of its own. */
final class Statuses {

    private Statuses() {}

    /** What follows by itself after a message was accepted. */
    static void automatic(ReceivedMessage message) {
        OutboundContent content = message.content();
        if (content.fault() != 0) {
            failed(message, content.fault(), content.faultDetails());
            return;
        }
        Behaviour behaviour = message.number().state().behaviour();
        if (!behaviour.automaticStatuses()) {
            return;
        }
        List<String> states = new ArrayList<>(List.of("sent"));
        if (!content.type().equals("reaction")) {
            states.add(behaviour.reverseStatuses() ? 0 : 1, "delivered");
        }
        states.forEach(state -> became(message, state));
    }

    static void became(ReceivedMessage message, String status) {
        tell(message, status, 0, "");
    }

    static void failed(ReceivedMessage message, int code, String details) {
        tell(message, "failed", code, details);
    }

    private static void tell(ReceivedMessage message, String status, int code, String details) {
        message.became(status, code);
        SimulatedNumber number = message.number();
        for (int i = 0; i < number.state().behaviour().statusCopies(); i++) {
            if (message.face() == Flavour.TWILIO) {
                URI callback = message.statusCallback();
                if (callback != null) {
                    String twilios = status.equals("failed") ? "undelivered" : status;
                    number.state().webhooks().form(number, callback, TwilioForms.status(message, twilios, code));
                }
            } else {
                boolean withContact = !status.equals("failed");
                number.emit(Update.status(
                        number,
                        element(message, status, code, details),
                        withContact ? message.customer().contact(!status.equals("sent")) : null));
            }
        }
    }

    private static Map<String, Object> element(ReceivedMessage message, String status, int code, String details) {
        SimulatedCustomer customer = message.customer();
        boolean failed = status.equals("failed");
        boolean priced = status.equals("sent") || Set.of("delivered", "read").contains(status) && message.tellPrice();
        return Trees.of(
                "id",
                message.id(),
                "status",
                status,
                "timestamp",
                String.valueOf(message.number().clock().instant().getEpochSecond()),
                "recipient_id",
                customer.waIdInWebhooks(),
                "recipient_user_id",
                failed ? null : customer.userId().orElse(null),
                "recipient_parent_user_id",
                failed ? null : customer.parentUserId().orElse(null),
                "biz_opaque_callback_data",
                message.callbackData().orElse(null),
                "pricing",
                priced ? pricing(message) : null,
                "errors",
                failed ? GraphErrors.listInWebhook(code, details) : null);
    }

    private static Map<String, Object> pricing(ReceivedMessage message) {
        String category = message.content().category();
        return Trees.of(
                "billable",
                category != null,
                "pricing_model",
                "PMP",
                "type",
                category == null ? "free_customer_service" : "regular",
                "category",
                category == null ? "service" : category.toLowerCase(java.util.Locale.ROOT));
    }
}
