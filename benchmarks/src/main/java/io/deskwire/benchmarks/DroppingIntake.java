package io.deskwire.benchmarks;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawItem;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Takes everything and keeps nothing: shows what the fetch costs without the store. */
final class DroppingIntake implements Intake {

    @Override
    public CompletionStage<Accepted> accept(List<RawItem> items, @Nullable Cursor next) {
        return CompletableFuture.completedFuture(new Accepted(items.size(), 0));
    }

    @Override
    public Set<String> known(Collection<String> sourceKeys) {
        return Set.of();
    }
}
