package io.deskwire.adapter.gmail;

import io.deskwire.channel.ChannelMemory;
import io.deskwire.work.StoreUnavailableException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * When a proven push last came and when mail was last found. Kept where every node sees it, since pushes arrive at any node,
 * but written only now and then.
 */
final class PushPulse {

    private static final Logger LOG = LoggerFactory.getLogger(PushPulse.class);
    private static final String PUSH = "gmail.last_push";
    private static final String MAIL = "gmail.last_mail";

    /** How exact what is written is. */
    static final Duration GRAIN = Duration.ofMinutes(5);

    private final ChannelMemory memory;
    private final String tenantId;
    private final String channelId;
    private volatile @Nullable Instant writtenPush;
    private volatile @Nullable Instant writtenMail;

    PushPulse(ChannelMemory memory, GmailSettings settings) {
        this.memory = memory;
        this.tenantId = settings.tenantId();
        this.channelId = settings.channelId();
    }

    /** A proven push came. */
    void pushCame(Instant at) {
        if (isDue(writtenPush, at)) {
            writtenPush = at;
            note(PUSH, at);
        }
    }

    /** New mail was found when the history was followed, whatever made us look. */
    void mailFound(Instant at) {
        if (isDue(writtenMail, at)) {
            writtenMail = at;
            note(MAIL, at);
        }
    }

    private void note(String name, Instant at) {
        try {
            memory.put(tenantId, channelId, name, at.toString());
        } catch (StoreUnavailableException e) {
            LOG.debug("{} could not be noted; the next one will be", name);
        }
    }

    Optional<Instant> lastPush() {
        return read(PUSH);
    }

    Optional<Instant> lastMail() {
        return read(MAIL);
    }

    private Optional<Instant> read(String name) {
        try {
            return memory.find(tenantId, channelId, name).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static boolean isDue(@Nullable Instant written, Instant at) {
        return written == null || !at.isBefore(written.plus(GRAIN)) || at.isBefore(written);
    }
}
