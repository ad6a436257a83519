package io.deskwire.adapter.graph;

import io.deskwire.channel.Outbound;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Message-ID that Exchange really gave a message, by which the customer's answer will name it. Sent Items may show
 * the copy only a while after Exchange took the message.
 */
final class ReadBack implements Outbound.AfterSend {

    private static final int MOST_REMEMBERED = 1000;

    private final Supplier<Mailbox> mailbox;

    /** What was read in this process, by message: the id, or an empty text where it is ours. */
    private final Map<String, String> read = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    ReadBack(Supplier<Mailbox> mailbox) {
        this.mailbox = mailbox;
    }

    /** The sent copy was seen. */
    void seen(OutboundMessage message, SentCopies.Copy copy) {
        String id = copy.messageId();
        synchronized (read) {
            read.put(message.id(), id == null || id.equals(message.messageId()) ? "" : id);
        }
    }

    private @Nullable String known(OutboundMessage message) {
        synchronized (read) {
            return read.get(message.id());
        }
    }

    @Override
    public void run(OutboundMessage message) throws ChannelException {
        if (known(message) != null) {
            return;
        }
        SentCopies.Copy copy = new SentCopies(mailbox.get()).of(message);
        if (copy == null) {
            throw ChannelException.of(
                    FailureKind.TRANSIENT,
                    "Sent Items do not show the message yet, so that its Message-ID cannot be checked");
        }
        seen(message, copy);
    }

    @Override
    public Optional<String> wireMessageId(OutboundMessage message) {
        return Optional.ofNullable(known(message)).filter(id -> !id.isEmpty());
    }
}
