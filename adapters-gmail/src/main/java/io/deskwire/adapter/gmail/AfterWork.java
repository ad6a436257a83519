package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.Gmail;
import com.google.api.services.gmail.model.BatchModifyMessagesRequest;
import com.google.api.services.gmail.model.Label;
import com.google.api.services.gmail.model.ModifyMessageRequest;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Marks, moves or trashes messages that are stored, and only those; doing it again does no harm. None of it gives a message a
 * label that is read, so that none of it comes back as news.
 */
final class AfterWork {

    private static final Logger LOG = LoggerFactory.getLogger(AfterWork.class);

    /** Above so many messages one call for all is cheaper. */
    private static final int ONE_BY_ONE = 10;

    private final GmailClient client;
    private final AfterIntake work;
    private final List<String> watched;
    private @Nullable String labelId;
    private @Nullable ChannelException failure;
    private boolean isStopped;
    private final Set<String> refused = new HashSet<>();
    private int givenUp;

    AfterWork(GmailClient client) {
        this.client = client;
        this.work = client.settings().afterIntake();
        this.watched = client.settings().labels();
    }

    boolean isNone() {
        return work.isNone();
    }

    /** What it could not do, or null: it must not keep new mail out. */
    @Nullable String trouble() {
        if (givenUp > 0) {
            return "after_intake was not done for " + givenUp
                    + " stored messages, because so many wait for it that no more"
                    + " are kept in mind: they stay as they are in the mailbox.";
        }
        if (failure == null) {
            return null;
        }
        String hint = failure.hint().map(words -> " " + words).orElse("");
        return failure.getMessage() + ". It is tried again." + hint;
    }

    /** It will never be done for so many messages. */
    void giveUp(int messages) {
        LOG.warn(
                "channel {}/{}: after_intake is given up for {} stored messages, too many wait for it",
                client.settings().tenantId(),
                client.settings().channelId(),
                messages);
        givenUp += messages;
    }

    /** Returns those for which it is done; when it failed for a reason that is not one message's nothing more is tried. */
    List<String> run(List<String> ids) {
        List<String> done = new ArrayList<>();
        List<String> open = new ArrayList<>(ids);
        open.removeAll(refused);
        if (!isStopped && !open.isEmpty()) {
            try {
                work(open, done);
            } catch (ChannelException e) {
                isStopped = true;
                failure = named(e);
            }
        }
        return done;
    }

    private void work(List<String> ids, List<String> done) throws ChannelException {
        switch (work.action()) {
            case NONE -> done.addAll(ids);
            case MARK_SEEN -> modify(ids, List.of(), List.of("UNREAD"), done);
            case MOVE -> modify(ids, List.of(target()), watched, done);
            case DELETE ->
                each(
                        ids,
                        QuotaBudget.TRASH,
                        (gmail, id) -> gmail.users()
                                .messages()
                                .trash(GmailClient.ME, id)
                                .execute(),
                        done);
        }
    }

    private void modify(List<String> ids, List<String> add, List<String> remove, List<String> done)
            throws ChannelException {
        if (ids.size() > ONE_BY_ONE) {
            BatchModifyMessagesRequest all = new BatchModifyMessagesRequest()
                    .setIds(ids)
                    .setAddLabelIds(add)
                    .setRemoveLabelIds(remove);
            try {
                client.now(
                        QuotaBudget.BATCH_MODIFY,
                        gmail -> gmail.users()
                                .messages()
                                .batchModify(GmailClient.ME, all)
                                .execute());
                done.addAll(ids);
                return;
            } catch (ChannelException e) {
                if (e.kind() != FailureKind.NOT_FOUND && e.kind() != FailureKind.PERMANENT) {
                    throw e;
                }
                // One that is gone or refused may have spoilt it for all.
            }
        }
        ModifyMessageRequest one =
                new ModifyMessageRequest().setAddLabelIds(add).setRemoveLabelIds(remove);
        each(
                ids,
                QuotaBudget.MODIFY,
                (gmail, id) ->
                        gmail.users().messages().modify(GmailClient.ME, id, one).execute(),
                done);
    }

    /** A call of the library for one message. */
    @FunctionalInterface
    private interface ForOne {
        void run(Gmail gmail, String id) throws IOException;
    }

    /** One after the other; one that is refused keeps no other from being done. */
    private void each(List<String> ids, int units, ForOne call, List<String> done) throws ChannelException {
        for (String id : ids) {
            try {
                client.now(units, gmail -> {
                    call.run(gmail, id);
                    return id;
                });
                done.add(id);
            } catch (ChannelException e) {
                if (e.kind() == FailureKind.NOT_FOUND) {
                    done.add(id);
                } else if (e.kind() == FailureKind.PERMANENT) {
                    refused.add(id);
                    failure = named(e);
                } else {
                    throw e;
                }
            }
        }
    }

    /** The id of the label that messages are moved to; people know its name. */
    private String target() throws ChannelException {
        if (labelId != null) {
            return labelId;
        }
        String wanted = work.label() == null ? "" : work.label();
        List<Label> labels = client.now(
                        QuotaBudget.LABELS,
                        gmail -> gmail.users().labels().list(GmailClient.ME).execute())
                .getLabels();
        for (Label label : labels == null ? List.<Label>of() : labels) {
            if (wanted.equals(label.getId()) || wanted.equalsIgnoreCase(label.getName())) {
                labelId = label.getId();
                return label.getId();
            }
        }
        throw ChannelException.of(
                FailureKind.NOT_FOUND, "stored messages cannot be moved: the mailbox has no label " + wanted);
    }

    private ChannelException named(ChannelException e) {
        ChannelException named = ChannelException.of(e.kind(), "after_intake cannot be done: " + e.getMessage(), e);
        String hint = e.kind() == FailureKind.NOT_FOUND || e.kind() == FailureKind.PERMANENT
                ? "Create that label in the mailbox, or change after_intake."
                : e.hint().orElse(null);
        return hint == null ? named : named.withHint(hint);
    }
}
