package io.deskwire.adapter.gmail;

import io.deskwire.adapter.gmail.Position.Listing;
import io.deskwire.adapter.gmail.Position.Report;
import io.deskwire.adapter.gmail.Position.Trouble;
import io.deskwire.adapter.gmail.Position.Why;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.Intake;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One pass over a mailbox: a listing by time where there is no history to follow, then the history to its end. */
final class MailboxReading {

    /** How far back is looked where nothing tells what was read before: clocks, and mail that was on its way. */
    private static final Duration OVERLAP = Duration.ofDays(1);

    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);
    /** The position tells the last good time this exactly, so that an idle mailbox is not written to all the time. */
    private static final Duration GOOD_ENOUGH = Duration.ofMinutes(30);

    private final GmailClient client;
    private final AccountCheck accounts;
    private final MailboxNames names;
    private final SenderAliases aliases;
    private final Remembered remembered;
    private final Intake intake;
    private final Instant now;
    private final AfterWork afterWork;
    private final List<String> watched;

    MailboxReading(
            GmailClient client,
            MailboxNames names,
            SenderAliases aliases,
            Remembered remembered,
            Intake intake,
            Instant now) {
        this.client = client;
        this.accounts = new AccountCheck(client, names, aliases);
        this.names = names;
        this.aliases = aliases;
        this.remembered = remembered;
        this.intake = intake;
        this.now = now.truncatedTo(ChronoUnit.SECONDS);
        this.afterWork = new AfterWork(client);
        this.watched = client.settings().watched();
    }

    /**
     * @param stored where to go on, or null
     * @param lost whether there was a position that nobody can read
     */
    FetchResult run(@Nullable Position stored, boolean lost) throws ChannelException {
        Handover handover = new Handover(intake, afterWork, stored, start(stored, lost));
        handover.flush();
        if (handover.troubles().isFull()) {
            pages(handover).retry();
        }
        read(handover);
        pages(handover).retry();
        Report report = handover.position().report();
        if (report != null) {
            // It stays in the position until a pass has come this far, whatever ends those before.
            handover.move(handover.position().withReport(null));
            handover.flush();
        }
        String degraded = Stream.of(afterWork.trouble(), trouble(handover.troubles()))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        return new FetchResult(
                handover.offered(),
                handover.stored(),
                report != null,
                report == null ? null : told(report, handover.position().floor()),
                degraded.isEmpty() ? null : degraded);
    }

    private Position start(@Nullable Position stored, boolean lost) throws ChannelException {
        if (stored == null) {
            AccountCheck.Mailbox mailbox = accounts.look();
            remembered.verified();
            return first(mailbox, lost ? Why.LOST : Why.FIRST);
        }
        if (remembered.isVerified()) {
            return withLabels(stored, stored.account());
        }
        AccountCheck.Mailbox mailbox = accounts.look();
        String before = stored.account();
        String account = mailbox.account() == null ? before : mailbox.account();
        boolean another = before != null && !before.equals(account) && !accounts.isRenamed(before);
        remembered.verified();
        return another ? first(mailbox, Why.ACCOUNT) : withLabels(stored, account);
    }

    /** Where a mailbox is begun with. */
    private Position first(AccountCheck.Mailbox mailbox, Why why) {
        StartFrom start = client.settings().startFrom();
        Instant floor = start.since() == null ? null : start.since().truncatedTo(ChronoUnit.SECONDS);
        if (start.now()) {
            floor = now.minus(why == Why.LOST ? OVERLAP : CLOCK_TOLERANCE);
        }
        Position position = Position.following(mailbox.account(), mailbox.history(), now, floor, watched);
        if (start.now() && why != Why.LOST) {
            return why == Why.FIRST ? position : position.withReport(new Report(why, null, 0));
        }
        return position.with(new Listing(position.beginning(), why, null, 0));
    }

    /** What lies under a label that is read from now on is listed. */
    private Position withLabels(Position stored, @Nullable String account) {
        Position position = stored.of(account, watched);
        if (stored.labels().isEmpty() || stored.labels().containsAll(watched)) {
            return position;
        }
        Listing running = stored.listing();
        return position.with(
                running == null
                        ? new Listing(position.beginning(), Why.LABELS, null, 0)
                        : new Listing(position.beginning(), running.why(), running.since(), running.found()));
    }

    private void read(Handover handover) throws ChannelException {
        list(handover);
        try {
            follow(handover);
            return;
        } catch (HistoryPages.GoneException e) {
            // Labels may have changed in the gap, so that what is old may be new here: everything is listed. The new
            // end is
            // remembered first; what comes while we list is in the history behind it.
            Position before = handover.position();
            Report untold = before.report();
            Instant since = untold == null || untold.since() == null ? before.good() : untold.since();
            Position anew = Position.following(
                            before.account(), accounts.look().history(), now, before.floor(), watched)
                    .with(new Listing(before.beginning(), Why.GAP, since, untold == null ? 0 : untold.found()));
            remembered.forgetPassedOver();
            handover.move(anew);
            handover.flush();
            list(handover);
        }
        try {
            follow(handover);
        } catch (HistoryPages.GoneException e) {
            throw ChannelException.of(
                    FailureKind.TRANSIENT, "Gmail does not know the history id that it has just given", e);
        }
    }

    /** Ends a listing that has been begun. */
    private void list(Handover handover) throws ChannelException {
        Listing listing = handover.position().listing();
        if (listing == null) {
            return;
        }
        new TimeListing(client, pages(handover), handover, now).run();
        Report report = listing.why() == Why.FIRST
                ? null
                : new Report(listing.why(), listing.since(), handover.foundByListing());
        handover.move(handover.position().with((Listing) null).withReport(report));
        handover.flush();
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
        Instant floor = handover.position().floor();
        return new Page(
                intake,
                new MailFetch(client),
                new Wanted(client.settings(), names, aliases, floor),
                handover,
                remembered,
                now);
    }

    private String told(Report report, @Nullable Instant floor) {
        String everything = floor == null ? "everything" : "everything that arrived since " + floor;
        String found = report.found() + " messages were new.";
        boolean fromNow = client.settings().startFrom().now();
        return switch (report.why()) {
            case GAP ->
                "Gmail no longer knew the history since " + report.since() + ", so that " + everything
                        + " was listed again: " + found;
            case ACCOUNT ->
                fromNow
                        ? "Another account is connected than before; its mailbox is read from now on, as start_from says."
                        : "Another account is connected than before, so that " + everything
                                + " in its mailbox was listed: " + found;
            case LABELS -> "Labels were added to those that are read, so that " + everything + " was listed: " + found;
            case LOST, FIRST ->
                "The stored position could not be read, so that " + everything + " was listed again: " + found
                        + (fromNow
                                ? " What came before was not looked for, since start_from is now: look into the mailbox for"
                                        + " mail that had not been read until then."
                                : "");
        };
    }

    private static @Nullable String trouble(Troubles troubles) {
        if (troubles.count() == 0) {
            return null;
        }
        Instant since = troubles.all().stream()
                .map(Trouble::since)
                .min(Instant::compareTo)
                .orElseThrow();
        return troubles.count() + " messages could not be fetched since " + since
                + "; they are tried again, and a note takes the place of one that cannot be read for long.";
    }
}
