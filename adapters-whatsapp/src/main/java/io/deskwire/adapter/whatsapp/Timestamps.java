package io.deskwire.adapter.whatsapp;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Times in webhooks: Unix seconds as text by the provider's word, in practice also as numbers and in milliseconds. */
final class Timestamps {

    private static final BigDecimal MILLISECONDS_FROM = BigDecimal.valueOf(1_000_000_000_000L);
    // WhatsApp began in 2009; what lies beyond a century from then is no time.
    private static final long FIRST = 1_230_768_000L;
    private static final long LAST = 4_386_441_600L;

    private Timestamps() {}

    /** The element's own time, or null when it has none that can be. */
    static @Nullable Instant read(Map<String, Object> element) {
        return read(element, "timestamp");
    }

    static @Nullable Instant read(Map<String, Object> element, String name) {
        BigDecimal number = Tree.number(element, name);
        if (number == null || number.signum() < 0) {
            return null;
        }
        BigDecimal milliseconds =
                number.compareTo(MILLISECONDS_FROM) >= 0 ? number : number.multiply(BigDecimal.valueOf(1000));
        BigDecimal whole = milliseconds.setScale(0, RoundingMode.DOWN);
        if (whole.compareTo(BigDecimal.valueOf(FIRST * 1000)) < 0
                || whole.compareTo(BigDecimal.valueOf(LAST * 1000)) > 0) {
            return null;
        }
        return Instant.ofEpochMilli(whole.longValueExact());
    }
}
