package io.deskwire.adapter.graph;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.List;

/** Does at the mailbox what is configured for stored messages. */
final class AfterWork {

    private final Mailbox mailbox;
    private final AfterIntake work;

    AfterWork(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.work = mailbox.settings().afterIntake();
    }

    boolean isNone() {
        return work.isNone();
    }

    /** Messages that are gone meanwhile need nothing. */
    void run(List<String> ids) throws ChannelException {
        try {
            for (String id : ids) {
                switch (work.action()) {
                    case MARK_SEEN -> mailbox.markSeen(id);
                    case MOVE -> mailbox.move(id, mailbox.folderId(folder()));
                    case DELETE -> mailbox.move(id, Folders.DELETED);
                    case NONE -> {
                        // Nothing was asked for.
                    }
                }
            }
        } catch (ChannelException e) {
            throw refused(e);
        }
    }

    private ChannelException refused(ChannelException e) {
        if (e.kind() == FailureKind.NOT_FOUND && work.action() == AfterIntake.Action.MOVE) {
            mailbox.forgetFolders();
            return ChannelException.of(
                            FailureKind.NOT_FOUND,
                            "stored messages cannot be moved to " + folder() + ": " + e.getMessage(),
                            e)
                    .withHint("Create that folder in the mailbox, or change after_intake.");
        }
        return e;
    }

    private String folder() {
        String folder = work.folder();
        return folder == null ? "" : folder;
    }
}
