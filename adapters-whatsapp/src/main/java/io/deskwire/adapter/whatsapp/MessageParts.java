package io.deskwire.adapter.whatsapp;

import io.deskwire.adapter.whatsapp.SendableFile.UnfitException;
import io.deskwire.channel.Outbound.Part;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.message.OutboundMessage;
import io.deskwire.message.RichContent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The messages that a draft becomes: texts of bearable length, every file on its own, rich content on its own. */
final class MessageParts {

    private final Carriage carriage;

    MessageParts(Carriage carriage) {
        this.carriage = carriage;
    }

    List<Part> of(OutboundMessage message) {
        RichContent rich = message.rich();
        if (rich instanceof RichContent.Template) {
            // The text is what the ticket shows; the files belong to its header.
            return List.of(new Part(message.text(), null, message.attachments(), rich));
        }
        List<Part> parts = new ArrayList<>();
        if (rich instanceof RichContent.Reaction) {
            parts.add(alone(rich));
        }
        if (isCaption(message)) {
            parts.add(new Part(message.text(), null, message.attachments(), null));
        } else {
            if (!message.text().isBlank()) {
                TextSplit.split(message.text(), carriage.longestText())
                        .forEach(piece -> parts.add(new Part(piece, null, List.of(), null)));
            }
            message.attachments().forEach(file -> parts.add(new Part("", null, List.of(file), null)));
        }
        if (rich != null && !(rich instanceof RichContent.Reaction)) {
            parts.add(alone(rich));
        }
        return parts.isEmpty() ? List.of(new Part(message.text(), null, List.of(), null)) : parts;
    }

    private static Part alone(@Nullable RichContent rich) {
        return new Part("", null, List.of(), rich);
    }

    private boolean isCaption(OutboundMessage message) {
        String text = message.text();
        if (message.attachments().size() != 1
                || text.isBlank()
                || text.codePointCount(0, text.length()) > carriage.longestCaption()) {
            return false;
        }
        OutboundAttachment file = message.attachments().get(0);
        try {
            return carriage.captions(SendableFile.of(file).kind());
        } catch (UnfitException | IOException e) {
            // It will not go out like this; what is wrong with it is told elsewhere.
            return false;
        }
    }
}
