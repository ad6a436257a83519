package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.Message;
import io.deskwire.channel.Outbound;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Message-ID that Gmail really gave a mail, by which the customer's answer will name it: at once where that works,
 * else afterwards.
 */
final class ReadBack implements Outbound.AfterSend {

    private static final int MOST_REMEMBERED = 1000;

    private final GmailClient client;
    private final SentSearch search;

    /** What this process knows, by message. */
    private final Map<String, Copy> copies = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Copy> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    ReadBack(GmailClient client, SentSearch search) {
        this.client = client;
        this.search = search;
    }

    /**
     * A mail that was sent.
     *
     * @param id Gmail's
     * @param isRead whether its Message-ID was read, or never will be
     * @param wireId the Message-ID that recipients see, or null
     */
    private record Copy(
            @Nullable String id, boolean isRead, @Nullable String wireId) {}

    /** The Message-ID is known. */
    void seen(OutboundMessage message, @Nullable String wireId) {
        remember(message, new Copy(null, true, wireId));
    }

    /** Reads it right after the send; null when that does not work now, or never will. */
    @Nullable String tried(OutboundMessage message, String id) {
        remember(message, new Copy(id, false, null));
        try {
            read(message, id);
        } catch (ChannelException e) {
            // The mail is out whatever this says; run() sees to it.
            return null;
        }
        return Objects.requireNonNull(known(message)).wireId();
    }

    @Override
    public void run(OutboundMessage message) throws ChannelException {
        Copy copy = known(message);
        if (copy == null || !copy.isRead()) {
            read(message, copy == null ? null : copy.id());
        }
    }

    /**
     * @param id Gmail's, or null when another process sent the mail
     */
    private void read(OutboundMessage message, @Nullable String id) throws ChannelException {
        Message head;
        try {
            head = id == null ? search.look(message, message.createdAt()) : SentSearch.head(client, id);
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.AUTH && ThreadLookup.isForGood(e)) {
                // A token that may only send never reads it.
                seen(message, null);
                return;
            }
            throw e;
        }
        if (head == null) {
            throw ChannelException.of(
                    FailureKind.NOT_FOUND,
                    "Gmail does not show the message yet, so that its Message-ID cannot be checked");
        }
        seen(message, SentSearch.wireId(head));
    }

    @Override
    public Optional<String> wireMessageId(OutboundMessage message) {
        Copy copy = known(message);
        return copy == null
                ? Optional.empty()
                : Optional.ofNullable(copy.wireId()).filter(id -> !id.equals(message.messageId()));
    }

    private void remember(OutboundMessage message, Copy copy) {
        synchronized (copies) {
            copies.put(message.id(), copy);
        }
    }

    private @Nullable Copy known(OutboundMessage message) {
        synchronized (copies) {
            return copies.get(message.id());
        }
    }
}
