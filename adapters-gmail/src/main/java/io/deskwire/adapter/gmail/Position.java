package io.deskwire.adapter.gmail;

import io.deskwire.channel.Cursor;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where reading a mailbox goes on; as text {@code v1;h=HISTORY;g=GOOD} and what else there is.
 *
 * @param history the history id that was read up to; while listing, the one that was current before the listing began
 * @param good when the history was last read to its end: what arrived before is stored
 * @param floor messages that arrived before are never taken, or null
 * @param listing how far a listing by time has come, or null while the history is followed
 * @param pending stored messages whose after-intake work is still to be done
 */
record Position(
        BigInteger history,
        Instant good,
        @Nullable Instant floor,
        @Nullable Listing listing,
        List<String> pending) {

    Position {
        pending = List.copyOf(pending);
    }

    /**
     * A listing by time, oldest first.
     *
     * @param from what arrived before is stored
     * @param gapSince since when the history is missing, or null for the first listing of a mailbox
     * @param found how many new messages it has brought so far
     */
    record Listing(Instant from, @Nullable Instant gapSince, int found) {}

    /** Following the history from here on. */
    static Position following(BigInteger history, Instant good, @Nullable Instant floor) {
        return new Position(history, good, floor, null, List.of());
    }

    Position with(@Nullable Listing newListing) {
        return new Position(history, good, floor, newListing, pending);
    }

    /** With another count in the listing, if there is one. */
    Position withFound(int found) {
        return listing == null ? this : with(new Listing(listing.from(), listing.gapSince(), found));
    }

    Position withPending(List<String> ids) {
        return new Position(history, good, floor, listing, ids);
    }

    Position at(BigInteger newHistory, Instant newGood) {
        return new Position(newHistory, newGood, floor, listing, pending);
    }

    Cursor cursor() {
        StringBuilder text = new StringBuilder("v1;h=" + history + ";g=" + good.getEpochSecond());
        if (floor != null) {
            text.append(";f=").append(floor.getEpochSecond());
        }
        if (listing != null) {
            text.append(";l=").append(listing.from().getEpochSecond());
            text.append(";n=").append(listing.found());
            if (listing.gapSince() != null) {
                text.append(";s=").append(listing.gapSince().getEpochSecond());
            }
        }
        if (!pending.isEmpty()) {
            text.append(";p=").append(String.join(",", pending));
        }
        return new Cursor(text.toString());
    }

    /** Null when the text is none of ours. */
    static @Nullable Position parse(Cursor cursor) {
        String[] parts = cursor.value().split(";", -1);
        if (!parts[0].equals("v1")) {
            return null;
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 1; i < parts.length; i++) {
            int sign = parts[i].indexOf('=');
            if (sign > 0) {
                values.put(parts[i].substring(0, sign), parts[i].substring(sign + 1));
            }
        }
        try {
            String history = values.get("h");
            Instant good = time(values.get("g"));
            if (history == null || good == null) {
                return null;
            }
            Instant from = time(values.get("l"));
            Listing listing = from == null
                    ? null
                    : new Listing(from, time(values.get("s")), Integer.parseInt(values.getOrDefault("n", "0")));
            String pending = values.getOrDefault("p", "");
            return new Position(
                    new BigInteger(history),
                    good,
                    time(values.get("f")),
                    listing,
                    pending.isEmpty() ? List.of() : List.of(pending.split(",")));
        } catch (NumberFormatException | DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant time(@Nullable String seconds) {
        return seconds == null ? null : Instant.ofEpochSecond(Long.parseLong(seconds));
    }
}
