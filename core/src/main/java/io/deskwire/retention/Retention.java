package io.deskwire.retention;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Port: removes what was kept long enough. */
public interface Retention {

    /**
     * A stored item whose bytes may go.
     *
     * @param messageId the message in a ticket that was read from it, whose files are to be kept; null when there is none
     */
    record Due(String tenantId, String rawId, @Nullable String messageId, Instant storedAt) {
        public Due {
            Objects.requireNonNull(tenantId, "tenantId");
            Objects.requireNonNull(rawId, "rawId");
            Objects.requireNonNull(storedAt, "storedAt");
        }
    }

    /**
     * Items that still have their bytes, of all tenants, oldest first. Never one that somebody may still need: no item that
     * is not settled, none on its way to the helpdesk, no dead letter.
     *
     * @param after the last one of the page before, or null
     */
    List<Due> due(Instant storedBefore, @Nullable Due after, int limit);

    /**
     * Keeps a file of a message apart from the bytes it was read from; from now on it is read from here. A file that is
     * kept already stays as it is.
     *
     * @param index which of the message's attachments
     * @throws IOException when the bytes cannot be read
     */
    void keepFile(String tenantId, String messageId, int index, InputStream bytes) throws IOException;

    /**
     * Removes an item's bytes; what is known of it stays, above all its source key.
     *
     * @return false when they were gone
     */
    boolean dropBytes(String tenantId, String rawId);

    /**
     * Forgets items without bytes: their source keys, and the keys by which their messages would be recognised. Messages in
     * tickets stay.
     *
     * @return how many were forgotten; at most {@code limit}
     */
    int forget(Instant storedBefore, int limit);

    /**
     * Removes some of what is kept of a tenant, in whatever state: messages, tickets, files, configuration, secrets. To be
     * called until it answers 0, so that no other tenant waits for a long removal. Of the audit log only what says that the
     * tenant was deleted stays.
     *
     * @return how many rows were removed
     */
    int deleteSome(String tenantId);
}
