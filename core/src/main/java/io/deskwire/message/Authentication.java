package io.deskwire.message;

import org.jspecify.annotations.Nullable;

/**
 * Verdicts on the sender's identity, as a trusted party reported them (RFC 8601); null where nobody did.
 *
 * @param spf such as {@code pass}, {@code fail}, {@code none}
 * @param dkim likewise
 * @param dmarc likewise
 */
public record Authentication(
        @Nullable String spf,
        @Nullable String dkim,
        @Nullable String dmarc) {

    /** Nobody said anything. */
    public static Authentication unknown() {
        return new Authentication(null, null, null);
    }
}
