package io.deskwire.adapter.gmail;

import com.google.api.services.gmail.model.BatchModifyMessagesRequest;
import com.google.api.services.gmail.model.Label;
import com.google.api.services.gmail.model.ModifyMessageRequest;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Marks, moves or trashes messages that are stored, and only those; doing it again does no harm. None of it gives a message a
 * label that is read, so that none of it comes back as news.
 */
final class AfterWork {

    /** Above so many messages one call for all is cheaper. */
    private static final int ONE_BY_ONE = 10;

    private final GmailClient client;
    private final AfterIntake work;
    private final List<String> watched;
    private @Nullable String labelId;
    private @Nullable ChannelException failure;

    AfterWork(GmailClient client) {
        this.client = client;
        this.work = client.settings().afterIntake();
        this.watched = client.settings().labels();
    }

    boolean isNone() {
        return work.isNone();
    }

    /** What it could not do, to be told once everything is read: it must not keep new mail out. */
    @Nullable ChannelException failure() {
        return failure;
    }

    /** Whether it is done for all of them; when it once failed nothing more is tried in this pass. */
    boolean run(List<String> ids) throws ChannelException {
        if (failure != null) {
            return false;
        }
        try {
            work(List.copyOf(ids));
            return true;
        } catch (ChannelException e) {
            failure = named(e);
            return false;
        }
    }

    private void work(List<String> ids) throws ChannelException {
        switch (work.action()) {
            case NONE -> {
                // Nothing was asked for.
            }
            case MARK_SEEN -> modify(ids, List.of(), List.of("UNREAD"));
            case MOVE -> modify(ids, List.of(target()), watched);
            case DELETE -> {
                for (String id : ids) {
                    unlessGone(
                            QuotaBudget.TRASH,
                            gmail -> gmail.users()
                                    .messages()
                                    .trash(GmailClient.ME, id)
                                    .execute());
                }
            }
        }
    }

    private void modify(List<String> ids, List<String> add, List<String> remove) throws ChannelException {
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
                return;
            } catch (ChannelException e) {
                if (e.kind() != FailureKind.NOT_FOUND && e.kind() != FailureKind.PERMANENT) {
                    throw e;
                }
                // One that is gone may have spoilt it for all.
            }
        }
        ModifyMessageRequest one =
                new ModifyMessageRequest().setAddLabelIds(add).setRemoveLabelIds(remove);
        for (String id : ids) {
            unlessGone(
                    QuotaBudget.MODIFY,
                    gmail -> gmail.users()
                            .messages()
                            .modify(GmailClient.ME, id, one)
                            .execute());
        }
    }

    private void unlessGone(int units, GmailClient.Call<?> call) throws ChannelException {
        try {
            client.now(units, call);
        } catch (ChannelException e) {
            if (e.kind() != FailureKind.NOT_FOUND) {
                throw e;
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
        if (e.kind() == FailureKind.TRANSIENT || e.kind() == FailureKind.THROTTLED || e.kind() == FailureKind.AUTH) {
            return e;
        }
        return ChannelException.of(e.kind(), "after_intake cannot be done: " + e.getMessage(), e)
                .withCode(e.code().orElse(null))
                .withHint("Create that label in the mailbox, or change after_intake.");
    }
}
