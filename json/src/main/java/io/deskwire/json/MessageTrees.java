package io.deskwire.json;

import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.Correspondents;
import io.deskwire.message.DeliveryReport;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.message.Forward;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The stored form of a parsed message and of what it is made of. */
final class MessageTrees {

    private MessageTrees() {}

    static Map<String, Object> tree(ParsedMessage message) {
        return new TreeFields()
                .put("dedupe_key", message.dedupeKey())
                .put("kind", message.kind())
                .put("threading", tree(message.threading()))
                .put("people", tree(message.people()))
                .put("body", tree(message.body()))
                .putAll("attachments", message.attachments(), MessageTrees::tree)
                .put("automation", tree(message.automation()))
                .put("authentication", tree(message.authentication()))
                .put("sent_at", message.sentAt())
                .putAll("reports", message.reports(), MessageTrees::tree)
                .putAll("issues", message.issues(), MessageTrees::tree)
                .put("notes", message.notes())
                .put("event", EventTrees.treeOrNull(message.event()))
                .put("forward", treeOrNull(message.forward()))
                .tree();
    }

    static ParsedMessage parsed(TreeReader in) {
        return new ParsedMessage(
                in.text("dedupe_key"),
                in.choice("kind", MessageKind.class),
                in.object("threading", MessageTrees::threading),
                in.object("people", MessageTrees::people),
                in.object("body", MessageTrees::body),
                in.objects("attachments", MessageTrees::attachment),
                in.object("automation", MessageTrees::automation),
                in.object("authentication", MessageTrees::authentication),
                in.instantOrNull("sent_at"),
                in.objects("reports", MessageTrees::report),
                in.objects("issues", MessageTrees::issue),
                in.texts("notes"),
                in.objectOrNull("event", EventTrees::event),
                in.objectOrNull("forward", MessageTrees::forward));
    }

    private static @Nullable Map<String, Object> treeOrNull(@Nullable Forward forward) {
        return forward == null
                ? null
                : new TreeFields()
                        .put("kind", forward.kind())
                        .put("from", treeOrNull(forward.from()))
                        .put("at", forward.at())
                        .put("date", forward.date())
                        .put("subject", forward.subject())
                        .putAll("to", forward.to(), MessageTrees::tree)
                        .put("by", treeOrNull(forward.by()))
                        .tree();
    }

    private static Forward forward(TreeReader in) {
        return new Forward(
                in.choice("kind", Forward.Kind.class),
                in.objectOrNull("from", MessageTrees::address),
                in.instantOrNull("at"),
                in.textOrNull("date"),
                in.textOrNull("subject"),
                in.objects("to", MessageTrees::address),
                in.objectOrNull("by", MessageTrees::address));
    }

    static Map<String, Object> tree(Address address) {
        return new TreeFields()
                .put("kind", address.kind())
                .put("value", address.value())
                .put("name", address.name())
                .tree();
    }

    static Address address(TreeReader in) {
        return new Address(in.choice("kind", Address.Kind.class), in.text("value"), in.textOrNull("name"));
    }

    static @Nullable Map<String, Object> treeOrNull(@Nullable Address address) {
        return address == null ? null : tree(address);
    }

    static Map<String, Object> tree(ThreadHeaders threading) {
        return new TreeFields()
                .put("message_id", threading.messageId())
                .put("in_reply_to", threading.inReplyTo())
                .put("references", threading.references())
                .put("provider_message_id", threading.providerMessageId())
                .put("provider_thread_id", threading.providerThreadId())
                .tree();
    }

    private static ThreadHeaders threading(TreeReader in) {
        return new ThreadHeaders(
                in.textOrNull("message_id"),
                in.texts("in_reply_to"),
                in.texts("references"),
                in.textOrNull("provider_message_id"),
                in.textOrNull("provider_thread_id"));
    }

    private static Map<String, Object> tree(Correspondents people) {
        return new TreeFields()
                .put("from", treeOrNull(people.from()))
                .put("sender", treeOrNull(people.sender()))
                .putAll("reply_to", people.replyTo(), MessageTrees::tree)
                .putAll("to", people.to(), MessageTrees::tree)
                .putAll("cc", people.cc(), MessageTrees::tree)
                .putAll("bcc", people.bcc(), MessageTrees::tree)
                .putAll("aliases", people.aliases(), MessageTrees::tree)
                .tree();
    }

    private static Correspondents people(TreeReader in) {
        return new Correspondents(
                in.objectOrNull("from", MessageTrees::address),
                in.objectOrNull("sender", MessageTrees::address),
                in.objects("reply_to", MessageTrees::address),
                in.objects("to", MessageTrees::address),
                in.objects("cc", MessageTrees::address),
                in.objects("bcc", MessageTrees::address),
                in.objects("aliases", MessageTrees::address));
    }

    private static Map<String, Object> tree(Body body) {
        return new TreeFields()
                .put("subject", body.subject())
                .put("text", body.text())
                .put("html", body.html())
                .put("safe_html", body.safeHtml())
                .put("reply_text", body.replyText())
                .put("reply_confidence", body.confidence() == Body.Confidence.NONE ? null : body.confidence())
                .tree();
    }

    private static Body body(TreeReader in) {
        Body.Confidence confidence = in.choiceOrNull("reply_confidence", Body.Confidence.class);
        return new Body(
                in.textOrNull("subject"),
                in.text("text"),
                in.textOrNull("html"),
                in.textOrNull("safe_html"),
                in.textOrNull("reply_text"),
                confidence == null ? Body.Confidence.NONE : confidence);
    }

    static Map<String, Object> tree(Attachment attachment) {
        return new TreeFields()
                .put("index", attachment.index())
                .put("file_name", attachment.fileName())
                .put("content_type", attachment.contentType())
                .put("size", attachment.size())
                .put("sha256", attachment.sha256())
                .put("inline", attachment.inline())
                .put("content_id", attachment.contentId())
                .put("state", attachment.state())
                .tree();
    }

    private static Attachment attachment(TreeReader in) {
        return new Attachment(
                in.integer("index"),
                in.text("file_name"),
                in.text("content_type"),
                in.number("size"),
                in.textOrNull("sha256"),
                in.bool("inline"),
                in.textOrNull("content_id"),
                in.choice("state", Attachment.State.class));
    }

    private static Map<String, Object> tree(Automation automation) {
        return new TreeFields()
                .put("auto_submitted", automation.autoSubmitted())
                .put("suppress_auto_response", automation.suppressAutoResponse())
                .put("list_id", automation.listId())
                .tree();
    }

    private static Automation automation(TreeReader in) {
        return new Automation(
                in.choice("auto_submitted", Automation.AutoSubmitted.class),
                in.bool("suppress_auto_response"),
                in.textOrNull("list_id"));
    }

    static Map<String, Object> tree(Authentication authentication) {
        return new TreeFields()
                .put("spf", authentication.spf())
                .put("dkim", authentication.dkim())
                .put("dmarc", authentication.dmarc())
                .tree();
    }

    private static Authentication authentication(TreeReader in) {
        return new Authentication(in.textOrNull("spf"), in.textOrNull("dkim"), in.textOrNull("dmarc"));
    }

    static Map<String, Object> tree(DeliveryReport report) {
        return new TreeFields()
                .put("original_message_id", report.originalMessageId())
                .put("provider_message_id", report.providerMessageId())
                .put("recipient", treeOrNull(report.recipient()))
                .put("status", report.status())
                .put("code", report.code())
                .put("reason", report.reason())
                .put("at", report.at())
                .put("failure", report.failure())
                .tree();
    }

    private static DeliveryReport report(TreeReader in) {
        return new DeliveryReport(
                in.textOrNull("original_message_id"),
                in.textOrNull("provider_message_id"),
                in.objectOrNull("recipient", MessageTrees::address),
                in.choice("status", DeliveryStatus.class),
                in.textOrNull("code"),
                in.textOrNull("reason"),
                in.instantOrNull("at"),
                in.choiceOrNull("failure", FailureKind.class));
    }

    private static Map<String, Object> tree(Issue issue) {
        return new TreeFields()
                .put("code", issue.code())
                .put("detail", issue.detail())
                .tree();
    }

    private static Issue issue(TreeReader in) {
        return new Issue(in.text("code"), in.text("detail"));
    }
}
