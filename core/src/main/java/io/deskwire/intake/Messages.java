package io.deskwire.intake;

import io.deskwire.channel.Decoder;
import io.deskwire.channel.Particulars;
import io.deskwire.message.Content;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.threading.Conversations;
import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.AttachmentSource;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads messages, their raw bytes and their files. An inbound file is decoded from the raw bytes when it is asked for. */
public final class Messages {

    private final Inbox inbox;
    private final MediaQueue media;
    private final Conversations conversations;
    private final Map<String, Decoder> decoders;

    /**
     * @param decoders by format
     */
    public Messages(Inbox inbox, MediaQueue media, Conversations conversations, Map<String, Decoder> decoders) {
        this.inbox = inbox;
        this.media = media;
        this.conversations = conversations;
        this.decoders = Map.copyOf(decoders);
    }

    /** One message with what became of it. */
    public Optional<StoredMessage> find(String tenantId, String messageId) {
        return conversations.message(tenantId, messageId);
    }

    /** The messages of a conversation in order. */
    public List<StoredMessage> ofConversation(String tenantId, String conversationId) {
        return conversations.messages(tenantId, conversationId);
    }

    /** The bytes exactly as received; empty for outbound messages and unknown ids. */
    public Optional<Content> raw(String tenantId, String messageId) {
        return find(tenantId, messageId)
                .filter(StoredMessage.Inbound.class::isInstance)
                .flatMap(m -> inbox.raw(
                        tenantId, ((StoredMessage.Inbound) m).message().rawId()))
                .map(RawInbound::content);
    }

    /** What stands in the bytes of a received message beside the message itself; nothing where they are gone. */
    public Particulars particulars(StoredMessage.Inbound message) {
        try {
            Optional<RawInbound> raw =
                    inbox.raw(message.tenantId(), message.message().rawId());
            Decoder decoder = raw.map(found -> decoders.get(found.format())).orElse(null);
            return decoder == null
                    ? Particulars.none()
                    : decoder.particulars(raw.get().content(), raw.get().meta());
        } catch (IOException e) {
            return Particulars.none();
        }
    }

    /**
     * A file of a message, inbound or outbound.
     *
     * @param index from 0
     * @throws IOException when there is no such file or its bytes cannot be read
     */
    public InputStream attachment(StoredMessage message, int index) throws IOException {
        if (message instanceof StoredMessage.Inbound inbound) {
            return attachments(inbound.message()).open(index);
        }
        List<OutboundAttachment> files =
                ((StoredMessage.Outbound) message).message().attachments();
        if (index < 0 || index >= files.size()) {
            throw new IOException("the message has no attachment " + index);
        }
        return files.get(index).content().open();
    }

    /** Opens the files of an inbound message. */
    public AttachmentSource attachments(InboundMessage message) {
        return index -> {
            if (index < 0 || index >= message.attachments().size()) {
                throw new IOException("the message has no attachment " + index);
            }
            Optional<Content> fetched = media.content(message.tenantId(), message.id(), index);
            if (fetched.isPresent()) {
                return fetched.get().open();
            }
            RawInbound raw = inbox.raw(message.tenantId(), message.rawId())
                    .orElseThrow(() -> new IOException("the raw bytes of the message are gone"));
            Decoder decoder = decoders.get(raw.format());
            if (decoder == null) {
                throw new IOException("no decoder for the format " + raw.format() + " is installed");
            }
            return decoder.attachment(raw.content(), raw.meta(), index);
        };
    }
}
