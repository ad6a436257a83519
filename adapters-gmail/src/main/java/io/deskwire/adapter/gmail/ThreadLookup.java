package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.ListMessagesResponse;
import com.google.api.services.gmail.model.Message;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the thread that an answer belongs to, in the very mailbox that sends it: Gmail's thread ids mean nothing elsewhere. It is
 * the thread of the message that is answered, or of the newest of its ancestors that is here.
 */
final class ThreadLookup {

    private static final int MOST_LOOKS = 3;

    private final GmailClient client;

    ThreadLookup(GmailClient client) {
        this.client = client;
    }

    /**
     * The thread's id, or null when the mailbox has none of the messages, or may not be searched.
     *
     * @throws ChannelException when Gmail cannot be asked now; nothing was sent
     */
    @Nullable String threadOf(OutboundMessage message) throws ChannelException {
        for (String id : candidates(message)) {
            List<Message> found;
            try {
                found = withId(client, id);
            } catch (ChannelException e) {
                if (isForGood(e)) {
                    return null;
                }
                throw e;
            }
            for (Message each : found) {
                if (each.getThreadId() != null) {
                    return each.getThreadId();
                }
            }
        }
        return null;
    }

    /** The answered message first, then its ancestors from the newest. */
    private static List<String> candidates(OutboundMessage message) {
        Set<String> ids = new LinkedHashSet<>();
        if (message.inReplyTo() != null) {
            ids.add(message.inReplyTo());
        }
        List<String> ancestors = new ArrayList<>(message.references());
        for (int i = ancestors.size() - 1; i >= 0; i--) {
            ids.add(ancestors.get(i));
        }
        return ids.stream().filter(ThreadLookup::isSearchable).limit(MOST_LOOKS).toList();
    }

    /** Whether Gmail's search takes an id as one word. */
    static boolean isSearchable(String id) {
        return !id.isEmpty() && id.chars().allMatch(c -> c > ' ' && c <= '~' && "\"(){}<>".indexOf(c) < 0);
    }

    /** Messages of the mailbox with this Message-ID, wherever they lie. */
    static List<Message> withId(GmailClient client, String messageId) throws ChannelException {
        ListMessagesResponse answer = client.now(
                QuotaBudget.LIST,
                gmail -> gmail.users()
                        .messages()
                        .list(GmailClient.ME)
                        .setQ("rfc822msgid:" + messageId)
                        .setIncludeSpamTrash(true)
                        .setMaxResults(10L)
                        .execute());
        return answer.getMessages() == null ? List.of() : answer.getMessages();
    }

    /** Whether this one question will never be answered though others are, as with a token that may only send. */
    static boolean isForGood(ChannelException e) {
        String code = e.code().orElse("");
        return e.kind() == FailureKind.PERMANENT
                || e.kind() == FailureKind.NOT_FOUND
                || code.equals("insufficientPermissions")
                || code.equals("ACCESS_TOKEN_SCOPE_INSUFFICIENT")
                || code.equals("forbidden");
    }
}
