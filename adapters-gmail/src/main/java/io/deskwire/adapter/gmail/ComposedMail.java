package io.deskwire.adapter.gmail;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Address;
import io.deskwire.message.OutboundMessage;
import io.deskwire.mime.MimeComposer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A message written as mail into a file that is gone when this is closed, so that one of any size needs no memory. */
final class ComposedMail implements AutoCloseable {

    /**
     * Repeats our Message-ID where Gmail leaves it alone: Gmail may replace the Message-ID itself, and then a look-up of what
     * was sent has nothing else to go by.
     */
    static final String OWN_ID = "X-Deskwire-Message-ID";

    private final Path file;
    private final long length;

    private ComposedMail(Path file, long length) {
        this.file = file;
        this.length = length;
    }

    /**
     * Writes a message. Gmail sends to whom the header names, so that it names nobody but the recipients asked for.
     *
     * @throws ChannelException {@code UNSUPPORTED} when it cannot be written as mail, {@code TRANSIENT} when a file of it
     *     cannot be read or there is no room on disk
     */
    static ComposedMail of(OutboundMessage message, List<Address> recipients) throws ChannelException {
        OutboundMessage addressed = addressed(message, recipients);
        Path file = null;
        boolean done = false;
        try {
            file = Files.createTempFile("deskwire-gmail-", ".eml");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
                write(addressed, out);
            }
            ComposedMail mail = new ComposedMail(file, Files.size(file));
            done = true;
            return mail;
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED, "the message cannot be written as mail: " + e.getMessage(), e);
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the mail could not be composed", e)
                    .withHint("Look for free space in the folder for temporary files, and at the store of files.");
        } finally {
            if (file != null && !done) {
                remove(file);
            }
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

    Path file() {
        return file;
    }

    long length() {
        return length;
    }

    @Override
    public void close() {
        remove(file);
    }

    private static void remove(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // On some systems an open file cannot be removed; the machine clears the folder in the end.
            file.toFile().deleteOnExit();
        }
    }
}
