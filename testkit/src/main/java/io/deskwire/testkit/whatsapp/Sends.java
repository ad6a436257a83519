package io.deskwire.testkit.whatsapp;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code POST …/messages} of the Graph and 360dialog faces. */
final class Sends {

    private final SimulatorState state;
    private final FollowUp followUp;

    Sends(SimulatorState state) {
        this.state = state;
        this.followUp = new FollowUp(state);
    }

    Answer messages(SimulatedNumber number, Flavour face, Call call) {
        Fields body = Fields.of(call.json());
        return body.has("status") ? markRead(number, body) : message(number, face, body);
    }

    private Answer markRead(SimulatedNumber number, Fields body) {
        MessageCheck.product(body);
        body.only("messaging_product", "status", "message_id", "typing_indicator");
        body.oneOf("status", 100, "read");
        Fields typing = body.optionalObject("typing_indicator");
        if (typing != null) {
            typing.only("type").oneOf("type", 100, "text");
        }
        String id = body.text("message_id");
        if (number.spoken(id).filter(SimulatedNumber.Spoken::ofCustomer).isEmpty()) {
            throw GraphRefusal.of(131009, "Param message_id is not a message that this phone number received.");
        }
        number.addRead(id);
        return Answer.success();
    }

    private Answer message(SimulatedNumber number, Flavour face, Fields body) {
        if (!number.registered()) {
            throw GraphRefusal.of(133010, "The phone number is not registered on the WhatsApp Business Platform.");
        }
        String type = MessageCheck.frame(body);
        OutboundContent content = new MessageCheck(number).content(body, type);
        Fields context = body.optionalObject("context");
        String contextId = context == null ? null : context.text("message_id");
        if (contextId != null && number.spoken(contextId).isEmpty()) {
            throw GraphRefusal.of(131009, "Param context['message_id'] is not a known message.");
        }
        if (type.equals("reaction")) {
            content = reacting(number, content);
        }
        String to = body.optionalText("to");
        if (to != null && Recipients.isUserId(to)) {
            return lost(number, to);
        }
        SimulatedCustomer customer = recipient(number, body, to);
        String callbackData = body.optionalText("biz_opaque_callback_data");
        if (state.behaviour().pairRate() && !number.takeTurn(customer)) {
            throw GraphRefusal.of(
                    131056,
                    "Message failed to send because there were too many messages sent from this phone number to the"
                            + " same phone number in a short period of time.");
        }
        content = WindowRule.applied(customer, content);
        if (content.fault() == WindowRule.CLOSED && state.behaviour().refuseClosedWindowAtOnce()) {
            throw GraphRefusal.of(WindowRule.CLOSED, content.faultDetails());
        }
        ReceivedMessage message = new ReceivedMessage(
                state.ids().wamid(), customer, face, state.clock().instant(), content, contextId, callbackData, null);
        number.addSent(message);
        return followUp.followedUp(accepted(message, to == null ? body.text("recipient") : to, to == null), message);
    }

    private static OutboundContent reacting(SimulatedNumber number, OutboundContent content) {
        Optional<SimulatedNumber.Spoken> target =
                number.spoken(Trees.text(content.body().get("message_id"), ""));
        boolean possible = target.filter(SimulatedNumber.Spoken::ofCustomer)
                .filter(t -> !t.type().equals("reaction"))
                .filter(t -> t.at().plus(java.time.Duration.ofDays(30))
                        .isAfter(number.clock().instant()))
                .isPresent();
        return possible ? content : content.failing(131009, "The message to react to cannot be reacted to.");
    }

    /** Meta's trap: a user id in {@code to} is accepted, gets an id, and goes nowhere. */
    private Answer lost(SimulatedNumber number, String to) {
        String id = state.ids().wamid();
        number.addLost(id);
        return Answer.metaJson(
                200,
                Trees.of(
                        "messaging_product",
                        "whatsapp",
                        "contacts",
                        List.of(Trees.of("input", to, "wa_id", to)),
                        "messages",
                        List.of(Trees.of("id", id))));
    }

    private static SimulatedCustomer recipient(SimulatedNumber number, Fields body, @Nullable String to) {
        if ("group".equals(body.raw("recipient_type"))) {
            throw GraphRefusal.of(131009, "Groups are not simulated.");
        }
        if (to == null) {
            if (!body.has("recipient")) {
                throw GraphRefusal.of(131008, "The parameter to is required.");
            }
            String userId = body.text("recipient");
            if (!Recipients.isUserId(userId)) {
                throw GraphRefusal.of(131009, "Param recipient is not a business-scoped user id.");
            }
            return number.find(userId).orElseGet(() -> new SimulatedCustomer(number, userId, "nobody").unreachable());
        }
        if (!Recipients.isPhone(to)) {
            throw GraphRefusal.parameter("Param to is not a phone number.");
        }
        body.optionalText("recipient");
        if (NumberSpec.digits(to).equals(number.spec().displayDigits())) {
            throw GraphRefusal.of(131021, "The recipient is the sender.");
        }
        return number.find(to).orElseGet(() -> number.customer(to, "Somebody"));
    }

    private Answer accepted(ReceivedMessage message, String input, boolean byUserId) {
        SimulatedCustomer customer = message.customer();
        Map<String, Object> contact = byUserId
                ? Trees.of("input", input, "user_id", input)
                : Trees.of("input", input, "wa_id", customer.waId().orElse(null));
        boolean template = message.content().template() != null;
        return Answer.metaJson(
                200,
                Trees.of(
                        "messaging_product",
                        "whatsapp",
                        "contacts",
                        List.of(contact),
                        "messages",
                        List.of(Trees.of("id", message.id(), "message_status", template ? "accepted" : null))));
    }
}
