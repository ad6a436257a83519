package io.deskwire.adapter.graph;

import com.microsoft.graph.models.InternetMessageHeader;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.MessageCollectionResponse;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.OutboundMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what was sent in the mailbox's Sent Items, and messages that are answered anywhere in it. */
final class SentCopies {

    /** The header by which a sent copy is recognised where Exchange gave it another Message-ID. */
    static final String MARKER = "X-Deskwire-Message-ID";

    private static final int PAGE = 50;
    private static final int MOST_PAGES = 4;
    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
    private static final String[] SELECTED = {
        "id", "isDraft", "internetMessageId", "internetMessageHeaders", "sentDateTime"
    };

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

    /** The sent copy, or null when Sent Items do not show it. */
    @Nullable Copy of(OutboundMessage message) throws ChannelException {
        Copy kept = byMessageId(Folders.SENT, message.messageId());
        return kept == null ? marked(message) : kept;
    }

    /** The id of a message anywhere in the mailbox by its Message-ID, or null. */
    @Nullable String answered(String messageId) throws ChannelException {
        String filter = filter(messageId);
        MessageCollectionResponse page = mailbox.calls()
                .ask((client, request) -> mailbox.in(client).messages().get(c -> {
                    request.on(Objects.requireNonNull(c));
                    Objects.requireNonNull(c.queryParameters).filter = filter;
                    c.queryParameters.select = new String[] {"id", "isDraft"};
                }));
        return messages(page)
                .filter(message -> !Boolean.TRUE.equals(message.getIsDraft()))
                .map(Message::getId)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private @Nullable Copy byMessageId(String folder, String messageId) throws ChannelException {
        String filter = filter(messageId);
        MessageCollectionResponse page = mailbox.calls()
                .ask((client, request) -> mailbox.in(client)
                        .mailFolders()
                        .byMailFolderId(folder)
                        .messages()
                        .get(c -> {
                            request.on(Objects.requireNonNull(c));
                            Objects.requireNonNull(c.queryParameters).filter = filter;
                            c.queryParameters.select = new String[] {"id", "isDraft", "internetMessageId"};
                        }));
        return messages(page).map(SentCopies::copy).findFirst().orElse(null);
    }

    private static String filter(String messageId) {
        return "internetMessageId eq '<" + messageId.replace("'", "''") + ">'";
    }

    /** Looks through the newest sent mail. */
    private @Nullable Copy marked(OutboundMessage message) throws ChannelException {
        Instant oldest = message.createdAt().minus(CLOCK_TOLERANCE);
        for (int page = 0; page < MOST_PAGES; page++) {
            int skipped = page * PAGE;
            MessageCollectionResponse answer = mailbox.calls()
                    .ask((client, request) -> mailbox.in(client)
                            .mailFolders()
                            .byMailFolderId(Folders.SENT)
                            .messages()
                            .get(c -> {
                                request.on(Objects.requireNonNull(c));
                                Objects.requireNonNull(c.queryParameters).select = SELECTED;
                                c.queryParameters.orderby = new String[] {"sentDateTime desc"};
                                c.queryParameters.top = PAGE;
                                c.queryParameters.skip = skipped == 0 ? null : skipped;
                            }));
            List<Message> newest = messages(answer).toList();
            for (Message one : newest) {
                if (message.messageId().equals(marker(one))) {
                    return copy(one);
                }
            }
            boolean older = newest.stream()
                    .map(Message::getSentDateTime)
                    .filter(Objects::nonNull)
                    .anyMatch(sent -> sent.toInstant().isBefore(oldest));
            if (newest.size() < PAGE || older) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable String marker(Message message) {
        List<InternetMessageHeader> headers = message.getInternetMessageHeaders();
        for (InternetMessageHeader header : Objects.requireNonNullElse(headers, List.<InternetMessageHeader>of())) {
            if (MARKER.equalsIgnoreCase(header.getName()) && header.getValue() != null) {
                return bare(header.getValue());
            }
        }
        return null;
    }

    private static Stream<Message> messages(@Nullable MessageCollectionResponse page) {
        List<Message> value = page == null ? null : page.getValue();
        return Objects.requireNonNullElse(value, List.<Message>of()).stream();
    }

    private static String bare(String messageId) {
        return messageId.strip().replaceAll("^<|>$", "");
    }

    private static Copy copy(Message message) {
        String id = message.getInternetMessageId();
        return new Copy(
                Objects.requireNonNullElse(message.getId(), ""),
                Boolean.TRUE.equals(message.getIsDraft()),
                id == null ? null : bare(id));
    }
}
