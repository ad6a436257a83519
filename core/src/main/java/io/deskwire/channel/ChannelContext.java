package io.deskwire.channel;

import java.util.Objects;

/**
 * What the host lends a channel.
 *
 * @param egress which addresses may be connected to
 * @param tokens OAuth access tokens
 * @param memory what adapters keep about their channels
 * @param files shows stored files to providers
 * @param log where it notes what it does at its provider
 */
public record ChannelContext(
        EgressPolicy egress, AccessTokens tokens, ChannelMemory memory, PublicFiles files, ProtocolLog log) {
    public ChannelContext {
        Objects.requireNonNull(egress, "egress");
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(files, "files");
        Objects.requireNonNull(log, "log");
    }

    /** A context whose channels' doings are not noted. */
    public ChannelContext(EgressPolicy egress, AccessTokens tokens, ChannelMemory memory, PublicFiles files) {
        this(egress, tokens, memory, files, ProtocolLog.none());
    }

    /** The same for one channel, with a log of its own. */
    public ChannelContext withLog(ProtocolLog own) {
        return new ChannelContext(egress, tokens, memory, files, own);
    }

    /** A context for channels that keep and publish nothing. */
    public ChannelContext(EgressPolicy egress, AccessTokens tokens) {
        this(egress, tokens, ChannelMemory.none(), PublicFiles.none());
    }
}
