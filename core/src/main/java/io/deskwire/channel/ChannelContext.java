package io.deskwire.channel;

import java.util.Objects;

/**
 * What the host lends a channel.
 *
 * @param egress which addresses may be connected to
 * @param tokens OAuth access tokens
 */
public record ChannelContext(EgressPolicy egress, AccessTokens tokens) {
    public ChannelContext {
        Objects.requireNonNull(egress, "egress");
        Objects.requireNonNull(tokens, "tokens");
    }
}
