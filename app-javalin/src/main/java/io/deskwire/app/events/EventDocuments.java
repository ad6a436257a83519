package io.deskwire.app.events;

import io.deskwire.intake.Messages;
import io.deskwire.jdbc.StoredEvent;
import io.deskwire.json.ApiJson;
import io.deskwire.threading.StoredMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What others are told of an event. Of content there is what the helpdesk's own address gets, and nothing more. */
final class EventDocuments {

    private final Messages messages;

    EventDocuments(Messages messages) {
        this.messages = messages;
    }

    /** The document, the same at every attempt; empty when what it is about is gone. */
    Optional<Map<String, @Nullable Object>> of(StoredEvent event) {
        Optional<EventType> type = EventType.of(event.type());
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("type", event.type());
        document.put("id", webhookId(event));
        document.put("timestamp", event.notedAt().toString());
        document.put("tenant_id", event.tenantId());
        document.put("channel_id", event.channelId());
        if (type.isEmpty()) {
            return Optional.empty();
        }
        switch (type.get()) {
            case MESSAGE_RECEIVED -> {
                return received(event, document);
            }
            case MESSAGE_STATUS_CHANGED -> {
                document.put("conversation_id", event.data().get("conversation_id"));
                document.put("message_id", event.subject());
                document.put("recipient", recipient(event.data()));
                copy(event, document, "status", "previous_status", "reason", "code");
            }
            case TICKET_STATE_CHANGED -> {
                document.put("conversation_id", event.data().get("conversation_id"));
                document.put("ticket_id", event.subject());
                copy(event, document, "number", "state", "previous_state");
            }
            case CHANNEL_STATE_CHANGED -> copy(event, document, "side", "state", "previous_state", "reason");
            case DEAD_LETTER_CREATED -> {
                document.put("dead_letter_id", event.subject());
                copy(event, document, "message_id", "stage", "reason", "attempts");
            }
        }
        return Optional.of(document);
    }

    /** Names an event to its receivers. */
    static String webhookId(StoredEvent event) {
        return "evt_" + event.id();
    }

    private Optional<Map<String, @Nullable Object>> received(
            StoredEvent event, Map<String, @Nullable Object> document) {
        return messages.find(event.tenantId(), event.subject())
                .filter(StoredMessage.Inbound.class::isInstance)
                .map(StoredMessage.Inbound.class::cast)
                .map(stored -> {
                    document.put("timestamp", stored.message().receivedAt().toString());
                    document.put("conversation_id", event.lane());
                    document.put("message", ApiJson.message(stored.message(), stored.decision()));
                    return document;
                });
    }

    private static Map<String, @Nullable Object> recipient(Map<String, Object> data) {
        Map<String, @Nullable Object> recipient = new LinkedHashMap<>();
        recipient.put("address", data.get("recipient"));
        if (!"email".equals(data.get("recipient_kind"))) {
            recipient.put("kind", data.get("recipient_kind"));
        }
        return recipient;
    }

    private static void copy(StoredEvent event, Map<String, @Nullable Object> document, String... names) {
        for (String name : names) {
            document.put(name, event.data().get(name));
        }
    }
}
