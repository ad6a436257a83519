package io.deskwire.testkit.graph;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** {@code sendMail} and {@code reply}. The caller holds the world's lock. */
final class SendFace {

    private static final int LARGEST_REQUEST = 4 << 20;
    /** What is longer was seen to be answered with 200 and not to be sent. */
    private static final int LARGEST_MIME = 2240 << 10;

    private SendFace() {}

    static Answer sendMail(Call call, GraphMailbox mailbox) {
        checkSize(call);
        if (call.isMime()) {
            return mime(mailbox, decoded(call), GraphSent.Way.SEND_MAIL_MIME);
        }
        Fields fields = call.json();
        Fields message = fields.object("message");
        if (message == null) {
            throw Refusal.badRequest("The property 'message' is required.");
        }
        MailContent content = new MailContent();
        content.read(message);
        Sending.submit(mailbox, content, GraphSent.Way.SEND_MAIL_JSON, fields.flag("saveToSentItems", true));
        return Answer.empty(202);
    }

    static Answer reply(Call call, GraphMailbox mailbox, GraphItem original) {
        checkSize(call);
        MailContent content;
        if (call.isMime()) {
            content = MailContent.of(Mime.sent(decoded(call)));
            content.takeApart();
            content.setTo(recipients(original));
        } else {
            Fields fields = call.json();
            content = replyTo(original);
            Fields message = fields.object("message");
            boolean comments = !fields.text("comment", "").isEmpty();
            if (comments && message != null && message.object("body") != null) {
                throw Refusal.badRequest("Both comment and body are given; only one of them is allowed.");
            }
            if (comments) {
                content.setBody("text", fields.text("comment", "") + "\r\n" + content.body());
            }
            if (message != null) {
                content.read(message);
            }
        }
        content.answers(original.content());
        Sending.submit(mailbox, content, GraphSent.Way.REPLY, true);
        return Answer.empty(202);
    }

    private static Answer mime(GraphMailbox mailbox, byte[] mime, GraphSent.Way way) {
        if (mime.length > LARGEST_MIME) {
            return Answer.empty(200);
        }
        Sending.submit(mailbox, MailContent.of(Mime.sent(mime)), way, true);
        return Answer.empty(202);
    }

    /** The answer as Exchange begins it: to whom the original came from, with its subject and a quote. */
    static MailContent replyTo(GraphItem original) {
        MailContent content = new MailContent();
        content.answers(original.content());
        String subject = original.subject();
        content.setSubject(subject.regionMatches(true, 0, "RE:", 0, 3) ? subject : "RE: " + subject);
        content.setTo(recipients(original));
        content.setBody("html", "<html><body><hr>From: the sender<br>quoted</body></html>");
        return content;
    }

    static List<Person> recipients(GraphItem original) {
        MailContent content = original.content();
        Person from = content.from();
        return !content.replyTo().isEmpty() ? content.replyTo() : from == null ? List.of() : List.of(from);
    }

    static void checkSize(Call call) {
        if (call.body().length > LARGEST_REQUEST) {
            throw Refusal.tooLarge();
        }
    }

    /** The MIME of a body that is base64 in its standard alphabet; line breaks are allowed. */
    static byte[] decoded(Call call) {
        try {
            String text = new String(call.body(), StandardCharsets.US_ASCII)
                    .replace("\r", "")
                    .replace("\n", "");
            byte[] mime = Base64.getDecoder().decode(text);
            if (mime.length > 0) {
                return mime;
            }
        } catch (IllegalArgumentException e) {
            throw invalidBase64();
        }
        throw invalidBase64();
    }

    private static Refusal invalidBase64() {
        return new Refusal(400, "ErrorMimeContentInvalidBase64String", "Invalid base64 string for MIME content.");
    }
}
