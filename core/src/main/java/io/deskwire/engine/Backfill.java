package io.deskwire.engine;

import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.ChannelType;
import io.deskwire.channel.InboundChannel;
import io.deskwire.config.ChannelConfig;
import io.deskwire.config.ConfigProblem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.intake.Inbox;
import java.time.Clock;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Use case: reads a polled channel from a date on, over a connection of its own. The channel's cursor stays where it is,
 * nothing is changed at the source, and what is known is passed over.
 */
final class Backfill {

    private final Inbox inbox;
    private final ChannelContext context;
    private final Clock clock;

    Backfill(Inbox inbox, ChannelContext context, Clock clock) {
        this.inbox = inbox;
        this.context = new ChannelContext(context.egress(), context.tokens(), ChannelMemory.none(), context.files());
        this.clock = clock;
    }

    Channels.Backfilled run(
            ChannelType type,
            ChannelConfig channel,
            @Nullable LocalDate since,
            boolean dryRun,
            Consumer<Channels.Backfilled> progress)
            throws ChannelException {
        ChannelConfig reading = reading(type, channel, since);
        Channel open = type.open(reading, context);
        try {
            InboundChannel inbound = open.inbound()
                    .orElseThrow(() -> ChannelException.of(
                            FailureKind.UNSUPPORTED, "the channel is pushed to and cannot be read again"));
            BackfillIntake intake = new BackfillIntake(inbox, channel, dryRun, clock, progress);
            inbound.fetch(null, intake, clock.instant());
            return intake.soFar();
        } catch (RuntimeException e) {
            throw Poller.translated(channel.tenantId(), channel.channelId(), e);
        } finally {
            open.close();
        }
    }

    private static ChannelConfig reading(ChannelType type, ChannelConfig channel, @Nullable LocalDate since)
            throws ChannelException {
        Map<String, Object> document = new LinkedHashMap<>(channel.config());
        document.put("start_from", since == null ? "all" : since.toString());
        document.put("after_intake", "none");
        document.remove("delete_after_days");
        ChannelConfig reading = new ChannelConfig(
                channel.tenantId(),
                channel.channelId(),
                channel.provider(),
                document,
                channel.ticketAddress(),
                channel.parserConfig(),
                true,
                channel.readProblems());
        List<ConfigProblem> problems = type.check(reading);
        if (!problems.isEmpty()) {
            throw ChannelException.of(
                    FailureKind.UNSUPPORTED,
                    "the channel cannot be read so: " + problems.get(0).path() + " "
                            + problems.get(0).message());
        }
        return reading;
    }
}
