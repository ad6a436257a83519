package io.deskwire.intake;

import io.deskwire.message.ChannelEvent;
import java.time.Instant;

/** Hands a notice to the channel it is about. */
@FunctionalInterface
public interface NoticeDesk {

    /** Does nothing when the channel is gone or takes no notices. */
    void take(String tenantId, String channelId, ChannelEvent.Notice notice, Instant now);
}
