package io.deskwire.adapter.graph;

import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.Intake;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One fetch: pages of a delta round, their messages, the work after intake, and what was announced and not listed yet. */
final class FolderReading {

    /** A position that stayed the same is written again only so that it tells when the folder was last read. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private static final Comparator<Listed> BY_AGE =
            Comparator.comparing(message -> Objects.requireNonNullElse(message.receivedAt(), Instant.MIN));

    private final Mailbox mailbox;
    private final AfterWork afterWork;
    private final Intake intake;
    private final Pushes pushes;
    private final Instant now;
    private final Handover handover;
    private final MailFetch mails;
    private final boolean isFurther;
    private final Set<String> announced = new LinkedHashSet<>();

    /**
     * @param start where to begin
     * @param stored the position in the store, or null
     */
    FolderReading(
            Mailbox mailbox,
            Intake intake,
            Remembered remembered,
            Pushes pushes,
            Instant now,
            GraphCursor start,
            @Nullable GraphCursor stored) {
        this.mailbox = mailbox;
        this.afterWork = new AfterWork(mailbox);
        this.intake = intake;
        this.pushes = pushes;
        this.now = now;
        this.isFurther = stored != null;
        this.handover = new Handover(intake, afterWork, stored, start);
        this.mails = new MailFetch(mailbox, intake, handover, remembered, now);
    }

    FetchResult run() throws ChannelException {
        announced.addAll(pushes.takeNotified());
        try {
            // Where reading begins holds from the first attempt on, whether it succeeds or not.
            if (isFurther || handover.cursor().floor() != null) {
                handover.flush();
            }
            if (handover.troubles().isFull()) {
                mails.retry();
            }
            read();
            if (!announced.isEmpty()) {
                // The round may have gone on with a listing that is older than they are. What came before them is taken
                // first; only what delta still does not show is fetched past it.
                read();
            }
            fetchDirectly();
            mails.retry();
        } finally {
            pushes.putBack(announced);
        }
        mails.requireOne();
        String report = handover.cursor().report();
        if (report != null) {
            // It stays in the position until a fetch has come this far, whatever ends those before.
            handover.move(handover.cursor().withReport(null));
            handover.flush();
        }
        pushes.found(handover.stored(), now);
        return new FetchResult(
                handover.offered(),
                handover.stored(),
                report != null,
                joined(report, mails.note()),
                joined(afterWork.trouble(), handover.troubles().words()));
    }

    private static @Nullable String joined(@Nullable String one, @Nullable String other) {
        String words = Stream.of(one, other).filter(Objects::nonNull).collect(Collectors.joining(" "));
        return words.isEmpty() ? null : words;
    }

    private void read() throws ChannelException {
        try {
            round();
            return;
        } catch (ChannelException e) {
            if (e.kind() != FailureKind.CURSOR_EXPIRED) {
                throw e;
            }
            handover.move(handover.cursor().again(resynced(e)));
            handover.flush();
        }
        try {
            round();
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.CURSOR_EXPIRED) {
                throw ChannelException.of(FailureKind.TRANSIENT, "Microsoft ended a round that had just begun", e);
            }
            throw e;
        }
    }

    private String resynced(ChannelException e) {
        Instant floor = handover.cursor().floor();
        return "Microsoft no longer knew the position (" + e.code().orElse("410") + "); the folder was listed again"
                + (floor == null ? "." : " for what was received since " + floor + ".");
    }

    private void round() throws ChannelException {
        while (true) {
            String link = handover.cursor().link();
            DeltaPage page = link == null ? mailbox.begin() : follow(link);
            String next = page.nextLink();
            if (next != null && next.equals(link)) {
                throw ChannelException.of(FailureKind.CURSOR_EXPIRED, "Microsoft Graph led back to the same page")
                        .withCode("circle");
            }
            take(page.messages());
            if (next == null) {
                String last = Objects.requireNonNull(page.deltaLink(), "a page has one of the two");
                handover.move(handover.cursor().complete(last, good(last)));
                handover.flush();
                return;
            }
            handover.move(handover.cursor().onward(next));
            handover.flush();
        }
    }

    /** An idle mailbox is not written to all the time. */
    private Instant good(String link) {
        Instant before = handover.cursor().good();
        boolean same = link.equals(handover.cursor().link());
        return same && before != null && !before.isBefore(now.minus(REMEMBERED)) ? before : now;
    }

    private DeltaPage follow(String link) throws ChannelException {
        try {
            return mailbox.follow(link);
        } catch (ChannelException e) {
            if (!Mailbox.isGone(e) && !String.valueOf(e.getMessage()).startsWith("Microsoft Graph answered 400")) {
                throw e;
            }
            // The folder is gone, or only the link: one that is made anew has another id.
            mailbox.forgetFolders();
            mailbox.inboxId();
            throw ChannelException.of(FailureKind.CURSOR_EXPIRED, "the link is good no more", e)
                    .withCode(e.code().orElse(null));
        }
    }

    /** Stores what is new of a page; the position stays before it until all of it is durable. */
    private void take(List<Listed> page) throws ChannelException {
        Map<String, Listed> wanted = new LinkedHashMap<>();
        page.stream()
                .filter(this::isWanted)
                .sorted(BY_AGE)
                .forEach(message -> wanted.putIfAbsent(message.id(), message));
        page.forEach(message -> announced.remove(message.id()));
        intake.known(wanted.keySet()).forEach(wanted::remove);
        for (Listed message : wanted.values()) {
            if (!handover.troubles().has(message.id())) {
                mails.take(message);
            }
        }
        handover.store();
    }

    /** What is listed after the first round came or was moved here since; then its age says nothing. */
    private boolean isWanted(Listed message) {
        Instant floor = handover.cursor().whole() ? handover.cursor().floor() : null;
        Instant received = message.receivedAt();
        return message.wanted() && (floor == null || received == null || !received.isBefore(floor.minusSeconds(1)));
    }

    /** Delta may lag behind a notification; what was announced and is in the folder is taken now, the oldest first. */
    private void fetchDirectly() throws ChannelException {
        Map<String, Listed> there = new LinkedHashMap<>();
        announced.removeAll(intake.known(announced));
        for (String id : new ArrayList<>(announced)) {
            if (handover.troubles().has(id)) {
                announced.remove(id);
                continue;
            }
            Listed message;
            try {
                message = mailbox.look(id);
            } catch (ChannelException e) {
                boolean passing = e.kind() == FailureKind.TRANSIENT || e.kind() == FailureKind.THROTTLED;
                if (!passing || !pushes.mayTryAgain(id)) {
                    // The next round lists it, if there is such a message.
                    announced.remove(id);
                }
                if (e.kind() == FailureKind.THROTTLED) {
                    break;
                }
                continue;
            }
            if (message != null
                    && message.wanted()
                    && mailbox.inboxId().equals(message.folderId())
                    && !handover.troubles().has(message.id())
                    && intake.known(Set.of(message.id())).isEmpty()) {
                there.put(id, message);
            } else {
                announced.remove(id);
            }
        }
        for (Map.Entry<String, Listed> one : there.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(BY_AGE))
                .toList()) {
            announced.remove(one.getKey());
            mails.take(one.getValue());
        }
        handover.flush();
    }
}
