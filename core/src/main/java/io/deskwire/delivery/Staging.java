package io.deskwire.delivery;

import io.deskwire.message.OutboundMessage;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Port: where an answer is put so that it leaves. The {@link Outbox} takes it at once; a stores' own staging may take it as
 * part of a transaction of the host's, so that it leaves only when that one is committed. See {@link Replies#through}.
 */
public interface Staging {

    /**
     * Stores the messages that carry one draft, all or none, to leave in this order, with their recipients {@code QUEUED},
     * their attachments' bytes, and their ids in the conversation index.
     *
     * @param messages at least one, all of one conversation
     * @param idempotencyKey a repeated call with the same key of the same tenant stores nothing, or null
     * @param notBefore when they may leave
     * @param newConversation true when the first message opens its conversation, which is then stored with it
     * @return the first message's id, or that of the earlier first message with the same key
     */
    String stage(
            List<OutboundMessage> messages,
            @Nullable String idempotencyKey,
            Instant notBefore,
            boolean newConversation);

    /** The earlier message that was staged under this key. */
    Optional<String> staged(String tenantId, String idempotencyKey);
}
