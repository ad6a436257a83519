package io.deskwire.adapter.helpdesks;

import io.deskwire.message.Attachment;
import io.deskwire.message.Content;
import io.deskwire.ticket.TicketEvent;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A file of a message that certainly can be read: it was, from end to end, which also tells its true length. For this
 * module's packages.
 *
 * @param attachment as the message has it
 * @param content its bytes, opened anew each time
 */
public record MessageFile(Attachment attachment, Content content) {

    /**
     * The files that can be had.
     *
     * @throws IOException when one of them cannot be read now
     */
    public static List<MessageFile> of(TicketEvent event) throws IOException {
        List<MessageFile> files = new ArrayList<>();
        for (Attachment attachment : event.message().attachments()) {
            if (attachment.state() == Attachment.State.AVAILABLE) {
                files.add(new MessageFile(attachment, Read.of(event, attachment.index())));
            }
        }
        return files;
    }

    private record Read(TicketEvent event, int index, long length, String sha256) implements Content {

        static Read of(TicketEvent event, int index) throws IOException {
            try (InputStream bytes = event.attachments().open(index)) {
                MessageDigest digest = MessageDigest.getInstance("SHA-256");
                byte[] buffer = new byte[16_384];
                long length = 0;
                for (int n = bytes.read(buffer); n >= 0; n = bytes.read(buffer)) {
                    digest.update(buffer, 0, n);
                    length += n;
                }
                return new Read(event, index, length, HexFormat.of().formatHex(digest.digest()));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java platform has SHA-256", e);
            }
        }

        @Override
        public InputStream open() throws IOException {
            return event.attachments().open(index);
        }
    }
}
