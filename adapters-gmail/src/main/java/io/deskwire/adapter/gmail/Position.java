package io.deskwire.adapter.gmail;

import io.deskwire.channel.Cursor;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where reading a mailbox goes on. As text see {@link PositionText}.
 *
 * @param account the address of the account whose mailbox it is, lower-case, or null when Gmail did not say
 * @param history the history id that was read up to; while listing, the one that was current before the listing began
 * @param good when the history was last read to its end: what arrived before is stored
 * @param floor messages that arrived before are never taken, or null
 * @param labels the labels that are read; empty when that is not known
 * @param listing how far a listing by time has come, or null while the history is followed
 * @param report what became of a listing and was not told yet, or null
 * @param pending stored messages whose after-intake work is still to be done
 * @param troubles messages that could not be fetched yet
 */
record Position(
        @Nullable String account,
        BigInteger history,
        Instant good,
        @Nullable Instant floor,
        List<String> labels,
        @Nullable Listing listing,
        @Nullable Report report,
        List<String> pending,
        List<Trouble> troubles) {

    Position {
        labels = List.copyOf(labels);
        pending = List.copyOf(pending);
        troubles = List.copyOf(troubles);
    }

    /** Why a mailbox is listed by time. */
    enum Why {
        /** It is read for the first time. */
        FIRST,
        /** Gmail no longer knows the history. */
        GAP,
        /** The position could not be read. */
        LOST,
        /** Another account was connected. */
        ACCOUNT,
        /** Labels were added whose messages are read. */
        LABELS
    }

    /**
     * A listing by time, oldest first.
     *
     * @param from what arrived before is stored
     * @param why what it is for
     * @param since for a gap, since when the history is missing
     * @param found how many new messages it has brought so far
     */
    record Listing(Instant from, Why why, @Nullable Instant since, int found) {}

    /**
     * What an administrator is to be told.
     *
     * @param why what a listing was for
     * @param since for a gap, since when the history was missing
     * @param found how many new messages it brought
     */
    record Report(Why why, @Nullable Instant since, int found) {}

    /**
     * A message that could not be fetched.
     *
     * @param id which
     * @param since when that was tried first
     * @param last when it was tried last
     * @param tries how often
     */
    record Trouble(String id, Instant since, Instant last, int tries) {}

    /** Following the history of a mailbox from here on. */
    static Position following(
            @Nullable String account, BigInteger history, Instant good, @Nullable Instant floor, List<String> labels) {
        return new Position(account, history, good, floor, labels, null, null, List.of(), List.of());
    }

    Position of(@Nullable String newAccount, List<String> newLabels) {
        return new Position(newAccount, history, good, floor, newLabels, listing, report, pending, troubles);
    }

    Position with(@Nullable Listing newListing) {
        return new Position(account, history, good, floor, labels, newListing, report, pending, troubles);
    }

    /** With another count in the listing, if there is one. */
    Position withFound(int found) {
        return listing == null ? this : with(new Listing(listing.from(), listing.why(), listing.since(), found));
    }

    Position withReport(@Nullable Report newReport) {
        return new Position(account, history, good, floor, labels, listing, newReport, pending, troubles);
    }

    Position with(List<String> newPending, List<Trouble> newTroubles) {
        return new Position(account, history, good, floor, labels, listing, report, newPending, newTroubles);
    }

    Position at(BigInteger newHistory, Instant newGood) {
        return new Position(account, newHistory, newGood, floor, labels, listing, report, pending, troubles);
    }

    /** From where a listing has to begin that is to find everything that may be taken. */
    Instant beginning() {
        return floor == null ? Instant.EPOCH : floor;
    }

    Cursor cursor() {
        return new Cursor(PositionText.of(this));
    }

    /** Null when the text is none of ours. */
    static @Nullable Position parse(Cursor cursor) {
        return PositionText.parse(cursor.value());
    }
}
