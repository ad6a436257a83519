package io.deskwire.adapter.graph;

import com.microsoft.graph.models.MailFolder;
import com.microsoft.graph.models.Message;
import com.microsoft.graph.models.Recipient;
import com.microsoft.graph.models.User;
import com.microsoft.graph.serviceclient.GraphServiceClient;
import com.microsoft.graph.users.item.UserItemRequestBuilder;
import com.microsoft.graph.users.item.mailfolders.item.messages.delta.DeltaGetResponse;
import com.microsoft.graph.users.item.messages.item.move.MovePostRequestBody;
import com.microsoft.kiota.RequestInformation;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One mailbox at Graph, as far as it is read. Thread-safe. */
final class Mailbox {

    private static final String PAGE_SIZE = "odata.maxpagesize=50";
    private static final String[] LISTED = {
        "id", "receivedDateTime", "isDraft", "parentFolderId", "conversationId", "from", "toRecipients", "ccRecipients"
    };

    private final GraphSettings settings;
    private final GraphCalls calls;
    private final FolderIds folders;
    private volatile @Nullable String inboxId;
    private volatile @Nullable String userId;

    Mailbox(GraphSettings settings, GraphCalls calls) {
        this.settings = settings;
        this.calls = calls;
        this.folders = new FolderIds(this);
    }

    GraphSettings settings() {
        return settings;
    }

    GraphCalls calls() {
        return calls;
    }

    /** Where the library's paths into this mailbox begin. */
    UserItemRequestBuilder in(GraphServiceClient client) {
        return settings.delegated() && !settings.shared()
                ? client.me()
                : client.users().byUserId(settings.mailbox());
    }

    /**
     * The mailbox's lasting id, for names of resources; its address where the application may not look people up, which Graph
     * takes as well.
     */
    String userId() throws ChannelException {
        String known = userId;
        if (known != null) {
            return known;
        }
        String found = settings.mailbox();
        try {
            User user = calls.ask((client, request) -> in(client).get(configuration -> {
                request.on(Objects.requireNonNull(configuration));
                Objects.requireNonNull(configuration.queryParameters).select = new String[] {"id"};
            }));
            found = user == null || user.getId() == null ? found : user.getId();
        } catch (ChannelException e) {
            // Reading people needs a permission that reading their mail does not.
            if (!e.code().orElse("").matches("(?i)403|Authorization_RequestDenied|ErrorAccessDenied")) {
                throw e;
            }
        }
        userId = found;
        return found;
    }

    /** The id of a configured folder, or the name by which Graph knows it in every mailbox. */
    String folderId(String folder) throws ChannelException {
        return folders.of(folder);
    }

    /** The lasting id of the folder that is read. */
    String inboxId() throws ChannelException {
        String cached = inboxId;
        if (cached != null) {
            return cached;
        }
        String name = folderId(settings.folder());
        MailFolder folder = calls.ask((client, request) ->
                in(client).mailFolders().byMailFolderId(name).get(request.plain()));
        String id = folder == null || folder.getId() == null ? name : folder.getId();
        inboxId = id;
        return id;
    }

    /** Forgets what was looked up: the folder may have been made anew. */
    void forgetFolders() {
        folders.forget();
        inboxId = null;
    }

    /** How many messages are in the folder that is read. */
    int count() throws ChannelException {
        String name = folderId(settings.folder());
        MailFolder folder = calls.ask((client, request) ->
                in(client).mailFolders().byMailFolderId(name).get(request.plain()));
        Integer total = folder == null ? null : folder.getTotalItemCount();
        return total == null ? 0 : total;
    }

    /** Fails unless there is a mailbox that may be opened. */
    void requireMailbox() throws ChannelException {
        calls.ask((client, request) ->
                in(client).mailFolders().byMailFolderId("inbox").get(request.plain()));
    }

    /** Fails unless messages may be listed. */
    void requireReading() throws ChannelException {
        String folder = folderId(settings.folder());
        calls.ask((client, request) -> in(client)
                .mailFolders()
                .byMailFolderId(folder)
                .messages()
                .get(c -> {
                    request.on(Objects.requireNonNull(c));
                    Objects.requireNonNull(c.queryParameters).top = 1;
                    c.queryParameters.select = new String[] {"id"};
                }));
    }

    /**
     * Offers what is no mail.
     *
     * @throws ChannelException always but where something else answers for Graph; {@code PERMANENT} when mail may be sent
     */
    void requireSending() throws ChannelException {
        byte[] noMail = "!".getBytes(StandardCharsets.US_ASCII);
        calls.make((client, request) -> {
            RequestInformation post = GraphOutbound.sendMail(settings, noMail);
            request.on(post);
            client.getRequestAdapter().sendPrimitive(post, GraphOutbound.errors(), Void.class);
            return null;
        });
    }

    /** The first page of a round over the whole folder: of a filtered one Graph gives 5,000 messages and hides what is moved. */
    DeltaPage begin() throws ChannelException {
        String folder = folderId(settings.folder());
        return page(calls.ask((client, request) -> in(client)
                .mailFolders()
                .byMailFolderId(folder)
                .messages()
                .delta()
                .get(c -> {
                    request.on(Objects.requireNonNull(c), PAGE_SIZE);
                    Objects.requireNonNull(c.queryParameters).changeType = "created";
                    c.queryParameters.select = LISTED;
                })));
    }

    /** The page behind a link; links that lead elsewhere are refused. */
    DeltaPage follow(String link) throws ChannelException {
        String folder = folderId(settings.folder());
        return page(calls.ask((client, request) -> in(client)
                .mailFolders()
                .byMailFolderId(folder)
                .messages()
                .delta()
                .withUrl(link)
                .get(c -> request.on(Objects.requireNonNull(c), PAGE_SIZE))));
    }

    private DeltaPage page(@Nullable DeltaGetResponse answer) throws ChannelException {
        if (answer == null || (answer.getOdataNextLink() == null && answer.getOdataDeltaLink() == null)) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Microsoft Graph listed changes without a way to go on");
        }
        List<Listed> messages = new ArrayList<>();
        for (Message message : Objects.requireNonNullElse(answer.getValue(), List.<Message>of())) {
            boolean removed = message.getAdditionalData().containsKey("@removed");
            if (!removed && message.getId() != null) {
                messages.add(listed(message, message.getId()));
            }
        }
        return new DeltaPage(messages, answer.getOdataNextLink(), answer.getOdataDeltaLink());
    }

    /** One message's facts, or null when it is gone. */
    @Nullable Listed look(String id) throws ChannelException {
        try {
            Message message = calls.ask((client, request) -> in(client)
                    .messages()
                    .byMessageId(id)
                    .get(c -> {
                        request.on(Objects.requireNonNull(c));
                        Objects.requireNonNull(c.queryParameters).select = LISTED;
                    }));
            if (message == null) {
                return null;
            }
            // Asked for by another kind of id it is stored by the lasting one all the same.
            return listed(message, Objects.requireNonNullElse(message.getId(), id));
        } catch (ChannelException e) {
            if (isGone(e)) {
                return null;
            }
            throw e;
        }
    }

    private Listed listed(Message message, String id) {
        OffsetDateTime received = message.getReceivedDateTime();
        return new Listed(
                id,
                received == null ? null : received.toInstant(),
                !Boolean.TRUE.equals(message.getIsDraft()),
                isFromHere(message),
                message.getParentFolderId(),
                message.getConversationId());
    }

    /** By this mailbox to others. Mail to oneself is mail. */
    private boolean isFromHere(Message message) {
        boolean ours = isOwn(message.getFrom());
        boolean toUs = Stream.of(message.getToRecipients(), message.getCcRecipients())
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .anyMatch(this::isOwn);
        boolean toAnybody = Stream.of(message.getToRecipients(), message.getCcRecipients())
                .filter(Objects::nonNull)
                .anyMatch(list -> !list.isEmpty());
        return ours && toAnybody && !toUs;
    }

    private boolean isOwn(@Nullable Recipient person) {
        return person != null
                && person.getEmailAddress() != null
                && settings.mailbox().equalsIgnoreCase(person.getEmailAddress().getAddress());
    }

    /**
     * A message's bytes as they come, or null when it is gone. Whoever reads them calls {@link GraphCalls#letGo} after closing
     * the stream.
     */
    @Nullable InputStream content(String id) throws ChannelException {
        try {
            InputStream bytes = calls.askAndHold((client, request) ->
                    in(client).messages().byMessageId(id).content().get(request.plain()));
            if (bytes == null) {
                calls.letGo();
                throw ChannelException.of(FailureKind.TRANSIENT, "Microsoft Graph gave nothing for a message");
            }
            return bytes;
        } catch (ChannelException e) {
            if (isGone(e)) {
                return null;
            }
            throw e;
        }
    }

    void markSeen(String id) throws ChannelException {
        ignoringGone(() -> calls.ask((client, request) -> {
            Message seen = new Message();
            seen.setIsRead(true);
            return in(client).messages().byMessageId(id).patch(seen, request.plain());
        }));
    }

    /** Returns false when the message, or the folder, is not there. */
    boolean move(String id, String destination) throws ChannelException {
        return ignoringGone(() -> calls.make((client, request) -> {
            MovePostRequestBody body = new MovePostRequestBody();
            body.setDestinationId(destination);
            return in(client).messages().byMessageId(id).move().post(body, request.plain());
        }));
    }

    private interface Change {
        @Nullable Object run() throws ChannelException;
    }

    private static boolean ignoringGone(Change change) throws ChannelException {
        try {
            change.run();
            return true;
        } catch (ChannelException e) {
            if (!isGone(e)) {
                throw e;
            }
            return false;
        }
    }

    /** Whether the message or the folder, rather than the mailbox, is not there. */
    static boolean isGone(ChannelException e) {
        return e.kind() == FailureKind.NOT_FOUND && e.code().orElse("").equalsIgnoreCase("ErrorItemNotFound");
    }
}
