package io.deskwire.adapter.gmail;

import io.deskwire.channel.Intake;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Fetches the messages of a page that are not known yet and hands them over. */
final class Page {

    /** When so many in a row cannot be read it is the service and not they. */
    private static final int IN_A_ROW = 3;

    private final Intake intake;
    private final MailFetch fetch;
    private final Wanted wanted;
    private final Handover handover;
    private final Unreadable unreadable;

    Page(Intake intake, MailFetch fetch, Wanted wanted, Handover handover, Unreadable unreadable) {
        this.intake = intake;
        this.fetch = fetch;
        this.wanted = wanted;
        this.handover = handover;
        this.unreadable = unreadable;
    }

    boolean mayBe(Collection<String> labels) {
        return wanted.mayBe(labels);
    }

    /**
     * Returns when all of them are durable, gone or unwanted.
     *
     * @throws ChannelException what was fetched before is durable all the same
     */
    void read(Set<String> ids) throws ChannelException {
        List<String> unknown = unknown(ids);
        Map<String, MailFetch.UnreadableException> failures = new LinkedHashMap<>();
        boolean othersCould = false;
        int inARow = 0;
        try {
            for (String id : unknown) {
                try {
                    take(id);
                    othersCould = true;
                    inARow = 0;
                } catch (MailFetch.UnreadableException e) {
                    unreadable.failed(id);
                    failures.put(id, e);
                    if (!e.isCertain() && ++inARow >= IN_A_ROW) {
                        throw e.failure();
                    }
                }
            }
        } finally {
            // Whatever ended it: what was fetched is kept.
            if (!Thread.currentThread().isInterrupted()) {
                handover.flush();
            }
        }
        settle(failures, othersCould);
    }

    /** Those that are not stored yet, in their order. */
    List<String> unknown(Set<String> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Set<String> known = intake.known(ids);
        List<String> unknown = new ArrayList<>();
        for (String id : new LinkedHashSet<>(ids)) {
            if (!known.contains(id)) {
                unknown.add(id);
            }
        }
        return unknown;
    }

    /** Of ids that descend in time, those up to the first that arrived before. */
    List<String> since(Instant reach, List<String> ids) throws ChannelException {
        List<String> young = new ArrayList<>();
        for (String id : ids) {
            Instant at = fetch.receivedAt(id);
            if (at != null && at.isBefore(reach)) {
                break;
            }
            young.add(id);
        }
        return young;
    }

    private void take(String id) throws ChannelException, MailFetch.UnreadableException {
        try (Mail mail = fetch.open(id)) {
            if (mail == null || !wanted.is(mail)) {
                return;
            }
            if (mail.isLarge()) {
                stream(mail);
            } else {
                handover.add(mail.item());
            }
            unreadable.settled(id);
        } catch (IOException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the connection did not end well", e);
        }
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

    private void settle(Map<String, MailFetch.UnreadableException> failures, boolean othersCould)
            throws ChannelException {
        ChannelException again = null;
        for (Map.Entry<String, MailFetch.UnreadableException> entry : failures.entrySet()) {
            String id = entry.getKey();
            if (unreadable.isHopeless(id, othersCould || entry.getValue().isCertain())) {
                handover.addNote(Unreadable.note(id));
                unreadable.settled(id);
            } else {
                again = again == null ? entry.getValue().failure() : again;
            }
        }
        if (again != null) {
            throw again;
        }
    }
}
