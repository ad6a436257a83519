package io.deskwire.testkit;

import io.deskwire.message.Content;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** What is looked at before outbound messages are stored. */
final class MemoryDraft {

    private MemoryDraft() {}

    /** The message with its files in memory. */
    static OutboundMessage withFilesRead(OutboundMessage m) {
        List<OutboundAttachment> files = new ArrayList<>();
        for (OutboundAttachment file : m.attachments()) {
            try (InputStream in = file.content().open()) {
                Content content = Content.of(in.readAllBytes());
                files.add(new OutboundAttachment(file.fileName(), file.contentType(), file.contentId(), content));
            } catch (IOException e) {
                throw new UncheckedIOException("a file of message " + m.id() + " could not be read", e);
            }
        }
        return m.withAttachments(files);
    }

    /** Refuses what cannot be staged in one step. */
    static List<OutboundMessage> requireTogether(List<OutboundMessage> messages) {
        if (messages.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to be staged");
        }
        OutboundMessage first = messages.get(0);
        for (OutboundMessage message : messages) {
            if (!message.tenantId().equals(first.tenantId())
                    || !message.conversationId().equals(first.conversationId())) {
                throw new IllegalArgumentException("messages staged together are of one conversation");
            }
        }
        return messages;
    }
}
