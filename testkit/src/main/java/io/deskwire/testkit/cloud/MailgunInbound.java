package io.deskwire.testkit.cloud;

import io.deskwire.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A mail as a route posts it. */
final class MailgunInbound {

    private static final String BOUNDARY = "46a8b7c2d1e04f7f9a3b";
    /** What its spam filter writes above the sender's fields. */
    private static final List<TakenApart.Field> ADDED = List.of(
            new TakenApart.Field("X-Mailgun-Incoming", "Yes"),
            new TakenApart.Field("X-Mailgun-Sflag", "No"),
            new TakenApart.Field("X-Mailgun-Sscore", "0.3"),
            new TakenApart.Field("X-Mailgun-Dkim-Check-Result", "Pass"),
            new TakenApart.Field("X-Mailgun-Spf", "Pass"));

    private final String sender;
    private final String recipient;
    private final byte[] mail;
    private final TakenApart apart;
    private final MailgunSignature signature;

    MailgunInbound(String sender, String recipient, byte[] mail, MailgunSignature signature) {
        this.sender = sender;
        this.recipient = recipient;
        this.mail = mail;
        this.apart = TakenApart.of(mail);
        this.signature = signature;
    }

    /** The whole mail in one field. */
    MailgunPosts.Body whole() {
        List<FormPart> parts = new ArrayList<>(people());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ADDED.forEach(field ->
                all.writeBytes((field.name() + ": " + field.value() + "\r\n").getBytes(StandardCharsets.US_ASCII)));
        all.writeBytes(mail);
        parts.add(new FormPart("body-mime", null, null, all.toByteArray()));
        parts.addAll(proof());
        return body(parts);
    }

    /** Taken apart; text in UTF-8 whatever it came in, header fields as fields of the form too, by the names they have. */
    MailgunPosts.Body apart() {
        List<FormPart> parts = new ArrayList<>(people());
        TakenApart.Text text = apart.text();
        if (text != null) {
            parts.add(FormPart.text("body-plain", text.decoded()));
            parts.add(FormPart.text("stripped-text", text.decoded().strip()));
            parts.add(FormPart.text("stripped-signature", ""));
        }
        TakenApart.Text html = apart.html();
        if (html != null) {
            parts.add(FormPart.text("body-html", html.decoded()));
            parts.add(FormPart.text("stripped-html", html.decoded()));
        }
        List<TakenApart.Field> fields = new ArrayList<>(ADDED);
        fields.addAll(apart.fields());
        fields.forEach(field -> parts.add(FormPart.text(field.name(), field.value())));
        parts.add(FormPart.text(
                "message-headers",
                Json.write(fields.stream()
                        .map(field -> List.of(field.name(), field.value()))
                        .toList())));
        files(parts);
        parts.addAll(proof());
        return body(parts);
    }

    private void files(List<FormPart> parts) {
        Map<String, Object> contentIds = new LinkedHashMap<>();
        int number = 0;
        for (TakenApart.File file : apart.files()) {
            number++;
            String name = file.fileName() == null ? "" : file.fileName();
            parts.add(new FormPart("attachment-" + number, name, file.contentType(), file.bytes()));
            if (file.contentId() != null) {
                contentIds.put(file.contentId(), "attachment-" + number);
            }
        }
        if (number > 0) {
            parts.add(FormPart.text("attachment-count", Integer.toString(number)));
        }
        if (!contentIds.isEmpty()) {
            parts.add(FormPart.text("content-id-map", Json.write(contentIds)));
        }
    }

    private List<FormPart> people() {
        return List.of(
                FormPart.text("recipient", recipient),
                FormPart.text("sender", sender),
                FormPart.text("from", apart.decoded("From")),
                FormPart.text("subject", apart.decoded("Subject")));
    }

    private List<FormPart> proof() {
        return List.of(
                FormPart.text("timestamp", signature.timestamp()),
                FormPart.text("token", signature.token()),
                FormPart.text("signature", signature.signature()));
    }

    /** Multipart as soon as there are files. */
    private static MailgunPosts.Body body(List<FormPart> parts) {
        return parts.stream().anyMatch(part -> part.fileName() != null)
                ? new MailgunPosts.Body(
                        "multipart/form-data; boundary=" + BOUNDARY, FormBytes.multipart(BOUNDARY, parts))
                : new MailgunPosts.Body("application/x-www-form-urlencoded", FormBytes.urlEncoded(parts));
    }
}
