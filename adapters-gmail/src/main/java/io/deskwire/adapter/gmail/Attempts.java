package io.deskwire.adapter.gmail;

import io.deskwire.channel.ChannelMemory;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.OutboundMessage;
import io.deskwire.work.StoreUnavailableException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Attempts to send whose outcome is not known, kept where another process finds them: how long ago one was decides what it
 * proves that Gmail does not show the message.
 */
final class Attempts {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    private final ChannelMemory memory;
    private final String tenantId;
    private final String channelId;
    private final InstantSource clock;

    Attempts(ChannelMemory memory, GmailSettings settings, InstantSource clock) {
        this.memory = memory;
        this.tenantId = settings.tenantId();
        this.channelId = settings.channelId();
        this.clock = clock;
    }

    /**
     * @param began when it began at the latest
     * @param over when nothing of it is under way any more
     */
    record Attempt(Instant began, Instant over) {

        private String text() {
            return began + " " + over;
        }

        private static Optional<Attempt> of(String text) {
            try {
                String[] parts = text.split(" ", 2);
                return Optional.of(new Attempt(Instant.parse(parts[0]), Instant.parse(parts[parts.length - 1])));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }

    /**
     * An attempt is about to be made.
     *
     * @param longest how long it may last
     */
    void begin(OutboundMessage message, Duration longest) throws ChannelException {
        Instant now = clock.instant();
        keep(message, new Attempt(now, now.plus(longest)));
    }

    /** It is over, and nobody knows how it ended. */
    void over(OutboundMessage message) {
        Instant now = clock.instant();
        try {
            memory.put(tenantId, channelId, name(message), new Attempt(now, now).text());
        } catch (StoreUnavailableException e) {
            LOG.debug(
                    "the end of an attempt could not be noted; the look-up waits for as long as it could have lasted");
        }
    }

    /** How it ended is known. */
    void settle(OutboundMessage message) {
        try {
            memory.put(tenantId, channelId, name(message), null);
        } catch (StoreUnavailableException e) {
            LOG.info("channel {}/{} could not forget an attempt to send", tenantId, channelId);
        }
    }

    /** The last attempt; one that nobody noted counts from the first time that it is asked for. */
    Attempt of(OutboundMessage message) throws ChannelException {
        Optional<Attempt> noted;
        try {
            noted = memory.find(tenantId, channelId, name(message)).flatMap(Attempt::of);
        } catch (StoreUnavailableException e) {
            throw unavailable(e);
        }
        if (noted.isPresent()) {
            return noted.get();
        }
        Attempt asked = new Attempt(clock.instant(), clock.instant());
        keep(message, asked);
        return asked;
    }

    private void keep(OutboundMessage message, Attempt attempt) throws ChannelException {
        try {
            memory.put(tenantId, channelId, name(message), attempt.text());
        } catch (StoreUnavailableException e) {
            throw unavailable(e);
        }
    }

    private static ChannelException unavailable(StoreUnavailableException e) {
        return ChannelException.of(FailureKind.TRANSIENT, "our own store is not available", e);
    }

    private static String name(OutboundMessage message) {
        return "gmail.attempt." + message.id();
    }
}
