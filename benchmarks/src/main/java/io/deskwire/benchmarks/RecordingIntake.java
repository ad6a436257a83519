package io.deskwire.benchmarks;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What the engine does with the batches of a fetch: records them, each bound to the cursor of the one before. */
final class RecordingIntake implements Intake {

    private final Inbox inbox;
    private final String tenantId;
    private final String channelId;
    private @Nullable Cursor current;

    RecordingIntake(Inbox inbox, String tenantId, String channelId) {
        this.inbox = inbox;
        this.tenantId = tenantId;
        this.channelId = channelId;
    }

    @Override
    public CompletionStage<Accepted> accept(List<RawItem> items, @Nullable Cursor next) {
        CompletionStage<Accepted> durable =
                inbox.record(new IntakeBatch(tenantId, channelId, items, current, next, Instant.now()));
        if (next != null) {
            current = next;
        }
        return durable;
    }

    @Override
    public Set<String> known(Collection<String> sourceKeys) {
        return inbox.known(tenantId, channelId, sourceKeys);
    }
}
