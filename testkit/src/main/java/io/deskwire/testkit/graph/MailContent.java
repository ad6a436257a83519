package io.deskwire.testkit.graph;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a message consists of: MIME as it came, or the parts that a draft was put together from. */
final class MailContent {

    private @Nullable Mime mime;
    private @Nullable Shown shown;
    private @Nullable String messageId;
    private @Nullable String inReplyTo;
    private @Nullable String references;
    private String subject = "";
    private String bodyType = "text";
    private String body = "";
    private @Nullable Person from;
    private List<Person> to = List.of();
    private List<Person> cc = List.of();
    private List<Person> bcc = List.of();
    private List<Person> replyTo = List.of();
    private List<Mime.Field> extra = List.of();
    private final List<Attached> attachments = new ArrayList<>();

    /** What a message shows at a glance. */
    record Shown(String bodyType, String body, boolean hasAttachments) {}

    static MailContent of(Mime mime) {
        MailContent content = new MailContent();
        content.mime = mime;
        content.messageId = mime.first("Message-ID");
        content.inReplyTo = mime.first("In-Reply-To");
        content.references = mime.first("References");
        content.subject = mime.decoded("Subject");
        content.from = mime.people("From").stream().findFirst().orElse(null);
        content.to = mime.people("To");
        content.cc = mime.people("Cc");
        content.bcc = mime.people("Bcc");
        content.replyTo = mime.people("Reply-To");
        return content;
    }

    /** The MIME it came as; null when it was put together. */
    @Nullable Mime mime() {
        return mime;
    }

    /** Body and attachments at a glance; MIME is taken apart for it once, since it may be long. */
    Shown shown() {
        Mime whole = mime;
        if (whole == null) {
            return new Shown(bodyType, body, !attachments.isEmpty());
        }
        Shown known = shown;
        if (known == null) {
            MimeParts parts = MimeParts.of(whole.raw());
            known = new Shown(
                    parts.bodyType(), parts.body(), !parts.attachments().isEmpty());
            shown = known;
        }
        return known;
    }

    /** Makes it one that is put together, keeping what its header said. */
    void takeApart() {
        Mime whole = mime;
        if (whole != null) {
            MimeParts parts = MimeParts.of(whole.raw());
            bodyType = parts.bodyType();
            body = parts.body();
            attachments.addAll(parts.attachments());
            extra = whole.fields().stream()
                    .filter(field -> field.name().regionMatches(true, 0, "X-", 0, 2))
                    .toList();
            mime = null;
        }
    }

    /** What a JSON message says replaces what was there; what it does not mention stays. */
    void read(Fields fields) {
        if (fields.has("subject")) {
            subject = fields.text("subject", "");
        }
        Fields newBody = fields.object("body");
        if (newBody != null) {
            bodyType = newBody.text("contentType", "text");
            body = newBody.text("content", "");
        }
        Fields newFrom = fields.object("from");
        if (newFrom != null) {
            from = Person.of(newFrom);
        }
        to = fields.has("toRecipients") ? Person.all(fields.objects("toRecipients")) : to;
        cc = fields.has("ccRecipients") ? Person.all(fields.objects("ccRecipients")) : cc;
        bcc = fields.has("bccRecipients") ? Person.all(fields.objects("bccRecipients")) : bcc;
        replyTo = fields.has("replyTo") ? Person.all(fields.objects("replyTo")) : replyTo;
        if (fields.has("internetMessageHeaders")) {
            extra = headers(fields.objects("internetMessageHeaders"));
        }
        for (Fields each : fields.objects("attachments")) {
            attachments.add(Attached.read(each));
        }
    }

    private static List<Mime.Field> headers(List<Fields> given) {
        if (given.size() > 5) {
            throw new Refusal(
                    400,
                    "InvalidInternetMessageHeaderCollection",
                    "Maximum number of headers in one message should be 5.");
        }
        List<Mime.Field> headers = new ArrayList<>();
        for (Fields each : given) {
            String name = each.text("name", "");
            if (!name.regionMatches(true, 0, "x-", 0, 2)) {
                throw new Refusal(
                        400,
                        "InvalidInternetMessageHeader",
                        "The internet message header name '" + name + "' should start with 'x-' or 'X-'.");
            }
            headers.add(new Mime.Field(name, each.text("value", "")));
        }
        return headers;
    }

    @Nullable String messageId() {
        return messageId;
    }

    void setMessageId(String id) {
        messageId = id;
    }

    @Nullable String inReplyTo() {
        return inReplyTo;
    }

    @Nullable String references() {
        return references;
    }

    void answers(MailContent original) {
        inReplyTo = original.messageId;
        if (original.messageId == null) {
            return;
        }
        String before = original.references == null ? original.inReplyTo : original.references;
        references = before == null ? original.messageId : before + " " + original.messageId;
    }

    String subject() {
        return subject;
    }

    void setSubject(String newSubject) {
        subject = newSubject;
    }

    String bodyType() {
        return bodyType;
    }

    String body() {
        return body;
    }

    void setBody(String type, String text) {
        bodyType = type;
        body = text;
    }

    @Nullable Person from() {
        return from;
    }

    void setFrom(Person person) {
        from = person;
    }

    List<Person> to() {
        return to;
    }

    void setTo(List<Person> people) {
        to = List.copyOf(people);
    }

    List<Person> cc() {
        return cc;
    }

    List<Person> bcc() {
        return bcc;
    }

    List<Person> replyTo() {
        return replyTo;
    }

    /** Header fields of a message that was put together, beside those that have names of their own. */
    List<Mime.Field> extra() {
        return extra;
    }

    /** The files of a message that was put together; live. */
    List<Attached> attachments() {
        return attachments;
    }

    /** About how long the MIME is. */
    long size() {
        Mime whole = mime;
        if (whole != null) {
            return whole.raw().length;
        }
        long size = 1024L + body.length();
        for (Attached each : attachments) {
            size += each.bytes().length * 4L / 3 + 200;
        }
        return size;
    }
}
