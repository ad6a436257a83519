package io.deskwire.engine;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.config.ChannelConfig;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.IntakeBatch;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Takes what a backfill reads, without a cursor. In a dry run everything counts as known, so that adapters do not even fetch
 * it; what they ask about and what they offer is the list of what is there.
 */
final class BackfillIntake implements Intake {

    private static final int MOST_NAMED = 1000;

    private final Inbox inbox;
    private final ChannelConfig channel;
    private final TrustedServers trust;
    private final boolean dryRun;
    private final Clock clock;
    private final Consumer<Channels.Backfilled> progress;

    private final Set<String> seen = new HashSet<>();
    private final List<String> missing = new ArrayList<>();
    private long fresh;
    private long stored;

    BackfillIntake(
            Inbox inbox, ChannelConfig channel, boolean dryRun, Clock clock, Consumer<Channels.Backfilled> progress) {
        this.inbox = inbox;
        this.channel = channel;
        this.trust = TrustedServers.of(channel);
        this.dryRun = dryRun;
        this.clock = clock;
        this.progress = progress;
    }

    synchronized Channels.Backfilled soFar() {
        return new Channels.Backfilled(seen.size(), seen.size() - fresh, stored, List.copyOf(missing));
    }

    @Override
    public CompletionStage<Accepted> accept(List<RawItem> items, @Nullable Cursor next) {
        note(items.stream().map(RawItem::sourceKey).toList());
        if (items.isEmpty()) {
            return CompletableFuture.completedFuture(new Accepted(0, 0));
        }
        if (dryRun) {
            items.forEach(BackfillIntake::passOver);
            return CompletableFuture.completedFuture(new Accepted(0, items.size()));
        }
        return inbox.record(new IntakeBatch(
                        channel.tenantId(), channel.channelId(), trust.named(items), null, null, clock.instant()))
                .thenApply(accepted -> {
                    synchronized (this) {
                        stored += accepted.stored();
                    }
                    progress.accept(soFar());
                    return accepted;
                });
    }

    /** A body that comes over the wire has to be taken off it. */
    private static void passOver(RawItem item) {
        if (item.body() instanceof RawBody.InMemory) {
            return;
        }
        try (InputStream body = item.body().open()) {
            body.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<String> known(Collection<String> sourceKeys) {
        Set<String> known = note(sourceKeys);
        return dryRun ? new HashSet<>(sourceKeys) : known;
    }

    /** Counts what was not seen before; returns which of all are stored. */
    private Set<String> note(Collection<String> sourceKeys) {
        Set<String> known = inbox.known(channel.tenantId(), channel.channelId(), sourceKeys);
        synchronized (this) {
            for (String key : sourceKeys) {
                if (seen.add(key) && !known.contains(key)) {
                    fresh++;
                    if (missing.size() < MOST_NAMED) {
                        missing.add(key);
                    }
                }
            }
        }
        progress.accept(soFar());
        return known;
    }
}
