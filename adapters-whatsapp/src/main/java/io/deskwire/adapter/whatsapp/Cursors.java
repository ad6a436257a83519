package io.deskwire.adapter.whatsapp;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Paging of Graph's lists. */
final class Cursors {

    private Cursors() {}

    /** Where the next page begins, or null after the last one. {@code next} is not followed: it names any host it likes. */
    static @Nullable String after(Map<String, Object> answer) {
        Map<String, Object> paging = Tree.object(answer, "paging");
        return Tree.text(paging, "next") == null ? null : Tree.text(Tree.object(paging, "cursors"), "after");
    }
}
