package io.deskwire.engine;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The intake of one fetch: every batch is bound to the cursor that the one before it stored. */
final class ChannelIntake implements Intake {

    private final Inbox inbox;
    private final String tenantId;
    private final String channelId;
    private final TrustedServers trust;
    private final Clock clock;
    private final Consumer<Accepted> onAccepted;
    private @Nullable Cursor current;

    ChannelIntake(
            Inbox inbox, ChannelConfig channel, @Nullable Cursor current, Clock clock, Consumer<Accepted> onAccepted) {
        this.inbox = inbox;
        this.tenantId = channel.tenantId();
        this.channelId = channel.channelId();
        this.trust = TrustedServers.of(channel);
        this.current = current;
        this.clock = clock;
        this.onAccepted = onAccepted;
    }

    @Override
    public CompletionStage<Accepted> accept(List<RawItem> items, @Nullable Cursor next) {
        CompletionStage<Accepted> durable =
                inbox.record(new IntakeBatch(tenantId, channelId, trust.named(items), current, next, clock.instant()));
        if (next != null) {
            current = next;
        }
        return durable.thenApply(accepted -> {
            onAccepted.accept(accepted);
            return accepted;
        });
    }

    @Override
    public Set<String> known(Collection<String> sourceKeys) {
        return inbox.known(tenantId, channelId, sourceKeys);
    }
}
