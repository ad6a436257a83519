package io.deskwire.adapter.graph;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeComposer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message as mail, where it is small enough to be sent in one piece. */
final class MailBytes {

    private static final MimeComposer COMPOSER = new MimeComposer();

    private MailBytes() {}

    /**
     * The message as it goes to some of its recipients: Graph sends to whom the header names.
     */
    static OutboundMessage to(OutboundMessage message, List<Address> recipients) {
        Set<String> keys = new HashSet<>();
        recipients.forEach(recipient -> keys.add(recipient.key()));
        List<Address> to =
                message.to().stream().filter(a -> keys.contains(a.key())).toList();
        List<Address> cc =
                message.cc().stream().filter(a -> keys.contains(a.key())).toList();
        return copy(message, to.isEmpty() ? cc : to, to.isEmpty() ? List.of() : cc, message.attachments());
    }

    /** The message whose files are added later. */
    static OutboundMessage withoutFiles(OutboundMessage message) {
        return copy(message, message.to(), message.cc(), List.of());
    }

    private static OutboundMessage copy(
            OutboundMessage message, List<Address> to, List<Address> cc, List<OutboundAttachment> files) {
        return new OutboundMessage(
                message.id(),
                message.tenantId(),
                message.channelId(),
                message.conversationId(),
                message.messageId(),
                message.from(),
                message.replyTo(),
                to,
                cc,
                message.subject(),
                message.text(),
                message.html(),
                files,
                message.rich(),
                message.inReplyTo(),
                message.references(),
                message.automatic(),
                message.createdAt());
    }

    /**
     * The bytes with the marker before them, or null when there are more than are allowed.
     *
     * @throws ChannelException when the message cannot be written or its files cannot be read
     */
    static byte @Nullable [] of(OutboundMessage message, int most) throws ChannelException {
        long files = message.attachments().stream()
                .mapToLong(file -> file.content().length())
                .sum();
        if (files > most) {
            return null;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(
                (MarkedCopies.MARKER + ": <" + message.messageId() + ">\r\n").getBytes(StandardCharsets.US_ASCII));
        try {
            COMPOSER.write(message, new Bounded(bytes, most));
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED, "the message cannot be written as mail: " + e.getMessage(), e);
        } catch (TooManyException e) {
            return null;
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "an attachment cannot be read", e);
        }
        return bytes.toByteArray();
    }

    private static final class TooManyException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private static final class Bounded extends OutputStream {
        private final ByteArrayOutputStream bytes;
        private final int most;

        Bounded(ByteArrayOutputStream bytes, int most) {
            this.bytes = bytes;
            this.most = most;
        }

        @Override
        public void write(int b) throws IOException {
            require(1);
            bytes.write(b);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            require(len);
            bytes.write(b, off, len);
        }

        private void require(int more) throws IOException {
            if (bytes.size() + more > most) {
                throw new TooManyException();
            }
        }
    }
}
