package io.deskwire.adapter.cloud.postmark;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a look at one part of the account showed.
 *
 * @param ok whether it is as it should be
 * @param detail what was found, as a sentence
 * @param hint what to do, or null
 */
record Finding(boolean ok, String detail, @Nullable String hint) {
    Finding {
        Objects.requireNonNull(detail, "detail");
    }

    static Finding good(String detail) {
        return new Finding(true, detail, null);
    }

    static Finding bad(String detail, String hint) {
        return new Finding(false, detail, hint);
    }
}
