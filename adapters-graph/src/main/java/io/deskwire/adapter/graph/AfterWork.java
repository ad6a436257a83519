package io.deskwire.adapter.graph;

import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does at the mailbox what is configured for stored messages. One that is refused keeps no other from being done, and none of
 * it keeps new mail out.
 */
final class AfterWork {

    private static final Logger LOG = LoggerFactory.getLogger(AfterWork.class);

    /** So often a message is refused while it is done for others before it is left as it is. */
    private static final int MOST_TRIES = 10;

    /** So many refusals in a row are not the messages'. */
    private static final int SUSPICIOUS = 3;

    private final Mailbox mailbox;
    private final AfterIntake work;
    private final Set<String> refused = new HashSet<>();

    /** Refused while it was not yet known whether others are. */
    private final Set<String> uncounted = new HashSet<>();

    private boolean isStopped;
    private int inARow;
    private int done;
    private int givenUp;
    private @Nullable ChannelException failure;

    AfterWork(Mailbox mailbox) {
        this.mailbox = mailbox;
        this.work = mailbox.settings().afterIntake();
    }

    boolean isNone() {
        return work.isNone();
    }

    /** What it could not do, or null. */
    @Nullable String trouble() {
        ChannelException e = failure;
        String words = "";
        if (givenUp > 0) {
            words = "after_intake is given up for " + givenUp
                    + " stored messages: they stay as they are in the mailbox. ";
        }
        if (e != null) {
            words += "after_intake cannot be done: " + e.getMessage() + ". It is tried again."
                    + e.hint().map(hint -> " " + hint).orElse("");
        }
        return words.isEmpty() ? null : words.strip();
    }

    /** It will never be done for so many messages. */
    void giveUp(int messages) {
        LOG.warn(
                "channel {}/{}: after_intake is given up for {} stored messages",
                mailbox.settings().tenantId(),
                mailbox.settings().channelId(),
                messages);
        givenUp += messages;
    }

    /** Returns those for which it is still to be done, those that were refused last. */
    Map<String, Integer> run(Map<String, Integer> todo) {
        Map<String, Integer> left = new LinkedHashMap<>();
        Map<String, Integer> failed = new LinkedHashMap<>();
        if (isNone()) {
            return left;
        }
        todo.forEach((id, tries) -> {
            if (uncounted.contains(id)) {
                failed.put(id, tries);
            } else if (isStopped || refused.contains(id)) {
                left.put(id, tries);
            } else if (!succeeds(id)) {
                failed.put(id, tries);
            }
        });
        boolean othersDone = done > 0;
        failed.forEach((id, tries) -> {
            if (othersDone) {
                uncounted.remove(id);
            }
            int now = othersDone ? tries + 1 : tries;
            if (now >= MOST_TRIES) {
                giveUp(1);
            } else {
                left.put(id, now);
            }
        });
        return left;
    }

    private boolean succeeds(String id) {
        try {
            one(id);
            inARow = 0;
            done++;
            return true;
        } catch (ChannelException e) {
            refused.add(id);
            uncounted.add(id);
            inARow++;
            failure = named(e);
            isStopped = e.kind() == FailureKind.THROTTLED
                    || inARow >= SUSPICIOUS
                    || Thread.currentThread().isInterrupted();
            return false;
        }
    }

    /** A message that is gone meanwhile needs nothing. */
    private void one(String id) throws ChannelException {
        switch (work.action()) {
            case MARK_SEEN -> mailbox.markSeen(id);
            case MOVE -> move(id);
            case DELETE -> mailbox.move(id, Folders.DELETED);
            case NONE -> {
                // Nothing was asked for.
            }
        }
    }

    private void move(String id) throws ChannelException {
        if (mailbox.move(id, mailbox.folderId(folder())) || mailbox.look(id) == null) {
            return;
        }
        // The message is there, so that the folder is not: it may have been made anew.
        mailbox.forgetFolders();
        if (!mailbox.move(id, mailbox.folderId(folder()))) {
            throw ChannelException.of(FailureKind.NOT_FOUND, "messages cannot be moved to " + folder());
        }
    }

    private ChannelException named(ChannelException e) {
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
