package io.deskwire.channel;

import io.deskwire.message.OutboundAttachment;
import java.net.URI;
import java.util.Optional;

/**
 * Shows a stored file to the world under an address that cannot be guessed and ends after a while, for providers that fetch
 * files instead of taking them.
 */
@FunctionalInterface
public interface PublicFiles {

    /** The file's public address; empty where the host has no public address. */
    Optional<URI> publish(String tenantId, OutboundAttachment file);

    /** For hosts that publish nothing. */
    static PublicFiles none() {
        return (tenantId, file) -> Optional.empty();
    }
}
