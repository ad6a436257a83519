package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.History;
import com.google.api.services.gmail.model.HistoryLabelAdded;
import com.google.api.services.gmail.model.HistoryLabelRemoved;
import com.google.api.services.gmail.model.HistoryMessageAdded;
import com.google.api.services.gmail.model.ListHistoryResponse;
import com.google.api.services.gmail.model.Message;
import io.deskwire.adapter.gmail.Candidate.Look;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the history of a mailbox to its end. Mail that comes out of spam or trash is no new message for Gmail but a label that
 * is added or taken away.
 */
final class HistoryPages {

    private static final List<String> TYPES = List.of("messageAdded", "labelAdded", "labelRemoved");
    private static final long PAGE = 500;

    /** After so many messages the position moves: they can all be looked at within a minute's quota. */
    private static final int STEP = 50;

    private static final Set<String> HIDDEN = Set.of("SPAM", "TRASH");

    private final GmailClient client;
    private final Page page;
    private final Handover handover;
    private final Wanted wanted;
    private final List<String> watched;

    HistoryPages(GmailClient client, Page page, Handover handover) {
        this.client = client;
        this.page = page;
        this.handover = handover;
        this.wanted = page.wanted();
        this.watched = client.settings().watched();
    }

    /** Gmail no longer knows the history id. It keeps them for a week at least, and rarely only for hours. */
    static final class GoneException extends Exception {

        private static final long serialVersionUID = 1L;

        GoneException(@Nullable ChannelException cause) {
            super(cause);
        }
    }

    /** Reads everything behind the stored position and returns the history id from which to go on. */
    BigInteger run() throws ChannelException, GoneException {
        BigInteger start = handover.position().history();
        String token = null;
        BigInteger reached;
        do {
            ListHistoryResponse answer = ask(start, token);
            reached = answer.getHistoryId() == null ? start : answer.getHistoryId();
            if (reached.compareTo(start) < 0) {
                // The mailbox is behind us: it is not the one that the id came from, or not as it was.
                throw new GoneException(null);
            }
            token = answer.getNextPageToken();
            read(of(answer.getHistory()), token == null);
        } while (token != null);
        return reached.max(handover.position().history());
    }

    /**
     * Several labels are one history, in which the position moves: Gmail gives it for one label or for all.
     */
    private ListHistoryResponse ask(BigInteger start, @Nullable String token) throws ChannelException, GoneException {
        try {
            return client.read(
                    QuotaBudget.HISTORY_LIST,
                    gmail -> gmail.users()
                            .history()
                            .list(GmailClient.ME)
                            .setStartHistoryId(start)
                            .setHistoryTypes(TYPES)
                            .setLabelId(watched.size() == 1 ? watched.get(0) : null)
                            .setMaxResults(PAGE)
                            .setPageToken(token)
                            .execute());
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.NOT_FOUND) {
                throw new GoneException(e);
            }
            throw e;
        }
    }

    /** Records ascend, so that the next pass may begin behind any of them. Gmail's own id is for the end alone. */
    private void read(List<History> records, boolean last) throws ChannelException {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < records.size(); i++) {
            History record = records.get(i);
            add(record, candidates);
            boolean end = i == records.size() - 1;
            if (!end && candidates.size() < STEP) {
                continue;
            }
            page.read(candidates);
            candidates.clear();
            if (record.getId() != null && !(end && last)) {
                handover.move(handover.position()
                        .at(record.getId(), handover.position().good()));
                handover.flush();
            }
        }
    }

    private void add(History record, List<Candidate> candidates) {
        for (HistoryMessageAdded added : of(record.getMessagesAdded())) {
            Message message = added.getMessage();
            if (message != null && mayBeWatched(message) && wanted.mayBe(of(message.getLabelIds()))) {
                add(message, Look.NOTHING, record, candidates);
            }
        }
        for (HistoryLabelAdded added : of(record.getLabelsAdded())) {
            // It may still show the spam label that is taken away in the next record.
            if (wanted.isWatched(of(added.getLabelIds()))) {
                add(added.getMessage(), onLabels(), record, candidates);
            }
        }
        for (HistoryLabelRemoved removed : of(record.getLabelsRemoved())) {
            Message message = removed.getMessage();
            if (message != null && mayBeWatched(message) && !Collections.disjoint(of(removed.getLabelIds()), HIDDEN)) {
                add(message, onLabels(), record, candidates);
            }
        }
    }

    /** A message whose labels change may be as old as the mailbox. */
    private Look onLabels() {
        return wanted.hasFloor() ? Look.HEAD : Look.NOTHING;
    }

    /** One label's history holds nothing else. */
    private boolean mayBeWatched(Message message) {
        return watched.size() == 1 || message.getLabelIds() == null || wanted.isWatched(message.getLabelIds());
    }

    private void add(@Nullable Message message, Look look, History record, List<Candidate> candidates) {
        if (message == null || message.getId() == null) {
            return;
        }
        List<String> labels = message.getLabelIds();
        boolean untold = labels == null
                && watched.size() > 1
                && of(record.getLabelsAdded()).isEmpty();
        Look first = untold ? Look.LABELS : of(labels).contains("SENT") ? Look.HEAD : look;
        candidates.add(new Candidate(message.getId(), first, record.getId()));
    }

    /** The library gives null for what is not there. */
    private static <T> List<T> of(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
