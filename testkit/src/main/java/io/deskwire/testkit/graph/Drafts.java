package io.deskwire.testkit.graph;

import java.util.List;

/** Makes drafts and sends them. The caller holds the world's lock. */
final class Drafts {

    private static final List<String> CONTENT = List.of(
            "subject",
            "body",
            "from",
            "toRecipients",
            "ccRecipients",
            "bccRecipients",
            "replyTo",
            "internetMessageHeaders");

    private final GraphMailbox mailbox;

    Drafts(GraphMailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** Whether something is to be changed that only drafts let be changed. */
    static boolean mentionsContent(Fields fields) {
        return CONTENT.stream().anyMatch(fields::has);
    }

    GraphItem create(Call call) {
        SendFace.checkSize(call);
        MailContent content;
        if (call.isMime()) {
            content = MailContent.of(Mime.sent(SendFace.decoded(call)));
        } else {
            content = new MailContent();
            content.read(call.json());
        }
        return added(content);
    }

    GraphItem createReply(Call call, GraphItem original) {
        SendFace.checkSize(call);
        MailContent content;
        if (call.isMime()) {
            content = MailContent.of(Mime.sent(SendFace.decoded(call)));
            content.takeApart();
            content.answers(original.content());
            if (content.to().isEmpty()) {
                content.setTo(SendFace.recipients(original));
            }
        } else {
            Fields fields = call.json();
            content = SendFace.replyTo(original);
            Fields message = fields.object("message");
            String comment = fields.text("comment", "");
            if (!comment.isEmpty() && message != null && message.object("body") != null) {
                throw Refusal.badRequest("Both comment and body are given; only one of them is allowed.");
            }
            if (!comment.isEmpty()) {
                content.setBody("html", comment + content.body());
            }
            if (message != null) {
                content.read(message);
            }
        }
        GraphItem draft = added(content);
        draft.joins(original.conversationId());
        return draft;
    }

    private GraphItem added(MailContent content) {
        if (mailbox.rules().health() == GraphMailbox.Health.FULL) {
            throw new Refusal(507, "ErrorQuotaExceeded", "The mailbox has exceeded its quota.");
        }
        if (content.messageId() == null) {
            content.setMessageId(Sending.messageId());
        }
        MailStore store = mailbox.store();
        GraphItem item = new GraphItem(
                mailbox.world().lock(),
                content,
                store.folder("drafts"),
                mailbox.world().now());
        item.markDraft(true);
        item.markRead(true);
        store.add(item);
        return item;
    }

    void send(Call call, GraphItem draft) {
        if (call.body().length > 0) {
            throw Refusal.badRequest("The body of the request must be empty.");
        }
        if (call.header("content-length") == null) {
            throw new Refusal(411, "LengthRequired", "Content-Length is required.");
        }
        if (!draft.isDraft()) {
            throw new Refusal(400, "ErrorInvalidRequest", "Only a draft can be sent.");
        }
        Sending.submit(mailbox, draft);
    }
}
