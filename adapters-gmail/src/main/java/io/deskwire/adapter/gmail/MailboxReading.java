package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.Profile;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.Intake;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** One pass over a mailbox: a listing by time where there is no history to follow, then the history to its end. */
final class MailboxReading {

    /** How far a listing reaches back before the last time when nothing was missing: clocks, and mail that was on its way. */
    static final Duration OVERLAP = Duration.ofDays(1);

    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
    /** The position tells the last good time this exactly, so that an idle mailbox is not written to all the time. */
    private static final Duration GOOD_ENOUGH = Duration.ofMinutes(30);

    private final GmailClient client;
    private final Intake intake;
    private final Unreadable unreadable;
    private final MailboxNames names;
    private final Instant now;
    private final AfterWork afterWork;

    MailboxReading(GmailClient client, Intake intake, Unreadable unreadable, MailboxNames names, Instant now) {
        this.client = client;
        this.intake = intake;
        this.unreadable = unreadable;
        this.names = names;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.afterWork = new AfterWork(client);
    }

    /**
     * @param stored where to go on, or null
     * @param lost whether there was a position that nobody can read
     */
    FetchResult run(@Nullable Position stored, boolean lost) throws ChannelException {
        Position start = stored == null ? first(lost) : stored;
        Handover handover = new Handover(intake, afterWork, start);
        if (stored == null) {
            handover.begin();
        }
        handover.flush();
        String note = read(handover);
        if (afterWork.failure() != null) {
            throw afterWork.failure();
        }
        return new FetchResult(handover.offered(), handover.stored(), note != null, note);
    }

    private @Nullable String read(Handover handover) throws ChannelException {
        String note = list(handover);
        Position position = handover.position();
        try {
            follow(handover);
            return note;
        } catch (HistoryPages.GoneException e) {
            Instant from = position.good().minus(OVERLAP);
            Instant floor = position.floor();
            if (floor != null && floor.isAfter(from)) {
                from = floor;
            }
            // The new end is remembered first: what comes while we list is in the history behind it.
            Position anew = new Position(
                            profile(), now, floor, null, handover.position().pending())
                    .with(new Position.Listing(from, position.good(), 0));
            handover.move(anew);
            handover.flush();
            note = list(handover);
        }
        try {
            follow(handover);
        } catch (HistoryPages.GoneException e) {
            throw ChannelException.of(
                    FailureKind.TRANSIENT, "Gmail does not know the history id that it has just given", e);
        }
        return note;
    }

    /** Where a mailbox is begun with. */
    private Position first(boolean lost) throws ChannelException {
        StartFrom start = client.settings().startFrom();
        BigInteger history = profile();
        if (start.now() && !lost) {
            return Position.following(history, now, now.minus(CLOCK_TOLERANCE));
        }
        Instant floor = start.now() ? now.minus(OVERLAP) : start.since();
        Instant from = floor == null ? Instant.EPOCH : floor.truncatedTo(ChronoUnit.SECONDS);
        return Position.following(history, now, floor).with(new Position.Listing(from, lost ? from : null, 0));
    }

    private BigInteger profile() throws ChannelException {
        Profile profile = client.read(
                QuotaBudget.PROFILE,
                gmail -> gmail.users().getProfile(GmailClient.ME).execute());
        names.learn(profile.getEmailAddress());
        BigInteger history = profile.getHistoryId();
        if (history == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "Gmail does not say where the mailbox's history stands")
                    .withHint("Check api_base_url: something else than the Gmail API may have answered.");
        }
        return history;
    }

    /**
     * Ends a listing that has been begun.
     *
     * @return what an administrator should know about it, or null
     */
    private @Nullable String list(Handover handover) throws ChannelException {
        Position.Listing listing = handover.position().listing();
        if (listing == null) {
            return null;
        }
        new TimeListing(client, pages(handover), handover, now).run();
        int found = handover.foundByListing();
        Position position = handover.position();
        handover.move(Position.following(position.history(), position.good(), position.floor()));
        handover.flush();
        if (listing.gapSince() == null) {
            return null;
        }
        return "Gmail no longer knew the history since " + listing.gapSince() + ", so that the mail from "
                + gapStart(listing) + " to " + now + " was listed again: " + found + " messages were new.";
    }

    private static Instant gapStart(Position.Listing listing) {
        Instant since = listing.gapSince();
        Instant from = since == null ? listing.from() : since.minus(OVERLAP);
        return from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from;
    }

    private void follow(Handover handover) throws ChannelException, HistoryPages.GoneException {
        int before = handover.stored();
        BigInteger end = new HistoryPages(client, pages(handover), handover).run();
        Position position = handover.position();
        boolean moved = !end.equals(position.history());
        boolean old = Duration.between(position.good(), now).compareTo(GOOD_ENOUGH) > 0;
        if (moved || old || handover.stored() > before) {
            handover.move(position.at(end, now));
        }
        handover.flush();
    }

    private Page pages(Handover handover) {
        MailFetch fetch = new MailFetch(client);
        return new Page(
                intake,
                fetch,
                new Wanted(client.settings(), fetch, handover.position().floor()),
                handover,
                unreadable);
    }
}
