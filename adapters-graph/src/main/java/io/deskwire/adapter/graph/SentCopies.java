package io.deskwire.adapter.graph;

import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.OutboundMessage;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what was sent from a mailbox and what is answered there. */
final class SentCopies {

    private final Mailbox mailbox;

    SentCopies(Mailbox mailbox) {
        this.mailbox = mailbox;
    }

    /**
     * A message that was sent or is to be.
     *
     * @param messageId its Message-ID without angle brackets, or null where Graph does not say
     */
    record Copy(String id, boolean draft, @Nullable String messageId) {}

    /** A message by its id, or null when there is none. */
    @Nullable Copy byId(String id) throws ChannelException {
        try {
            Message message = mailbox.calls()
                    .ask((client, request) -> mailbox.in(client)
                            .messages()
                            .byMessageId(id)
                            .get(c -> {
                                request.on(Objects.requireNonNull(c));
                                Objects.requireNonNull(c.queryParameters).select =
                                        new String[] {"id", "isDraft", "internetMessageId"};
                            }));
            return message == null ? null : copy(message);
        } catch (ChannelException e) {
            if (Mailbox.isGone(e)) {
                return null;
            }
            throw e;
        }
    }

    /** Removes a draft that is not to be sent any more. */
    void discard(String draftId) throws ChannelException {
        mailbox.calls().ask((client, request) -> {
            mailbox.in(client).messages().byMessageId(draftId).delete(request.plain());
            return null;
        });
    }

    /**
     * The sent copy, or null when it certainly is not among what was sent since.
     *
     * @throws ChannelException {@code NOT_FOUND} when that cannot be told, {@code PERMANENT} when it never will be
     */
    @Nullable Copy of(OutboundMessage message, Instant since) throws ChannelException {
        Copy kept = byMessageId(message.messageId());
        return kept == null ? new MarkedCopies(mailbox).find(message, since) : kept;
    }

    /** The sent copy if it shows, which proves nothing when it does not. */
    @Nullable Copy glimpse(OutboundMessage message) throws ChannelException {
        Copy kept = byMessageId(message.messageId());
        return kept == null ? new MarkedCopies(mailbox).glimpse(message, message.createdAt()) : kept;
    }

    /** The id of a message anywhere in the mailbox by its Message-ID, or null. */
    @Nullable String answered(String messageId) throws ChannelException {
        Copy copy = byMessageId(messageId);
        return copy == null ? null : copy.id();
    }

    /** In whatever folder: rules and people move sent mail. A draft was not sent. */
    private @Nullable Copy byMessageId(String messageId) throws ChannelException {
        String filter = filter(messageId);
        MessageCollectionResponse page = mailbox.calls()
                .ask((client, request) -> mailbox.in(client).messages().get(c -> {
                    request.on(Objects.requireNonNull(c));
                    Objects.requireNonNull(c.queryParameters).filter = filter;
                    c.queryParameters.select = new String[] {"id", "isDraft", "internetMessageId"};
                }));
        return messages(page)
                .map(SentCopies::copy)
                .filter(copy -> !copy.draft() && !copy.id().isEmpty())
                .findFirst()
                .orElse(null);
    }

    private static String filter(String messageId) {
        return "internetMessageId eq '<" + messageId.replace("'", "''") + ">'";
    }

    static Stream<Message> messages(@Nullable MessageCollectionResponse page) {
        List<Message> value = page == null ? null : page.getValue();
        return Objects.requireNonNullElse(value, List.<Message>of()).stream();
    }

    static String bare(String messageId) {
        return messageId.strip().replaceAll("^<|>$", "");
    }

    static Copy copy(Message message) {
        String id = message.getInternetMessageId();
        return new Copy(
                Objects.requireNonNullElse(message.getId(), ""),
                Boolean.TRUE.equals(message.getIsDraft()),
                id == null ? null : bare(id));
    }
}
