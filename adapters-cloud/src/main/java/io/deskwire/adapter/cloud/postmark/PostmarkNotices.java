package io.deskwire.adapter.cloud.postmark;

import io.deskwire.channel.NoticeReader;
import io.deskwire.message.ChannelEvent;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what an operator must do about notices. */
final class PostmarkNotices implements NoticeReader {

    @Override
    public @Nullable String read(ChannelEvent.Notice notice, Instant now) {
        return switch (notice.topic().toLowerCase(Locale.ROOT)) {
            case "bounce.inbounderror", "inbounderror" ->
                "Postmark gave up posting a mail that it had received. Look under the server's inbound activity, and let it"
                        + " be tried again there once webhook_url answers.";
            default -> null;
        };
    }
}
