package io.deskwire.testkit.cloud;

import jakarta.mail.BodyPart;
import jakarta.mail.Header;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimePart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** A mail as providers take it apart: fields, texts, files. Read by Jakarta Mail, not by our own decoder. */
final class TakenApart {

    /** A header field; the value unfolded, encoded words as they are. */
    record Field(String name, String value) {}

    /** A text in the character set it came in. */
    record Text(byte[] bytes, String charset) {
        String decoded() {
            return new String(bytes, charsetOf(charset));
        }
    }

    /** A file. */
    record File(
            @Nullable String fileName,
            String contentType,
            @Nullable String contentId,
            byte[] bytes) {}

    private final MimeMessage message;
    private final List<Field> fields = new ArrayList<>();
    private final List<File> files = new ArrayList<>();
    private @Nullable Text text;
    private @Nullable Text html;

    private TakenApart(MimeMessage message) {
        this.message = message;
    }

    static TakenApart of(byte[] mail) {
        try {
            MimeMessage message =
                    new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail));
            TakenApart apart = new TakenApart(message);
            for (Header header : Collections.list(message.getAllHeaders())) {
                apart.fields.add(new Field(header.getName(), MimeUtility.unfold(header.getValue())));
            }
            apart.part(message);
            return apart;
        } catch (MessagingException e) {
            throw new IllegalArgumentException("not a mail", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void part(MimePart part) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*")) {
            Multipart multipart = (Multipart) part.getContent();
            for (int i = 0; i < multipart.getCount(); i++) {
                BodyPart each = multipart.getBodyPart(i);
                part((MimePart) each);
            }
            return;
        }
        byte[] bytes;
        try (InputStream stream = part.getInputStream()) {
            bytes = stream.readAllBytes();
        }
        ContentType type = new ContentType(part.getContentType());
        boolean attached = Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition()) || part.getFileName() != null;
        String charset = type.getParameter("charset");
        if (!attached && type.match("text/plain") && text == null) {
            text = new Text(bytes, charset == null ? "us-ascii" : charset);
        } else if (!attached && type.match("text/html") && html == null) {
            html = new Text(bytes, charset == null ? "us-ascii" : charset);
        } else {
            String name = part.getFileName();
            files.add(new File(
                    name == null ? null : MimeUtility.decodeText(name),
                    type.getBaseType().toLowerCase(java.util.Locale.ROOT),
                    part.getContentID(),
                    bytes));
        }
    }

    /** Every header field in order. */
    List<Field> fields() {
        return fields;
    }

    /** The first value of a field as people read it; empty when there is none. */
    String decoded(String name) {
        try {
            String value = message.getHeader(name, ", ");
            return value == null ? "" : MimeUtility.decodeText(MimeUtility.unfold(value));
        } catch (MessagingException | IOException e) {
            return "";
        }
    }

    @Nullable Text text() {
        return text;
    }

    @Nullable Text html() {
        return html;
    }

    /** Files in the order of the mail, those shown in the HTML too. */
    List<File> files() {
        return files;
    }

    private static Charset charsetOf(String name) {
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
