package io.deskwire.channel;

import java.util.Objects;

/**
 * What the host lends a channel.
 *
 * @param egress which addresses may be connected to
 * @param tokens OAuth access tokens
 * @param memory what adapters keep about their channels
 * @param files shows stored files to providers
 */
public record ChannelContext(EgressPolicy egress, AccessTokens tokens, ChannelMemory memory, PublicFiles files) {
    public ChannelContext {
        Objects.requireNonNull(egress, "egress");
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(files, "files");
    }

    /** A context for channels that keep and publish nothing. */
    public ChannelContext(EgressPolicy egress, AccessTokens tokens) {
        this(egress, tokens, ChannelMemory.none(), PublicFiles.none());
    }
}
