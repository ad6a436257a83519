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
    private final SentSearch search;

    /** What was read in this process, by message: the id, or an empty text where it is ours. */
    private final Map<String, String> read = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    ReadBack(Supplier<Mailbox> mailbox, SentSearch search) {
        this.mailbox = mailbox;
        this.search = search;
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
        SentSearch.Attempt attempt = search.attempt(message);
        SentCopies.Copy copy = copy(message, attempt == null ? null : attempt.draft());
        if (copy == null) {
            throw ChannelException.of(
                    FailureKind.TRANSIENT,
                    "Sent Items do not show the message yet, so that its Message-ID cannot be checked");
        }
        seen(message, copy);
        if (attempt != null) {
            search.end(message);
        }
    }

    private SentCopies.@Nullable Copy copy(OutboundMessage message, @Nullable String draft) throws ChannelException {
        SentCopies copies = new SentCopies(mailbox.get());
        SentCopies.Copy sent = draft == null ? null : copies.byId(draft);
        return sent == null || sent.draft() ? copies.glimpse(message) : sent;
    }

    @Override
    public Optional<String> wireMessageId(OutboundMessage message) {
        return Optional.ofNullable(known(message)).filter(id -> !id.isEmpty());
    }
}
