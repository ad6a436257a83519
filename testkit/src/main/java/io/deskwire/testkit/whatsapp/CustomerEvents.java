package io.deskwire.testkit.whatsapp;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the webhooks about one customer: messages, system events, calls, preferences, echoes of staff. */
final class CustomerEvents {

    private static final Set<String> FILES = Set.of("image", "video", "audio", "document", "sticker");

    private final SimulatedCustomer customer;
    private final SimulatedNumber number;

    CustomerEvents(SimulatedCustomer customer) {
        this.customer = customer;
        this.number = customer.number();
    }

    String message(String type, Map<String, Object> rest, Circumstances circumstances) {
        Instant at = circumstances.at() == null ? now() : circumstances.at();
        String id = circumstances.id() == null ? newId(type) : circumstances.id();
        number.remember(id, type, true, at);
        Map<String, Object> element = Trees.of(
                "referral",
                circumstances.referral(),
                "context",
                circumstances.context(),
                "from",
                customer.waIdInWebhooks(),
                "from_user_id",
                customer.userId().orElse(null),
                "from_parent_user_id",
                customer.parentUserId().orElse(null),
                "group_id",
                circumstances.groupId(),
                "id",
                id,
                "timestamp",
                seconds(at),
                "type",
                type);
        element.putAll(rest);
        number.emit(Update.message(number, element, customer.contact(true)));
        return id;
    }

    /** A change of number tells no contact, and its sender is the old number. */
    String changedNumber(
            String name, @Nullable String oldPhone, String newPhone, @Nullable String oldId, @Nullable String newId) {
        Map<String, Object> system = Trees.of(
                "body",
                "User " + name + " changed from " + oldPhone + " to " + newPhone,
                "wa_id",
                newPhone,
                "user_id",
                newId,
                "previous_user_id",
                oldId,
                "type",
                "user_changed_number");
        return system(oldPhone, null, Trees.of("system", system), null);
    }

    /** A change of user id has no phone number in it at all. */
    String changedUserId(String name, @Nullable String oldId, String newId) {
        Map<String, Object> system = Trees.of(
                "body",
                "User " + name + " changed from " + oldId + " to " + newId,
                "user_id",
                newId,
                "previous_user_id",
                oldId,
                "type",
                "user_changed_user_id");
        return system(null, oldId, Trees.of("system", system), null);
    }

    String changedIdentity() {
        Map<String, Object> rest = Trees.of(
                "identity",
                Trees.of("acknowledged", true, "created_timestamp", seconds(now()), "hash", "DF2lS5v2W6x="),
                "system",
                Trees.of("body", "User identity changed", "type", "customer_identity_changed"));
        return system(customer.waIdInWebhooks(), customer.userId().orElse(null), rest, customer.contact(true));
    }

    void marketing(boolean wanted) {
        String value = wanted ? "resume" : "stop";
        Map<String, Object> preference = Trees.of(
                "wa_id",
                customer.waIdInWebhooks(),
                "user_id",
                customer.userId().orElse(null),
                "detail",
                "User requested to " + value + " marketing messages",
                "category",
                "marketing_messages",
                "value",
                value,
                // A number here, a text everywhere else.
                "timestamp",
                now().getEpochSecond());
        number.pushChange(
                "user_preferences",
                Trees.of("contacts", List.of(customer.contact(true)), "user_preferences", List.of(preference)));
    }

    void call() {
        Map<String, Object> call = Trees.of(
                "id",
                number.state().ids().call(),
                "from",
                customer.waIdInWebhooks(),
                "to",
                number.spec().displayDigits(),
                "event",
                "connect",
                "timestamp",
                seconds(now()),
                "direction",
                "USER_INITIATED",
                "session",
                Trees.of("sdp", "v=0", "sdp_type", "offer"));
        number.pushChange("calls", Trees.of("contacts", List.of(customer.contact(true)), "calls", List.of(call)));
    }

    String echo(String type, Map<String, Object> content) {
        String id = number.state().ids().wamid();
        number.remember(id, type, false, now());
        Map<String, Object> echo = Trees.of(
                "from",
                number.spec().displayDigits(),
                "to",
                customer.waIdInWebhooks(),
                "to_user_id",
                customer.userId().orElse(null),
                "id",
                id,
                "timestamp",
                seconds(now()),
                "type",
                type,
                type,
                content);
        number.pushChange("smb_message_echoes", Trees.of("message_echoes", List.of(echo)));
        return id;
    }

    private String system(
            @Nullable String from,
            @Nullable String fromUserId,
            Map<String, Object> rest,
            @Nullable Map<String, Object> contact) {
        String id = number.state().ids().wamid();
        number.remember(id, "system", true, now());
        Map<String, Object> element = Trees.of(
                "from", from, "from_user_id", fromUserId, "id", id, "timestamp", seconds(now()), "type", "system");
        element.putAll(rest);
        number.emit(Update.message(number, element, contact));
        return id;
    }

    private String newId(String type) {
        SimulatorIds ids = number.state().ids();
        if (number.spec().flavour() != Flavour.TWILIO) {
            return ids.wamid();
        }
        return ids.twilio(FILES.contains(type) ? "MM" : "SM");
    }

    private Instant now() {
        return number.clock().instant();
    }

    private static String seconds(Instant time) {
        return String.valueOf(time.getEpochSecond());
    }
}
