package io.deskwire.jdbc;

import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Stores the files of outbound messages before the messages that name them. */
final class KeptFiles {

    private KeptFiles() {}

    /** The message with its files as they are stored. */
    static OutboundMessage of(OutboundMessage message, Bodies bodies) {
        if (message.attachments().isEmpty()) {
            return message;
        }
        List<OutboundAttachment> kept = new ArrayList<>();
        for (OutboundAttachment file : message.attachments()) {
            kept.add(new OutboundAttachment(
                    file.fileName(),
                    file.contentType(),
                    file.contentId(),
                    kept(message.tenantId(), file.content(), bodies)));
        }
        return message.withAttachments(kept);
    }

    private static Content kept(String tenantId, Content content, Bodies bodies) {
        // Bytes this tenant uploaded before are here already; nobody else's hash is taken on trust.
        if (content instanceof StoredContent stored && stored.isOf(tenantId)) {
            return stored;
        }
        try (InputStream bytes = content.open()) {
            return bodies.keep(tenantId, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
