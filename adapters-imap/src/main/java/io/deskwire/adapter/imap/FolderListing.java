package io.deskwire.adapter.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * Lists a folder upwards from a UID, window by window, so that neither a mailbox of a million messages nor a server that
 * lies costs more than a window's memory.
 */
@SuppressWarnings("try") // A deadline acts by being open.
final class FolderListing {

    private static final long WINDOW = 2_000;
    private static final long WIDEST = 1L << 31;
    private static final long BYTES_PER_LINE = 512;
    private static final int MOST_IN_LAST_WINDOW = 200_000;

    private final ImapConnection connection;
    private final long uidNext;
    private long from;
    private long width = WINDOW;
    private boolean finished;

    /**
     * @param from the first UID of interest
     * @param uidNext the folder's UIDNEXT, or below 1 when the server does not say
     */
    FolderListing(ImapConnection connection, long from, long uidNext) {
        this.connection = connection;
        this.from = from;
        this.uidNext = uidNext;
    }

    /** The next messages by ascending UID, perhaps none; null when there are no more. */
    @Nullable List<Listed> next() throws IOException, ImapRefusal {
        if (finished) {
            return null;
        }
        long last = from + width - 1;
        // The last window is open: a server whose UIDNEXT is stale or missing must not make us deaf.
        boolean open = uidNext < 1 || last >= uidNext - 1;
        List<Listed> listed = read(connection, from + ":" + (open ? "*" : String.valueOf(last)), from, false);
        finished = open;
        from = last + 1;
        // UIDs are sparse in old mailboxes: stride over the gaps.
        width = listed.size() < WINDOW / 4 ? Math.min(width * 4, WIDEST) : WINDOW;
        return listed;
    }

    /**
     * One listing.
     *
     * @param from lowest UID to keep: {@code n:*} gives the last message even when its UID is below n (RFC 3501 section
     *     6.4.8)
     */
    static List<Listed> read(ImapConnection connection, String set, long from, boolean flags)
            throws IOException, ImapRefusal {
        connection.allow(BYTES_PER_LINE * MOST_IN_LAST_WINDOW, 64 * 1024);
        List<Listed> listed = new ArrayList<>();
        boolean ascending = true;
        try (Deadline limit = Deadline.of(
                connection.socket(), Transfers.limit(BYTES_PER_LINE * MOST_IN_LAST_WINDOW / 100), "listing messages")) {
            String tag =
                    connection.send("UID FETCH " + set + " (UID RFC822.SIZE INTERNALDATE" + (flags ? " FLAGS)" : ")"));
            while (true) {
                IMAPResponse answer = connection.next();
                if (answer.isTagged() && tag.equals(answer.getTag())) {
                    ImapConnection.refuseUnlessOk(answer);
                    break;
                }
                if (!answer.keyEquals("FETCH")) {
                    continue;
                }
                FetchLine line = FetchLine.read(answer);
                if (line.uid() >= from && line.messageSize() >= 0) {
                    ascending &=
                            listed.isEmpty() || listed.get(listed.size() - 1).uid() < line.uid();
                    listed.add(new Listed(line.uid(), line.messageSize(), line.internalDate(), line.isDeleted()));
                }
            }
        }
        if (!ascending) {
            return distinct(listed);
        }
        return listed;
    }

    private static List<Listed> distinct(List<Listed> listed) {
        listed.sort(Comparator.comparingLong(Listed::uid));
        List<Listed> distinct = new ArrayList<>();
        for (Listed message : listed) {
            if (distinct.isEmpty() || distinct.get(distinct.size() - 1).uid() != message.uid()) {
                distinct.add(message);
            }
        }
        return distinct;
    }
}
