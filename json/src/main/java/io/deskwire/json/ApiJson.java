package io.deskwire.json;

import io.deskwire.delivery.Delivery;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.Attachment;
import io.deskwire.message.Forward;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.RichContent;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages as the admin API and ticket events show them: {@code id}, {@code direction}, {@code kind}, {@code from},
 * {@code to}, {@code cc}, {@code subject}, {@code text}, {@code html}, {@code reply_text}, {@code attachments},
 * {@code deliveries}, {@code decision}, {@code notes}, {@code forwarded}, {@code reactions}, {@code edits}, {@code events}, {@code deleted_at},
 * {@code sent_at}, {@code received_at}. Unlike the stored form this one is a promise to programs outside: names are added, never changed. Absent
 * values are left out; lists of people and files are always there.
 */
public final class ApiJson {

    private static final Set<Annotation.Kind> EVENTS = EnumSet.of(
            Annotation.Kind.DELAYED,
            Annotation.Kind.OPENED,
            Annotation.Kind.CLICKED,
            Annotation.Kind.UNSUBSCRIBED,
            Annotation.Kind.NOT_ANSWERED);

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
                .put("reply_confidence", parsed.body().confidence())
                .list("attachments", attachments(message.attachments()))
                .put("message_id", parsed.threading().messageId())
                .put(
                        "in_reply_to",
                        parsed.threading().inReplyTo().stream().findFirst().orElse(null))
                .list("references", parsed.threading().references())
                .put("auto_submitted", parsed.automation().autoSubmitted())
                .put("list_id", parsed.automation().listId())
                .put("suppress_auto_response", parsed.automation().suppressAutoResponse())
                .put("authentication", MessageTrees.tree(parsed.authentication()))
                .list(
                        "reports",
                        parsed.reports().stream().map(MessageTrees::tree).toList())
                .put("decision", DomainJson.toTree(decision))
                .list("issues", parsed.issues().stream().map(Object::toString).toList())
                .list("notes", parsed.notes())
                .put("forwarded", parsed.forward() == null ? null : forward(parsed.forward()))
                .put("sent_at", parsed.sentAt())
                .put("received_at", message.receivedAt())
                .tree();
    }

    /**
     * An inbound message with what became of it: adds {@code state}, {@code state_reason}, {@code ticket_id} and what was done
     * to it since.
     */
    public static Map<String, Object> message(StoredMessage.Inbound stored) {
        Map<String, Object> tree = message(stored.message(), stored.decision());
        tree.put("state", TreeReader.word(stored.state()));
        if (stored.stateReason() != null) {
            tree.put("state_reason", stored.stateReason());
        }
        if (stored.ticket() != null) {
            tree.put("ticket_id", stored.ticket().value());
        }
        annotate(tree, stored.annotations());
        List<Map<String, Object>> events = events(stored.annotations());
        if (!events.isEmpty()) {
            tree.put("events", events);
        }
        return tree;
    }

    /** An outbound message with the status of each recipient's copy. */
    public static Map<String, Object> message(StoredMessage.Outbound stored) {
        OutboundMessage message = stored.message();
        RichContent rich = message.rich();
        Map<String, Object> tree = new TreeFields()
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
                .put(rich == null ? "template" : name(rich), rich == null ? null : content(rich))
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
        annotate(tree, stored.annotations());
        tree.put("events", events(stored.annotations()));
        return tree;
    }

    private static List<Map<String, Object>> events(List<Annotation> annotations) {
        return annotations.stream()
                .filter(a -> EVENTS.contains(a.kind()))
                .map(ApiJson::event)
                .toList();
    }

    /** What a recipient, or a machine in their place, did with our message. */
    private static Map<String, Object> event(Annotation event) {
        Map<String, Object> tree = annotation("text", event);
        tree.put("type", TreeReader.word(event.kind()));
        if (event.kind() == Annotation.Kind.OPENED) {
            tree.put("machine", event.text() != null);
        }
        return tree;
    }

    /** Reactions that count: of each person the latest one, unless they took it away. */
    public static List<Annotation> reactions(List<Annotation> annotations) {
        Map<String, Annotation> latest = new LinkedHashMap<>();
        for (Annotation annotation : annotations) {
            if (annotation.kind() == Annotation.Kind.REACTION) {
                Address by = annotation.by();
                latest.merge(
                        by == null ? "" : by.key(),
                        annotation,
                        (old, now) -> now.at().isBefore(old.at()) ? old : now);
            }
        }
        return latest.values().stream()
                .filter(reaction -> reaction.text() != null && !reaction.text().isEmpty())
                .toList();
    }

    private static void annotate(Map<String, Object> tree, List<Annotation> annotations) {
        tree.put(
                "reactions",
                reactions(annotations).stream()
                        .map(reaction -> annotation("emoji", reaction))
                        .toList());
        tree.put(
                "edits",
                annotations.stream()
                        .filter(a -> a.kind() == Annotation.Kind.EDIT)
                        .map(edit -> annotation("text", edit))
                        .toList());
        annotations.stream()
                .filter(a -> a.kind() == Annotation.Kind.DELETION)
                .findFirst()
                .ifPresent(deletion -> tree.put("deleted_at", deletion.at().toString()));
    }

    private static Map<String, Object> annotation(String textName, Annotation annotation) {
        Address by = annotation.by();
        return new TreeFields()
                .put(textName, annotation.text())
                .put("by", by == null ? null : address(by))
                .put("at", annotation.at())
                .tree();
    }

    /** The field of a reply that carries such content. */
    private static String name(RichContent rich) {
        if (rich instanceof RichContent.Template) {
            return "template";
        } else if (rich instanceof RichContent.Reaction) {
            return "reaction";
        } else if (rich instanceof RichContent.Interactive) {
            return "interactive";
        } else if (rich instanceof RichContent.Location) {
            return "location";
        }
        return "contacts";
    }

    /** The content in the form in which a reply takes it. */
    private static Object content(RichContent rich) {
        if (rich instanceof RichContent.Template template) {
            return template(template);
        } else if (rich instanceof RichContent.Reaction reaction) {
            return new TreeFields()
                    .put("message_id", reaction.messageId())
                    .put("emoji", reaction.emoji())
                    .tree();
        } else if (rich instanceof RichContent.Interactive interactive) {
            return interactive.document();
        } else if (rich instanceof RichContent.Location location) {
            return new TreeFields()
                    .put("latitude", location.latitude())
                    .put("longitude", location.longitude())
                    .put("name", location.name())
                    .put("address", location.address())
                    .tree();
        }
        return ((RichContent.Contacts) rich).cards();
    }

    private static Map<String, Object> template(RichContent.Template template) {
        String link = template.headerLink();
        return new TreeFields()
                .put("name", template.name())
                .put("language", template.language())
                .list("parameters", parameters(template.parameters()))
                .put("header", link != null ? Map.of("link", link) : parameters(template.header()))
                .putAll(
                        "buttons",
                        template.buttons(),
                        button -> new TreeFields()
                                .put("index", button.index())
                                .put("value", button.value())
                                .tree())
                .tree();
    }

    private static List<Object> parameters(List<RichContent.Parameter> parameters) {
        List<Object> values = new ArrayList<>();
        for (RichContent.Parameter parameter : parameters) {
            @Nullable String name = parameter.name();
            values.add(name == null ? parameter.value() : Map.of("name", name, "value", parameter.value()));
        }
        return values;
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

    /** What a message says of one that it passes on: offered, and nothing is done with it. */
    public static Map<String, Object> forward(Forward forward) {
        Address from = forward.from();
        Address by = forward.by();
        return new TreeFields()
                .put("kind", forward.kind())
                .put("from", from == null ? null : address(from))
                .list("to", addresses(forward.to()))
                .put("subject", forward.subject())
                .put("sent_at", forward.at())
                .put("date", forward.date())
                .put("by", by == null ? null : address(by))
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
