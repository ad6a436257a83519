package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.History;
import com.google.api.services.gmail.model.HistoryLabelAdded;
import com.google.api.services.gmail.model.HistoryMessageAdded;
import com.google.api.services.gmail.model.ListHistoryResponse;
import com.google.api.services.gmail.model.Message;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Follows the history of a mailbox to its end, for each label that is read. Mail that comes out of spam is no new message for
 * Gmail but a label that is added.
 */
final class HistoryPages {

    private static final List<String> TYPES = List.of("messageAdded", "labelAdded");
    private static final long PAGE = 500;

    private final GmailClient client;
    private final Page page;
    private final Handover handover;

    HistoryPages(GmailClient client, Page page, Handover handover) {
        this.client = client;
        this.page = page;
        this.handover = handover;
    }

    /** Gmail no longer knows the history id. It keeps them for a week at least, and rarely only for hours. */
    static final class GoneException extends Exception {

        private static final long serialVersionUID = 1L;

        GoneException(ChannelException cause) {
            super(cause);
        }
    }

    /** Reads everything behind the stored position and returns the history id from which to go on. */
    BigInteger run() throws ChannelException, GoneException {
        List<String> labels = client.settings().watched();
        BigInteger end = null;
        for (String label : labels) {
            BigInteger reached = follow(label, labels.size() == 1);
            // What came for one label while another was read is behind the smallest of them.
            end = end == null ? reached : end.min(reached);
        }
        return end == null ? handover.position().history() : end;
    }

    private BigInteger follow(String label, boolean alone) throws ChannelException, GoneException {
        BigInteger start = handover.position().history();
        String token = null;
        BigInteger reached;
        do {
            ListHistoryResponse answer = ask(start, label, token);
            page.read(messages(answer, label));
            token = answer.getNextPageToken();
            reached = answer.getHistoryId() == null ? start : answer.getHistoryId();
            BigInteger last = last(answer);
            if (token != null && alone && last != null) {
                // Records ascend, so that the next pass may begin behind this page. Gmail's own id is for the end
                // alone.
                handover.move(handover.position().at(last, handover.position().good()));
                handover.flush();
            }
        } while (token != null);
        return reached.max(handover.position().history());
    }

    private ListHistoryResponse ask(BigInteger start, String label, @Nullable String token)
            throws ChannelException, GoneException {
        try {
            return client.read(
                    QuotaBudget.HISTORY_LIST,
                    gmail -> gmail.users()
                            .history()
                            .list(GmailClient.ME)
                            .setStartHistoryId(start)
                            .setHistoryTypes(TYPES)
                            .setLabelId(label)
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

    private Set<String> messages(ListHistoryResponse answer, String label) {
        Set<String> ids = new LinkedHashSet<>();
        for (History record : of(answer.getHistory())) {
            for (HistoryMessageAdded added : of(record.getMessagesAdded())) {
                Message message = added.getMessage();
                if (message != null && page.mayBe(of(message.getLabelIds()))) {
                    add(message, ids);
                }
            }
            for (HistoryLabelAdded added : of(record.getLabelsAdded())) {
                // It may still show the spam label that is taken away in the next record.
                if (of(added.getLabelIds()).contains(label)) {
                    add(added.getMessage(), ids);
                }
            }
        }
        return ids;
    }

    private static void add(@Nullable Message message, Set<String> ids) {
        if (message != null && message.getId() != null) {
            ids.add(message.getId());
        }
    }

    private static @Nullable BigInteger last(ListHistoryResponse answer) {
        List<History> records = of(answer.getHistory());
        return records.isEmpty() ? null : records.get(records.size() - 1).getId();
    }

    /** The library gives null for what is not there. */
    private static <T> List<T> of(@Nullable List<T> list) {
        return list == null ? List.of() : list;
    }
}
