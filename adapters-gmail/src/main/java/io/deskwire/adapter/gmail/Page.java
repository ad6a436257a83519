package io.deskwire.adapter.gmail;

import io.deskwire.channel.Intake;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fetches the messages of a page that are not known yet and hands them over. */
final class Page {

    /** Lists may have a few old messages between new ones: imports, and what was moved. */
    private static final int OLD_IN_A_ROW = 25;

    private final Intake intake;
    private final MailFetch fetch;
    private final Wanted wanted;
    private final Handover handover;
    private final Remembered remembered;
    private final Instant now;

    Page(Intake intake, MailFetch fetch, Wanted wanted, Handover handover, Remembered remembered, Instant now) {
        this.intake = intake;
        this.fetch = fetch;
        this.wanted = wanted;
        this.handover = handover;
        this.remembered = remembered;
        this.now = now;
    }

    Wanted wanted() {
        return wanted;
    }

    /**
     * Returns when all of them are durable, gone, unwanted, or noted as not to be read yet.
     *
     * @throws ChannelException what was fetched before is durable all the same
     */
    void read(Collection<Candidate> candidates) throws ChannelException {
        Troubles troubles = handover.troubles();
        int inARow = 0;
        try {
            for (Candidate candidate : unknown(candidates)) {
                try {
                    take(candidate);
                    inARow = 0;
                } catch (MailFetch.UnreadableException e) {
                    if (troubles.isFull()) {
                        throw e.failure();
                    }
                    troubles.failed(candidate.id(), now);
                    if (++inARow >= Troubles.SUSPICIOUS) {
                        throw e.failure();
                    }
                }
            }
        } finally {
            keep();
        }
    }

    /** Tries those again that could not be read before. */
    void retry() throws ChannelException {
        Troubles troubles = handover.troubles();
        List<String> due = troubles.due(now);
        if (due.isEmpty()) {
            return;
        }
        Set<String> known = intake.known(due);
        int inARow = 0;
        try {
            for (String id : due) {
                if (known.contains(id)) {
                    troubles.settled(id);
                    continue;
                }
                try {
                    take(new Candidate(id, Candidate.Look.NOTHING, null));
                    inARow = 0;
                } catch (MailFetch.UnreadableException e) {
                    if (troubles.isHopeless(id, e.isCertain(), remembered.lastRead(), now)) {
                        handover.addNote(Unreadable.note(id, e.why()));
                    } else {
                        troubles.failed(id, now);
                    }
                    if (++inARow >= Troubles.SUSPICIOUS) {
                        return;
                    }
                }
            }
        } finally {
            keep();
        }
    }

    /** Whatever ended it: what was fetched is kept. */
    private void keep() throws ChannelException {
        if (!Thread.currentThread().isInterrupted()) {
            handover.flush();
        }
    }

    /** Those that have not been stored or looked at yet, in their order. */
    List<Candidate> unknown(Collection<Candidate> candidates) {
        if (candidates.isEmpty()) {
            return List.of();
        }
        Map<String, Candidate> each = new LinkedHashMap<>();
        candidates.forEach(candidate -> each.merge(candidate.id(), candidate, Candidate::and));
        Set<String> known = intake.known(each.keySet());
        List<Candidate> unknown = new ArrayList<>();
        for (Candidate candidate : each.values()) {
            String id = candidate.id();
            if (!known.contains(id) && !handover.troubles().has(id) && !remembered.isPassedOver(id, candidate.news())) {
                unknown.add(candidate);
            }
        }
        return unknown;
    }

    /** Of messages that mostly descend in time, those that did not come too early, until very many in a row did. */
    List<Candidate> young(List<Candidate> candidates) throws ChannelException {
        if (!wanted.hasFloor()) {
            return candidates;
        }
        List<Candidate> young = new ArrayList<>();
        int old = 0;
        for (Candidate candidate : candidates) {
            Head head = null;
            try {
                head = fetch.head(candidate.id());
            } catch (MailFetch.UnreadableException e) {
                // It shows when the message itself is asked for.
            }
            if (head != null && wanted.isTooOld(head.receivedAt())) {
                remembered.passOver(candidate.id());
                if (++old >= OLD_IN_A_ROW) {
                    break;
                }
            } else {
                old = 0;
                young.add(candidate);
            }
        }
        return young;
    }

    private void take(Candidate candidate) throws ChannelException, MailFetch.UnreadableException {
        String id = candidate.id();
        Head head = null;
        if (candidate.look() != Candidate.Look.NOTHING) {
            head = fetch.head(id);
            if (head == null || !isWanted(candidate, head)) {
                leave(id, head == null);
                return;
            }
        }
        try (Mail mail = fetch.open(id)) {
            if (mail == null || !isWanted(id, mail.labels(), mail.receivedAt(), mail.history(), head)) {
                leave(id, mail == null);
                return;
            }
            if (mail.isLarge()) {
                stream(mail);
            } else {
                handover.add(mail.item());
            }
            remembered.read(now);
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the connection did not end well", e);
        }
    }

    private void leave(String id, boolean gone) {
        if (gone) {
            remembered.passOver(id);
        }
        handover.troubles().settled(id);
    }

    private boolean isWanted(Candidate candidate, Head head) throws ChannelException, MailFetch.UnreadableException {
        if (candidate.look() == Candidate.Look.LABELS && !wanted.isWatched(head.labels())) {
            remembered.passOverUntil(candidate.id(), known(head.history()));
            return false;
        }
        return isWanted(candidate.id(), head.labels(), head.receivedAt(), head.history(), head);
    }

    private static BigInteger known(@Nullable BigInteger history) {
        return history == null ? BigInteger.ZERO : history;
    }

    private boolean isWanted(
            String id,
            Set<String> labels,
            @Nullable Instant receivedAt,
            @Nullable BigInteger history,
            @Nullable Head head)
            throws ChannelException, MailFetch.UnreadableException {
        if (wanted.isTooOld(receivedAt)) {
            remembered.passOver(id);
            return false;
        }
        boolean taken = wanted.mayBe(labels);
        if (taken && labels.contains("SENT")) {
            Head all = head == null ? fetch.head(id) : head;
            taken = all != null && !wanted.isSentOnly(all);
        }
        if (!taken) {
            remembered.passOverUntil(id, known(history));
        }
        return taken;
    }

    private void stream(Mail mail) throws ChannelException, MailFetch.UnreadableException {
        try {
            handover.stream(mail.item());
        } catch (ChannelException | RuntimeException e) {
            @Nullable IOException broken = mail.body() instanceof MailFetch.Streamed body ? body.failure() : null;
            if (broken == null) {
                throw e;
            }
            throw fetch.failed(broken);
        }
    }
}
