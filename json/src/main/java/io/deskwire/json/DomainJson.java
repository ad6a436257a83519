package io.deskwire.json;

import io.deskwire.channel.ChannelState;
import io.deskwire.delivery.Delivery;
import io.deskwire.message.Address;
import io.deskwire.message.Annotation;
import io.deskwire.message.Content;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.Envelope;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.ParsedMessage;
import io.deskwire.threading.Decision;
import io.deskwire.threading.Signal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The form in which a store keeps parts of the domain as JSON documents. Names are {@code snake_case}, enum constants
 * lower-case words, times RFC 3339 in UTC; absent values and empty lists are left out. Reading ignores names it does not
 * know, so that an older version reads what a newer one wrote; a value it cannot understand is a {@link JsonException}, never
 * a guess.
 *
 * <p>Trees are to be written with {@link Json#write} and read with {@link Json#lenient}.
 */
public final class DomainJson {

    private DomainJson() {}

    public static Map<String, Object> toTree(ParsedMessage message) {
        return MessageTrees.tree(message);
    }

    /**
     * Reads a parsed message.
     *
     * @throws JsonException when the tree is not one of ours
     */
    public static ParsedMessage parsedMessage(Map<String, Object> tree) {
        return TreeReader.read(tree, "message", MessageTrees::parsed);
    }

    public static Map<String, Object> toTree(Address address) {
        return MessageTrees.tree(address);
    }

    /**
     * Reads an address.
     *
     * @throws JsonException when the tree is not one of ours
     */
    public static Address address(Map<String, Object> tree) {
        return TreeReader.read(tree, "address", MessageTrees::address);
    }

    public static Map<String, Object> toTree(Envelope envelope) {
        return new TreeFields()
                .put("sender", envelope.sender())
                .put("recipients", envelope.recipients())
                .tree();
    }

    /**
     * Reads an envelope.
     *
     * @throws JsonException when the tree is not one of ours
     */
    public static Envelope envelope(Map<String, Object> tree) {
        return TreeReader.read(tree, "envelope", in -> new Envelope(in.textOrNull("sender"), in.texts("recipients")));
    }

    public static Map<String, Object> toTree(Decision decision) {
        return new TreeFields()
                .put("outcome", decision.outcome())
                .put("conversation_id", decision.conversationId())
                .put("related_conversation_id", decision.relatedConversationId())
                .putAll("signals", decision.signals(), DomainJson::toTree)
                .put("notes", decision.notes())
                .tree();
    }

    /**
     * Reads a decision.
     *
     * @throws JsonException when the tree is not one of ours
     */
    public static Decision decision(Map<String, Object> tree) {
        return TreeReader.read(
                tree,
                "decision",
                in -> new Decision(
                        in.choice("outcome", Decision.Outcome.class),
                        in.textOrNull("conversation_id"),
                        in.textOrNull("related_conversation_id"),
                        in.objects("signals", DomainJson::signal),
                        in.texts("notes")));
    }

    private static Map<String, Object> toTree(Signal signal) {
        return new TreeFields()
                .put("type", signal.type())
                .put("evidence", signal.evidence())
                .put("conversation_id", signal.conversationId())
                .put("accepted", signal.accepted())
                .put("reason", signal.reason())
                .tree();
    }

    private static Signal signal(TreeReader in) {
        return new Signal(
                in.choice("type", Signal.Type.class),
                in.text("evidence"),
                in.textOrNull("conversation_id"),
                in.bool("accepted"),
                in.text("reason"));
    }

    /** Without the attachments' bytes: those are named by their hash. */
    public static Map<String, Object> toTree(OutboundMessage message) {
        return new TreeFields()
                .put("id", message.id())
                .put("tenant_id", message.tenantId())
                .put("channel_id", message.channelId())
                .put("conversation_id", message.conversationId())
                .put("message_id", message.messageId())
                .put("from", MessageTrees.tree(message.from()))
                .put("reply_to", MessageTrees.treeOrNull(message.replyTo()))
                .putAll("to", message.to(), MessageTrees::tree)
                .putAll("cc", message.cc(), MessageTrees::tree)
                .put("subject", message.subject())
                .put("text", message.text())
                .put("html", message.html())
                .putAll("attachments", message.attachments(), DomainJson::toTree)
                .put("rich", RichTrees.treeOrNull(message.rich()))
                .put("in_reply_to", message.inReplyTo())
                .put("references", message.references())
                .put("automatic", message.automatic())
                .put("created_at", message.createdAt())
                .tree();
    }

    /**
     * Reads an outbound message.
     *
     * @param contents finds an attachment's stored bytes by their SHA-256 in lower-case hexadecimal; called once for each
     *     attachment, and may throw when the bytes are gone
     * @throws JsonException when the tree is not one of ours
     */
    public static OutboundMessage outboundMessage(Map<String, Object> tree, Function<String, Content> contents) {
        return TreeReader.read(
                tree,
                "outbound message",
                in -> new OutboundMessage(
                        in.text("id"),
                        in.text("tenant_id"),
                        in.text("channel_id"),
                        in.text("conversation_id"),
                        in.text("message_id"),
                        in.object("from", MessageTrees::address),
                        in.objectOrNull("reply_to", MessageTrees::address),
                        in.objects("to", MessageTrees::address),
                        in.objects("cc", MessageTrees::address),
                        in.textOrNull("subject"),
                        in.text("text"),
                        in.textOrNull("html"),
                        in.objects("attachments", file -> attachment(file, contents)),
                        in.objectOrNull("rich", RichTrees::rich),
                        in.textOrNull("in_reply_to"),
                        in.texts("references"),
                        in.bool("automatic"),
                        in.instant("created_at")));
    }

    private static Map<String, Object> toTree(OutboundAttachment attachment) {
        return new TreeFields()
                .put("file_name", attachment.fileName())
                .put("content_type", attachment.contentType())
                .put("content_id", attachment.contentId())
                .put("size", attachment.content().length())
                .put("sha256", attachment.content().sha256())
                .tree();
    }

    private static OutboundAttachment attachment(TreeReader in, Function<String, Content> contents) {
        return new OutboundAttachment(
                in.text("file_name"),
                in.text("content_type"),
                in.textOrNull("content_id"),
                contents.apply(in.text("sha256")));
    }

    public static Map<String, Object> toTree(Annotation annotation) {
        return new TreeFields()
                .put("kind", annotation.kind())
                .put("by", MessageTrees.treeOrNull(annotation.by()))
                .put("text", annotation.text())
                .put("at", annotation.at())
                .tree();
    }

    /**
     * Reads an annotation.
     *
     * @throws JsonException when the tree is not one of ours
     */
    public static Annotation annotation(Map<String, Object> tree) {
        return TreeReader.read(
                tree,
                "annotation",
                in -> new Annotation(
                        in.choice("kind", Annotation.Kind.class),
                        in.objectOrNull("by", MessageTrees::address),
                        in.textOrNull("text"),
                        in.instant("at")));
    }

    public static Map<String, Object> toTree(Delivery delivery) {
        return new TreeFields()
                .put("recipient", MessageTrees.tree(delivery.recipient()))
                .put("status", delivery.status())
                .put("reason", delivery.reason())
                .put("code", delivery.code())
                .put("at", delivery.at())
                .tree();
    }

    /**
     * Reads a delivery.
     *
     * @throws JsonException when the tree is not one of ours
     */
    public static Delivery delivery(Map<String, Object> tree) {
        return TreeReader.read(
                tree,
                "delivery",
                in -> new Delivery(
                        in.object("recipient", MessageTrees::address),
                        in.choice("status", DeliveryStatus.class),
                        in.textOrNull("reason"),
                        in.textOrNull("code"),
                        in.instant("at")));
    }

    public static Map<String, Object> toTree(ChannelState.Side side) {
        return new TreeFields()
                .put("status", side.status())
                .put("reason", side.reason())
                .put("hint", side.hint())
                .put("since", side.since())
                .put("last_ok_at", side.lastOkAt())
                .put("failures", side.failures())
                .put("next_attempt_at", side.nextAttemptAt())
                .tree();
    }

    /**
     * Reads one side of a channel's state.
     *
     * @throws JsonException when the tree is not one of ours
     */
    public static ChannelState.Side channelSide(Map<String, Object> tree) {
        return TreeReader.read(
                tree,
                "channel state",
                in -> new ChannelState.Side(
                        in.choice("status", ChannelState.Status.class),
                        in.textOrNull("reason"),
                        in.textOrNull("hint"),
                        in.instant("since"),
                        in.instantOrNull("last_ok_at"),
                        in.integer("failures"),
                        in.instantOrNull("next_attempt_at")));
    }

    /**
     * An object of texts, such as a raw item's notes, out of a tree.
     *
     * @throws JsonException when a value is not a text
     */
    public static Map<String, String> texts(Map<String, Object> tree) {
        TreeReader in = new TreeReader(tree, "texts");
        Map<String, String> texts = new LinkedHashMap<>();
        tree.keySet().forEach(name -> texts.put(name, in.text(name)));
        return texts;
    }
}
