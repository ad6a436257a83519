package io.deskwire.benchmarks;

import jakarta.mail.BodyPart;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeUtility;
import jakarta.mail.util.SharedByteArrayInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Properties;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.jspecify.annotations.Nullable;

/** What other libraries do with a mail, each at its best; every method answers something, so that nothing is optimised away. */
final class OtherParsers {

    private static final Session SESSION = Session.getInstance(new Properties());
    private static final int BUFFER = 16 * 1024;

    private final byte[] buffer = new byte[BUFFER];

    /**
     * mime4j's stream layer alone: fields are found, none is read; nothing is decoded to text, hashed or kept.
     *
     * @param decoded whether base64 and quoted-printable are unpacked
     */
    long mime4j(byte[] mail, boolean decoded) throws IOException, MimeException {
        MimeTokenStream tokens = new MimeTokenStream(MimeConfig.custom()
                .setMaxLineLen(-1)
                .setMaxHeaderLen(-1)
                .setMaxHeaderCount(-1)
                .setMaxContentLen(-1)
                .build());
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parse(new ByteArrayInputStream(mail));
        long seen = 0;
        for (EntityState state = tokens.getState(); state != EntityState.T_END_OF_STREAM; state = tokens.next()) {
            if (state == EntityState.T_FIELD) {
                seen += tokens.getField().getName().length();
            } else if (state == EntityState.T_BODY) {
                seen += read(decoded ? tokens.getDecodedInputStream() : tokens.getInputStream(), null);
            }
        }
        return seen;
    }

    /** Angus: the fields that a helpdesk reads, texts as text, files read and hashed. */
    long angus(byte[] mail) throws MessagingException, IOException {
        // Bytes that Angus may share spare it a copy of the whole mail.
        MimeMessage message = new MimeMessage(SESSION, new SharedByteArrayInputStream(mail));
        long seen = length(message.getSubject()) + length(message.getMessageID());
        for (Object[] each : new Object[][] {
            message.getFrom(),
            message.getReplyTo(),
            message.getRecipients(Message.RecipientType.TO),
            message.getRecipients(Message.RecipientType.CC),
            message.getHeader("References"),
            message.getHeader("In-Reply-To")
        }) {
            seen += each == null ? 0 : each.length;
        }
        seen += message.getSentDate() == null ? 0 : 1;
        return seen + part(message);
    }

    private long part(Part part) throws MessagingException, IOException {
        if (part.isMimeType("multipart/*") && part.getContent() instanceof Multipart parts) {
            long seen = 0;
            for (int i = 0; i < parts.getCount(); i++) {
                BodyPart each = parts.getBodyPart(i);
                seen += part(each);
            }
            return seen;
        }
        boolean file = Part.ATTACHMENT.equalsIgnoreCase(part.getDisposition());
        if (!file && part.isMimeType("text/*") && part.getContent() instanceof String text) {
            return text.length();
        }
        String name = part.getFileName();
        long seen = name == null ? 0 : MimeUtility.decodeText(name).length();
        MessageDigest sha = sha256();
        return seen + read(part.getInputStream(), sha) + sha.digest()[0];
    }

    private static long length(@Nullable String text) {
        return text == null ? 0 : text.length();
    }

    /** What hashing all bytes once costs by itself. */
    long sha256(byte[] mail) {
        return sha256().digest(mail)[0];
    }

    private long read(InputStream in, @Nullable MessageDigest sha) throws IOException {
        long size = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            if (sha != null) {
                sha.update(buffer, 0, n);
            }
            size += n;
        }
        return size;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
