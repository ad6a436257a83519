package io.deskwire.app.console;

import io.deskwire.channel.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Something of a channel that ends at a time.
 *
 * @param what in words, such as "Watch"
 * @param chip how long it still lasts
 */
record ExpiryView(String what, Chip chip, Moment at, boolean renewed) {

    private static final Duration SOON = Duration.ofHours(24);

    static List<ExpiryView> of(List<Expiry> expiries, Instant now) {
        return expiries.stream().map(expiry -> of(expiry, now)).toList();
    }

    private static ExpiryView of(Expiry expiry, Instant now) {
        Duration left = Duration.between(now, expiry.at());
        boolean over = left.isNegative() || left.isZero();
        Tone tone = over ? Tone.BAD : left.compareTo(SOON) < 0 ? Tone.WAIT : Tone.GOOD;
        String name = expiry.what().substring(0, 1).toUpperCase(Locale.ROOT)
                + expiry.what().substring(1);
        return new ExpiryView(
                name,
                new Chip(over ? "Ended" : Words.span(left) + " left", tone),
                Moment.of(expiry.at(), now),
                expiry.renewed());
    }

    /** Whether an overview should show it at all. */
    boolean urgent() {
        return chip.tone() != Tone.GOOD;
    }
}
