package io.deskwire.json;

import io.deskwire.delivery.Delivery;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Messages as the admin API and ticket events show them: {@code id}, {@code direction}, {@code kind}, {@code from},
 * {@code to}, {@code cc}, {@code subject}, {@code text}, {@code html}, {@code reply_text}, {@code attachments},
 * {@code deliveries}, {@code decision}, {@code sent_at}, {@code received_at}. Unlike the stored form this one is a promise to
 * programs outside: names are added, never changed. Absent values are left out; lists of people and files are always there.
 */
public final class ApiJson {

    private ApiJson() {}

    /**
     * An inbound message. {@code html} is as received and untrusted, {@code safe_html} is the cleaned form.
     *
     * @param decision where it was filed and why
     */
    public static Map<String, Object> message(InboundMessage message, Decision decision) {
        ParsedMessage parsed = message.parsed();
        TreeFields fields = new TreeFields()
                .put("id", message.id())
                .put("direction", "inbound")
                .put("channel_id", message.channelId())
                .put("conversation_id", decision.conversationId())
                .put("kind", message.kind());
        Address from = message.from();
        if (from != null) {
            fields.put("from", address(from));
        }
        return fields.put("envelope", DomainJson.toTree(message.envelope()))
                .list("reply_to", addresses(parsed.people().replyTo()))
                .list("to", addresses(parsed.people().to()))
                .list("cc", addresses(parsed.people().cc()))
                .put("subject", message.subject())
                .put("text", message.text())
                .put("html", parsed.body().html())
                .put("safe_html", parsed.body().safeHtml())
                .put("reply_text", message.replyText())
                .list("attachments", attachments(message.attachments()))
                .put("message_id", parsed.threading().messageId())
                .put(
                        "in_reply_to",
                        parsed.threading().inReplyTo().stream().findFirst().orElse(null))
                .list("references", parsed.threading().references())
                .put("auto_submitted", parsed.automation().autoSubmitted())
                .put("authentication", MessageTrees.tree(parsed.authentication()))
                .put("decision", DomainJson.toTree(decision))
                .list("issues", parsed.issues().stream().map(Object::toString).toList())
                .put("sent_at", parsed.sentAt())
                .put("received_at", message.receivedAt())
                .tree();
    }

    /** An inbound message with what became of it: adds {@code state}, {@code state_reason} and {@code ticket_id}. */
    public static Map<String, Object> message(StoredMessage.Inbound stored) {
        Map<String, Object> tree = message(stored.message(), stored.decision());
        tree.put("state", TreeReader.word(stored.state()));
        if (stored.stateReason() != null) {
            tree.put("state_reason", stored.stateReason());
        }
        if (stored.ticket() != null) {
            tree.put("ticket_id", stored.ticket().value());
        }
        return tree;
    }

    /** An outbound message with the status of each recipient's copy. */
    public static Map<String, Object> message(StoredMessage.Outbound stored) {
        OutboundMessage message = stored.message();
        return new TreeFields()
                .put("id", message.id())
                .put("direction", "outbound")
                .put("channel_id", message.channelId())
                .put("conversation_id", message.conversationId())
                .put("kind", "message")
                .put("from", address(message.from()))
                .list("to", addresses(message.to()))
                .list("cc", addresses(message.cc()))
                .put("subject", message.subject())
                .put("text", message.text())
                .put("html", message.html())
                .list("attachments", files(message.attachments()))
                .put("message_id", message.messageId())
                .put("in_reply_to", message.inReplyTo())
                .list("references", message.references())
                .list(
                        "deliveries",
                        stored.deliveries().stream().map(ApiJson::delivery).toList())
                .put("attempts", stored.attempts())
                .put("next_attempt_at", stored.nextAttemptAt())
                .put("sent_at", message.createdAt())
                .tree();
    }

    /** One recipient's status: {@code recipient}, {@code status}, {@code reason}, {@code code}, {@code at}. */
    public static Map<String, Object> delivery(Delivery delivery) {
        return new TreeFields()
                .put("recipient", address(delivery.recipient()))
                .put("status", delivery.status())
                .put("reason", delivery.reason())
                .put("code", delivery.code())
                .put("at", delivery.at())
                .tree();
    }

    /** A person: {@code address} and {@code name}; {@code kind} only where it is not e-mail. */
    public static Map<String, Object> address(Address address) {
        return new TreeFields()
                .put("address", address.value())
                .put("name", address.name())
                .put("kind", address.kind() == Address.Kind.EMAIL ? null : address.kind())
                .tree();
    }

    private static List<Map<String, Object>> addresses(List<Address> addresses) {
        return addresses.stream().map(ApiJson::address).toList();
    }

    private static List<Map<String, Object>> attachments(List<Attachment> attachments) {
        return attachments.stream().map(MessageTrees::tree).toList();
    }

    private static List<Map<String, Object>> files(List<OutboundAttachment> attachments) {
        List<Map<String, Object>> files = new ArrayList<>();
        for (OutboundAttachment attachment : attachments) {
            files.add(new TreeFields()
                    .put("index", files.size())
                    .put("file_name", attachment.fileName())
                    .put("content_type", attachment.contentType())
                    .put("size", attachment.content().length())
                    .put("sha256", attachment.content().sha256())
                    .put("inline", attachment.contentId() != null)
                    .put("content_id", attachment.contentId())
                    .put("state", Attachment.State.AVAILABLE)
                    .tree());
        }
        return files;
    }
}
