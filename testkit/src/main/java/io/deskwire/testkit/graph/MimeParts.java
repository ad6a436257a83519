package io.deskwire.testkit.graph;

import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.ByteArrayDataSource;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A mail as Exchange takes it apart and puts it together: text and files. Done by Jakarta Mail, not by our own code. */
final class MimeParts {

    private String bodyType = "text";
    private @Nullable String body;
    private final List<Attached> attachments = new ArrayList<>();

    static MimeParts of(byte[] raw) {
        MimeParts parts = new MimeParts();
        try {
            parts.read(new MimeMessage(Mime.SESSION, new SharedByteArrayInputStream(raw)));
        } catch (MessagingException e) {
            throw new Refusal(400, "ErrorMimeContentInvalid", "Invalid MIME content.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return parts;
    }

    private void read(MimePart part) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart multipart) {
            for (int i = 0; i < multipart.getCount(); i++) {
                read((MimePart) multipart.getBodyPart(i));
            }
            return;
        }
        boolean attached = Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || part.getFileName() != null;
        boolean html = part.isMimeType("text/html");
        if (!attached && (html || part.isMimeType("text/plain")) && part.getContent() instanceof String text) {
            if (body == null || html) {
                body = text;
                bodyType = html ? "html" : "text";
            }
            return;
        }
        byte[] bytes;
        try (InputStream stream = part.getInputStream()) {
            bytes = stream.readAllBytes();
        }
        String name = part.getFileName();
        String type = part.getContentType();
        int semicolon = type.indexOf(';');
        attachments.add(new Attached(
                Ids.opaque("AAMkAT"),
                name == null ? "attachment" : MimeUtility.decodeText(name),
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT),
                bytes,
                Part.INLINE.equalsIgnoreCase(part.getDisposition()),
                part.getContentID()));
    }

    String bodyType() {
        return bodyType;
    }

    String body() {
        return body == null ? "" : body;
    }

    List<Attached> attachments() {
        return attachments;
    }

    /** The MIME of a message that was put together. */
    static byte[] write(MailContent content, Instant date, boolean withBcc) {
        try {
            MimeMessage message = new MimeMessage(Mime.SESSION) {
                @Override
                protected void updateMessageID() {
                    // Exchange's own stands there already.
                }
            };
            Person from = content.from();
            if (from != null) {
                message.setFrom(from.internetAddress());
            }
            message.setRecipients(Message.RecipientType.TO, addresses(content.to()));
            message.setRecipients(Message.RecipientType.CC, addresses(content.cc()));
            if (withBcc) {
                message.setRecipients(Message.RecipientType.BCC, addresses(content.bcc()));
            }
            if (!content.replyTo().isEmpty()) {
                message.setReplyTo(addresses(content.replyTo()));
            }
            message.setSubject(content.subject(), "UTF-8");
            message.setSentDate(Date.from(date));
            header(message, "Message-ID", content.messageId());
            header(message, "In-Reply-To", content.inReplyTo());
            header(message, "References", content.references());
            for (Mime.Field field : content.extra()) {
                message.addHeader(field.name(), field.value());
            }
            write(message, content);
            message.saveChanges();
            ByteArrayOutputStream out = new ByteArrayOutputStream((int) content.size() + 4096);
            message.writeTo(out);
            return out.toByteArray();
        } catch (MessagingException e) {
            throw new IllegalStateException("Jakarta Mail refused a message", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(MimeMessage message, MailContent content) throws MessagingException {
        String subtype = content.bodyType().equalsIgnoreCase("html") ? "html" : "plain";
        if (content.attachments().isEmpty()) {
            message.setText(content.body(), "UTF-8", subtype);
            return;
        }
        MimeMultipart mixed = new MimeMultipart("mixed");
        MimeBodyPart text = new MimeBodyPart();
        text.setText(content.body(), "UTF-8", subtype);
        mixed.addBodyPart(text);
        for (Attached each : content.attachments()) {
            MimeBodyPart part = new MimeBodyPart();
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(each.bytes(), each.contentType())));
            part.setFileName(each.name());
            part.setDisposition(each.inline() ? Part.INLINE : Part.ATTACHMENT);
            String contentId = each.contentId();
            if (contentId != null) {
                part.setContentID(contentId.startsWith("<") ? contentId : "<" + contentId + ">");
            }
            part.setHeader("Content-Transfer-Encoding", "base64");
            mixed.addBodyPart(part);
        }
        message.setContent(mixed);
    }

    private static InternetAddress[] addresses(List<Person> people) {
        return people.stream().map(Person::internetAddress).toArray(InternetAddress[]::new);
    }

    private static void header(MimeMessage message, String name, @Nullable String value) throws MessagingException {
        if (value != null) {
            message.setHeader(name, value);
        }
    }
}
