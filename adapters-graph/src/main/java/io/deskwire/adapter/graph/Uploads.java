package io.deskwire.adapter.graph;

import com.microsoft.graph.models.Attachment;
import com.microsoft.graph.models.AttachmentCollectionResponse;
import com.microsoft.graph.models.AttachmentItem;
import com.microsoft.graph.models.AttachmentType;
import com.microsoft.graph.models.FileAttachment;
import com.microsoft.graph.models.UploadSession;
import com.microsoft.graph.users.item.messages.item.attachments.createuploadsession.CreateUploadSessionPostRequestBody;
import com.microsoft.kiota.RequestInformation;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpTransport;
import io.deskwire.json.Json;
import io.deskwire.message.OutboundAttachment;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Puts files into a draft: small ones in one request, larger ones in slices. */
final class Uploads {

    /** Below it Graph takes no slices; a file just below it fills the 4 MB that a request may have. */
    private static final long SMALL = 3L * 1024 * 1024 - 1024;

    private static final String TOO_SMALL = "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize";

    private final HttpTransport http;

    Uploads(HttpTransport http) {
        this.http = http;
    }

    /**
     * @param before what is in the draft already
     */
    void attach(Mailbox mailbox, String draft, OutboundAttachment file, List<OutboundAttachment> before)
            throws ChannelException {
        if (file.content().length() < SMALL) {
            whole(mailbox, draft, file);
            return;
        }
        UploadSession session;
        try {
            session = mailbox.calls()
                    .make((client, request) -> mailbox.in(client)
                            .messages()
                            .byMessageId(draft)
                            .attachments()
                            .createUploadSession()
                            .post(described(file), request.plain()));
        } catch (ChannelException e) {
            if (e.code().orElse("").equalsIgnoreCase(TOO_SMALL)) {
                whole(mailbox, draft, file);
                return;
            }
            throw e;
        }
        if (session == null || session.getUploadUrl() == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Microsoft Graph gave no address to upload a file to");
        }
        SlicedUpload upload = new SlicedUpload(http, mailbox.settings().apiBase());
        if (!upload.run(session.getUploadUrl(), file.content())) {
            requireThere(mailbox, draft, file, before);
        }
    }

    private static CreateUploadSessionPostRequestBody described(OutboundAttachment file) {
        AttachmentItem item = new AttachmentItem();
        item.setAttachmentType(AttachmentType.File);
        item.setName(file.fileName());
        item.setSize(file.content().length());
        item.setContentType(file.contentType());
        if (file.contentId() != null) {
            item.setIsInline(true);
            item.setContentId(file.contentId());
        }
        CreateUploadSessionPostRequestBody body = new CreateUploadSessionPostRequestBody();
        body.setAttachmentItem(item);
        return body;
    }

    /** Written by hand: the library would hold the file four times over. */
    private void whole(Mailbox mailbox, String draft, OutboundAttachment file) throws ChannelException {
        byte[] json = json(file);
        mailbox.calls().make((client, request) -> {
            RequestInformation post = mailbox.in(client)
                    .messages()
                    .byMessageId(draft)
                    .attachments()
                    .toPostRequestInformation(new FileAttachment());
            post.headers.remove("Content-Type");
            post.setStreamContent(new ByteArrayInputStream(json), "application/json");
            request.on(post);
            InputStream answer =
                    client.getRequestAdapter().sendPrimitive(post, GraphOutbound.errors(), InputStream.class);
            if (answer != null) {
                answer.close();
            }
            return null;
        });
    }

    private static byte[] json(OutboundAttachment file) throws ChannelException {
        Map<String, Object> head = new LinkedHashMap<>();
        head.put("@odata.type", "#microsoft.graph.fileAttachment");
        head.put("name", file.fileName());
        head.put("contentType", file.contentType());
        if (file.contentId() != null) {
            head.put("isInline", true);
            head.put("contentId", file.contentId());
        }
        byte[] begin = Json.writeBytes(head);
        int length = (int) file.content().length();
        ByteArrayOutputStream json = new ByteArrayOutputStream(begin.length + length / 3 * 4 + 64);
        json.write(begin, 0, begin.length - 1);
        json.writeBytes(",\"contentBytes\":\"".getBytes(StandardCharsets.US_ASCII));
        try (InputStream bytes = file.content().open();
                OutputStream encoded = Base64.getEncoder().wrap(json)) {
            bytes.transferTo(encoded);
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "an attachment cannot be read", e);
        }
        json.writeBytes("\"}".getBytes(StandardCharsets.US_ASCII));
        return json.toByteArray();
    }

    /** All bytes went out and nobody said that the file is complete. Others of its name do not stand in for it. */
    private static void requireThere(
            Mailbox mailbox, String draft, OutboundAttachment file, List<OutboundAttachment> before)
            throws ChannelException {
        AttachmentCollectionResponse found = mailbox.calls()
                .ask((client, request) -> mailbox.in(client)
                        .messages()
                        .byMessageId(draft)
                        .attachments()
                        .get(c -> {
                            request.on(Objects.requireNonNull(c));
                            Objects.requireNonNull(c.queryParameters).select = new String[] {"id", "name", "size"};
                        }));
        List<Attachment> there = found == null || found.getValue() == null
                ? List.of()
                : found.getValue().stream()
                        .filter(one -> file.fileName().equals(one.getName()))
                        .toList();
        long length = file.content().length();
        List<Long> namesakes = before.stream()
                .filter(other -> other.fileName().equals(file.fileName()))
                .map(other -> other.content().length())
                .toList();
        // Graph's sizes are a little larger than the files.
        long large = there.stream()
                .filter(one -> one.getSize() != null && one.getSize() >= length)
                .count();
        long expected = namesakes.stream().filter(other -> other >= length).count() + 1;
        if (there.size() <= namesakes.size() || large < expected) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Microsoft did not confirm the upload of a file");
        }
    }
}
