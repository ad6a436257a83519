package io.deskwire.adapter.whatsapp;

import io.deskwire.message.Address;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.MessageKind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what became of messages of ours. They are told by the id that we gave them, which the provider repeats. */
final class StatusReader {

    private StatusReader() {}

    static void read(WebhookElement element, List<?> contacts, Draft draft) {
        Map<String, Object> status = element.object();
        MessageReader.time(status, draft);
        boolean group = "group".equals(Tree.word(status, "recipient_type"));
        Identities customer = Identities.named(MessageReader.name(contacts));
        if (group) {
            customer.add(Tree.word(status, "recipient_participant_id"))
                    .add(Tree.word(status, "recipient_participant_user_id"))
                    .add(Tree.word(status, "recipient_participant_parent_user_id"));
            String groupId = Tree.word(status, "recipient_id");
            if (groupId != null) {
                draft.group(ElementKey.plain(groupId));
            }
        } else {
            customer.add(Tree.word(status, "recipient_id")).add(Tree.word(status, "recipient_user_id"));
            MessageReader.addContacts(customer, contacts);
            // Three spellings are about.
            customer.add(Tree.word(status, "recipient_parent_user_id"))
                    .add(Tree.word(status, "parent_recipient_user_id"))
                    .add(Tree.word(status, "parent_user_id"));
        }
        List<Address> addresses = customer.all();
        draft.from(addresses).to(MessageReader.business(element));

        List<ProviderErrors> errors = ProviderErrors.in(status);
        String ours = Tree.word(status, "biz_opaque_callback_data");
        String id = Tree.word(status, "id");
        DeliveryStatus state = state(Tree.word(status, "status"));
        boolean call = "call".equals(Tree.word(status, "type"));
        if (call || state == null || (ours == null && id == null)) {
            draft.notice(call ? "calls" : "status", status).text(call ? "News of a call" : "News of a message");
            errors.forEach(error -> draft.issue("provider-error", error.line()));
            return;
        }
        ProviderErrors first = errors.isEmpty() ? null : errors.get(0);
        boolean failed = state == DeliveryStatus.FAILED;
        draft.event(MessageKind.DELIVERY_REPORT, new ChannelEvent.StatusUpdate());
        draft.report(new DeliveryReport(
                ours,
                id == null ? null : ElementKey.plain(id),
                group && !addresses.isEmpty() ? addresses.get(0) : null,
                state,
                first == null ? null : first.code(),
                first == null ? null : first.reason(),
                Timestamps.read(status),
                failed && first != null ? first.failure() : null));
        for (ProviderErrors error : failed && first != null ? errors.subList(1, errors.size()) : errors) {
            draft.issue("provider-error", error.line());
        }
    }

    private static @Nullable DeliveryStatus state(@Nullable String word) {
        return switch (word == null ? "" : word.toLowerCase(Locale.ROOT)) {
            case "sent" -> DeliveryStatus.SENT;
            case "delivered" -> DeliveryStatus.DELIVERED;
            case "read" -> DeliveryStatus.READ;
            case "played" -> DeliveryStatus.PLAYED;
            case "failed" -> DeliveryStatus.FAILED;
            default -> null;
        };
    }
}
