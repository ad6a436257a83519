package io.deskwire.adapter.gmail;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Intake;
import io.deskwire.failure.ChannelException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads a mailbox after a history id. */
final class GmailInbound implements InboundChannel {

    private final GmailClient client;
    private final PushPulse pulse;
    private final MailboxNames names;
    private final SenderAliases aliases;
    private final Remembered remembered = new Remembered();

    GmailInbound(GmailClient client, PushPulse pulse, MailboxNames names, SenderAliases aliases) {
        this.client = client;
        this.pulse = pulse;
        this.names = names;
        this.aliases = aliases;
    }

    @Override
    public FetchResult fetch(@Nullable Cursor after, Intake intake, Instant now) throws ChannelException {
        Position stored = after == null ? null : Position.parse(after);
        FetchResult result = new MailboxReading(client, names, aliases, remembered, intake, now)
                .run(stored, after != null && stored == null);
        if (stored != null && stored.listing() == null && !result.resynced() && result.stored() > 0) {
            pulse.mailFound(now);
        }
        return result;
    }
}
