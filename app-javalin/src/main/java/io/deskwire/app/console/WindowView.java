package io.deskwire.app.console;

import io.deskwire.delivery.WindowGate;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The time in which the customer's provider takes free text.
 *
 * @param writable whether an answer may be typed, be it that a template stands in for it
 * @param tone of the line
 * @param closes when it closes or closed, or null when the customer never wrote
 * @param left how long it still stays open, in words; null when it is closed
 * @param fallback name of the template that carries what is typed while it is closed, or null
 */
record WindowView(
        boolean open,
        boolean writable,
        Tone tone,
        @Nullable Moment closes,
        @Nullable String left,
        @Nullable String fallback) {

    private static final Duration SOON = Duration.ofHours(2);

    /**
     * @param fallback the template that the tenant chose for answers outside of the window, or null
     */
    static WindowView of(WindowGate.State window, @Nullable String fallback, Instant now) {
        Instant closesAt = window.closesAt();
        Duration left = window.open() && closesAt != null ? Duration.between(now, closesAt) : null;
        Tone tone = !window.open() ? Tone.BAD : left != null && left.compareTo(SOON) < 0 ? Tone.WAIT : Tone.GOOD;
        return new WindowView(
                window.open(),
                window.open() || fallback != null,
                tone,
                Moment.orNull(closesAt, now),
                left == null ? null : Words.span(left),
                window.open() ? null : fallback);
    }

    /** Differs when anything that is shown differs; the same on every node. */
    String fingerprint() {
        return String.format("%08x", toString().hashCode());
    }
}
