package io.deskwire.channel;

import io.deskwire.message.ChannelEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Takes notices about the channel's own account, numbers and templates, in the order in which they are filed. */
public interface NoticeReader {

    /**
     * Takes one notice; may be called with the same one again.
     *
     * @return what an operator must know about the channel because of it, in words, or null
     */
    @Nullable String read(ChannelEvent.Notice notice, Instant now);
}
