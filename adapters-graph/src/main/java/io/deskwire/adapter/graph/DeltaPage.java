package io.deskwire.adapter.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of a delta round.
 *
 * @param messages what was added; removals are left out
 * @param nextLink the next page, or null on the last one
 * @param deltaLink where the next round begins; null on all but the last page
 */
record DeltaPage(
        List<Listed> messages,
        @Nullable String nextLink,
        @Nullable String deltaLink) {
    DeltaPage {
        messages = List.copyOf(messages);
    }
}
