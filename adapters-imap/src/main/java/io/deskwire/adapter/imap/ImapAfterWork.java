package io.deskwire.adapter.imap;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.util.List;
import org.eclipse.angus.mail.iap.Argument;
import org.jspecify.annotations.Nullable;

/** Marks, moves or deletes messages that are stored, and only those. Doing it again does no harm. */
final class ImapAfterWork {

    private final ImapAccess access;
    private final AfterIntake work;

    ImapAfterWork(ImapAccess access, AfterIntake work) {
        this.access = access;
        this.work = work;
    }

    boolean isNone() {
        return work.isNone();
    }

    /**
     * Does the work for messages by UID, which ascend.
     *
     * @return a sentence for the administrator when it could be done in part only, else null
     */
    @Nullable String run(ImapConnection connection, List<Long> uids) throws ChannelException, IOException {
        String note = null;
        for (String set : UidSets.of(uids)) {
            try {
                switch (work.action()) {
                    case MARK_SEEN -> connection.run("UID STORE " + set + " +FLAGS.SILENT (\\Seen)", null);
                    case MOVE -> note = move(connection, set, folder());
                    case DELETE -> note = remove(connection, set);
                    case NONE -> {
                        // Nothing was asked for.
                    }
                }
            } catch (ImapRefusal e) {
                throw refused(e);
            }
        }
        return note;
    }

    private @Nullable String move(ImapConnection connection, String set, String folder)
            throws IOException, ImapRefusal {
        Argument target = new Argument();
        target.writeAtom(set);
        target.append(connection.folderName(folder));
        if (connection.hasCapability("MOVE")) {
            connection.run("UID MOVE", target);
            return null;
        }
        // Cut off between copy and flag, an earlier run may have copied some of these: only the unflagged are left to
        // do.
        List<Long> left = FolderListing.read(connection, set, 1, true).stream()
                .filter(message -> !message.deleted())
                .map(Listed::uid)
                .toList();
        for (String part : UidSets.of(left)) {
            Argument partTarget = new Argument();
            partTarget.writeAtom(part);
            partTarget.append(connection.folderName(folder));
            connection.run("UID COPY", partTarget);
            connection.run("UID STORE " + part + " +FLAGS.SILENT (\\Deleted)", null);
        }
        return expunge(connection, set);
    }

    private @Nullable String remove(ImapConnection connection, String set) throws IOException, ImapRefusal {
        connection.run("UID STORE " + set + " +FLAGS.SILENT (\\Deleted)", null);
        return expunge(connection, set);
    }

    private static @Nullable String expunge(ImapConnection connection, String set) throws IOException, ImapRefusal {
        if (connection.hasCapability("UIDPLUS")) {
            connection.run("UID EXPUNGE " + set, null);
            return null;
        }
        // A plain EXPUNGE would also remove what somebody else has flagged.
        return "This server cannot remove single messages (no UIDPLUS): they are only flagged as deleted.";
    }

    private ChannelException refused(ImapRefusal e) {
        if (ImapAccess.isTemporary(e)) {
            return ChannelException.of(FailureKind.TRANSIENT, access.endpoint().text() + ": " + e.text(), e)
                    .withCode(e.code());
        }
        if (work.action() == AfterIntake.Action.MOVE) {
            return ChannelException.of(
                            FailureKind.NOT_FOUND,
                            "stored messages cannot be moved to " + Failures.shown(folder()) + ": " + e.text(),
                            e)
                    .withCode(e.code().isEmpty() ? null : e.code())
                    .withHint("Create that folder in the mailbox, or change after_intake.");
        }
        return ChannelException.of(FailureKind.PERMANENT, "stored messages cannot be marked or deleted: " + e.text(), e)
                .withCode(e.code().isEmpty() ? null : e.code())
                .withHint("The account may only read this folder; change its rights or after_intake.");
    }

    private String folder() {
        String folder = work.folder();
        return folder == null ? "" : folder;
    }
}
