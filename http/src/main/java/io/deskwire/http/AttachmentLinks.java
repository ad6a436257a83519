package io.deskwire.http;

import io.deskwire.message.Attachment;
import io.deskwire.message.InboundMessage;
import java.net.URI;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Port: addresses under which a helpdesk fetches the files of messages without any other permission, until they expire. */
@FunctionalInterface
public interface AttachmentLinks {

    /**
     * The address of a file; empty where this host cannot be reached.
     *
     * @param now the present, from which on it is good for a while
     */
    Optional<Link> link(InboundMessage message, Attachment attachment, Instant now);

    /**
     * @param address cannot be guessed
     * @param expiresAt until when it is good
     */
    record Link(URI address, Instant expiresAt) {
        public Link {
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(expiresAt, "expiresAt");
        }
    }

    /** No addresses. */
    static AttachmentLinks none() {
        return (message, attachment, now) -> Optional.empty();
    }
}
