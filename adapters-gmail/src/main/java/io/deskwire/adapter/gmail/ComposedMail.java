package io.deskwire.adapter.gmail;

import com.google.api.client.http.AbstractInputStreamContent;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeComposer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A message as mail, which is written anew each time, so that one of any size needs neither memory nor a file on disk. */
final class ComposedMail {

    /**
     * Repeats our Message-ID where Gmail leaves it alone: Gmail may replace the Message-ID itself, and then a look-up of what
     * was sent has nothing else to go by.
     */
    static final String OWN_ID = "X-Deskwire-Message-ID";

    private final OutboundMessage message;
    private final long length;

    private ComposedMail(OutboundMessage message, long length) {
        this.message = message;
        this.length = length;
    }

    /**
     * Writes a message once to nowhere: what cannot be read is found out before anything leaves. Gmail sends to whom the header
     * names, so that it names nobody but the recipients asked for.
     *
     * @throws ChannelException {@code UNSUPPORTED} when it cannot be written as mail, {@code TRANSIENT} when a file of it
     *     cannot be read
     */
    static ComposedMail of(OutboundMessage message, List<Address> recipients) throws ChannelException {
        OutboundMessage addressed = addressed(message, recipients);
        try {
            ByteCount count = new ByteCount();
            write(addressed, count);
            return new ComposedMail(addressed, count.bytes());
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED, "the message cannot be written as mail: " + e.getMessage(), e);
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the mail could not be composed", e)
                    .withHint("Look at the store of files.");
        }
    }

    /** Writes a message with the field that repeats its id; does not close the stream. */
    static void write(OutboundMessage message, OutputStream out) throws IOException {
        MimeComposer composer = new MimeComposer();
        List<String> problems = composer.check(message);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        out.write((OWN_ID + ": <" + message.messageId() + ">\r\n").getBytes(StandardCharsets.US_ASCII));
        composer.write(message, out);
    }

    private static OutboundMessage addressed(OutboundMessage message, List<Address> recipients) {
        Set<String> wanted = new HashSet<>();
        recipients.forEach(recipient -> wanted.add(recipient.key()));
        List<Address> to = among(message.to(), wanted);
        List<Address> cc = among(message.cc(), wanted);
        if (to.size() == message.to().size() && cc.size() == message.cc().size()) {
            return message;
        }
        return new OutboundMessage(
                message.id(),
                message.tenantId(),
                message.channelId(),
                message.conversationId(),
                message.messageId(),
                message.from(),
                message.replyTo(),
                to.isEmpty() ? cc : to,
                to.isEmpty() ? List.of() : cc,
                message.subject(),
                message.text(),
                message.html(),
                message.attachments(),
                message.rich(),
                message.inReplyTo(),
                message.references(),
                message.automatic(),
                message.createdAt());
    }

    private static List<Address> among(List<Address> addresses, Set<String> wanted) {
        return addresses.stream().filter(each -> wanted.contains(each.key())).toList();
    }

    long length() {
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        write(message, out);
    }

    /** The whole mail; for small ones. */
    byte[] bytes() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(length));
        writeTo(bytes);
        return bytes.toByteArray();
    }

    /** The mail as a part of an upload, read as it leaves. */
    AbstractInputStreamContent upload() {
        return new AbstractInputStreamContent("message/rfc822") {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                ComposedMail.this.writeTo(out);
            }

            @Override
            public InputStream getInputStream() throws IOException {
                throw new IOException("a mail is written, not read");
            }

            @Override
            public long getLength() {
                return length;
            }

            @Override
            public boolean retrySupported() {
                return true;
            }
        };
    }
}
