package io.deskwire.adapter.imap;

import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One pass over an open folder: list, fetch, hand over, then the after-intake work. */
final class FolderReading implements BulkFetch.Target {

    /** After so many passes a message without content is shown to a person instead of being asked for again. */
    private static final int PATIENCE = 3;

    private final ImapConnection connection;
    private final ImapAccess access;
    private final ImapAfterWork afterWork;
    private final Batches batches;
    private final Map<String, Integer> unreadable;
    private final @Nullable Instant since;
    private final @Nullable Intake known;
    private final BulkFetch bulk;
    private final List<Long> pending = new ArrayList<>();

    private ImapCursor cursor;
    private @Nullable String note;
    private @Nullable ChannelException afterWorkFailure;

    /**
     * @param start where to go on
     * @param since messages that arrived before are passed over, or null
     * @param known tells what is here already, or null where nothing can be
     */
    FolderReading(
            ImapConnection connection,
            ImapAccess access,
            ImapAfterWork afterWork,
            Batches batches,
            Map<String, Integer> unreadable,
            ImapCursor start,
            @Nullable Instant since,
            @Nullable Intake known) {
        this.connection = connection;
        this.access = access;
        this.afterWork = afterWork;
        this.batches = batches;
        this.unreadable = unreadable;
        this.cursor = start;
        this.since = since;
        this.known = known;
        this.bulk = new BulkFetch(connection, keyPrefix(start.uidValidity()));
    }

    /** What source keys of one generation of a folder begin with. */
    static String keyPrefix(long uidValidity) {
        return "imap:" + uidValidity + ":";
    }

    FetchResult run(long uidNext, boolean resynced) throws ChannelException, IOException, ImapRefusal {
        recallPending();
        FolderListing listing = new FolderListing(connection, cursor.uid() + 1, uidNext);
        for (List<Listed> window = listing.next(); window != null; window = listing.next()) {
            List<Listed> wanted =
                    notKnown(window.stream().filter(this::isWanted).toList());
            bulk.run(wanted, this);
            // The cursor also passes what is not wanted, but only together with something or at the end of a window.
            long last = window.isEmpty()
                    ? cursor.uid()
                    : window.get(window.size() - 1).uid();
            if (last > cursor.uid()) {
                move(List.of(), last);
            }
            doPending();
        }
        batches.settle();
        if (afterWorkFailure != null) {
            throw afterWorkFailure;
        }
        return new FetchResult(batches.offered(), batches.stored(), resynced, note);
    }

    /** Read from the start, a folder may hold what came in before: it is not fetched again unless something is to be done to it. */
    private List<Listed> notKnown(List<Listed> wanted) {
        if (known == null || !afterWork.isNone() || wanted.isEmpty()) {
            return wanted;
        }
        String prefix = keyPrefix(cursor.uidValidity());
        Set<String> stored = known.known(
                wanted.stream().map(message -> prefix + message.uid()).toList());
        return wanted.stream()
                .filter(message -> !stored.contains(prefix + message.uid()))
                .toList();
    }

    private boolean isWanted(Listed message) {
        Instant date = message.internalDate();
        return since == null || date == null || !date.isBefore(since);
    }

    @Override
    public void chunk(List<RawItem> items, long lastUid) throws ChannelException {
        move(items, lastUid);
    }

    @Override
    public void incomplete(List<RawItem> items, List<Listed> missing, long lastUid)
            throws IOException, ImapRefusal, ChannelException {
        Set<Long> there = stillThere(missing);
        List<RawItem> given = new ArrayList<>(items);
        for (Listed message : missing) {
            RawItem item = there.contains(message.uid()) ? bulk.one(message) : null;
            if (item != null) {
                given.add(item);
            } else if (there.contains(message.uid())) {
                List<RawItem> before = upTo(given, message.uid());
                move(before, message.uid() - 1);
                given.removeAll(before);
                withoutContent(message);
            }
        }
        move(upTo(given, lastUid), lastUid);
    }

    private List<RawItem> upTo(List<RawItem> items, long uid) {
        return items.stream()
                .filter(item -> uidOf(item) <= uid)
                .sorted(java.util.Comparator.comparingLong(this::uidOf))
                .toList();
    }

    private long uidOf(RawItem item) {
        String key = item.sourceKey();
        return Long.parseLong(key.substring(key.lastIndexOf(':') + 1));
    }

    @Override
    public void large(Listed message) throws IOException, ImapRefusal, ChannelException {
        String key = keyPrefix(cursor.uidValidity()) + message.uid();
        if (unreadable.getOrDefault(key, 0) >= PATIENCE - 1) {
            withoutContent(message);
            return;
        }
        LargeBody body = new LargeBody(connection, message);
        try {
            move(List.of(bulk.item(message, body)), message.uid());
            // What this connection does next depends on how the reading ended.
            batches.settle();
        } catch (ChannelException | RuntimeException e) {
            IOException failure = body.failure();
            if (failure == null) {
                throw e;
            }
            if (body.isWithoutContent() && stillThere(List.of(message)).contains(message.uid())) {
                unreadable.merge(key, 1, Integer::sum);
            }
            throw failure;
        }
    }

    /** Hands over a chunk and moves the cursor with it. */
    private void move(List<RawItem> items, long uid) throws ChannelException {
        for (RawItem item : items) {
            pending.add(uidOf(item));
        }
        if (uid < cursor.uid() || (uid == cursor.uid() && items.isEmpty())) {
            return;
        }
        boolean nothingPending = afterWork.isNone() || pending.isEmpty();
        cursor = cursor.upTo(uid, nothingPending ? uid : cursor.done());
        batches.offer(items, cursor.cursor());
    }

    private Set<Long> stillThere(List<Listed> messages) throws IOException, ImapRefusal {
        Set<Long> there = new HashSet<>();
        for (String set : UidSets.of(messages.stream().map(Listed::uid).toList())) {
            FolderListing.read(connection, set, 1, false).forEach(message -> there.add(message.uid()));
        }
        return there;
    }

    /**
     * The server lists a message and gives no content for it. Replicas that lag do so for a while; a damaged message does
     * so for ever and must not hold up those behind it, nor vanish: then a note takes its place.
     */
    private void withoutContent(Listed message) throws ChannelException, IOException {
        String key = keyPrefix(cursor.uidValidity()) + message.uid();
        int times = unreadable.merge(key, 1, Integer::sum);
        if (times < PATIENCE) {
            batches.settle();
            throw ChannelException.of(
                    FailureKind.TRANSIENT,
                    access.endpoint().text() + " announced message " + message.uid() + " and gave no content for it");
        }
        // Settled work first, so that the message itself is never moved or deleted later on.
        doPending();
        String text = "Subject: A message could not be read from the mailbox\r\n"
                + "Auto-Submitted: auto-generated\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                + "The mail server lists a message (UID " + message.uid() + ", " + message.size() + " bytes, received "
                + message.internalDate() + ") but gives no content for it. It is still in the mailbox.\r\n";
        RawItem stub = bulk.item(message, RawBody.of(text.getBytes(StandardCharsets.UTF_8)));
        cursor = cursor.upTo(message.uid(), pending.isEmpty() ? message.uid() : cursor.done());
        batches.offer(List.of(stub), cursor.cursor());
        unreadable.remove(key);
        note = "The server gives no content for message " + message.uid() + "; a note took its place.";
    }

    /** What an earlier pass stored and could not finish. */
    private void recallPending() throws IOException, ImapRefusal {
        if (afterWork.isNone() || cursor.done() >= cursor.uid()) {
            return;
        }
        String set = (cursor.done() + 1) + ":" + cursor.uid();
        FolderListing.read(connection, set, cursor.done() + 1, false).stream()
                .filter(message -> message.uid() <= cursor.uid() && isWanted(message))
                .forEach(message -> pending.add(message.uid()));
        if (pending.isEmpty()) {
            cursor = cursor.upTo(cursor.uid(), cursor.uid());
        }
    }

    /** A refusal here must not keep new mail out: it is reported at the end. */
    private void doPending() throws ChannelException, IOException {
        if (afterWork.isNone() || pending.isEmpty() || afterWorkFailure != null) {
            return;
        }
        batches.settle();
        try {
            String partly = afterWork.run(connection, pending);
            note = partly == null ? note : partly;
        } catch (ChannelException e) {
            afterWorkFailure = e;
            return;
        }
        pending.clear();
        cursor = cursor.upTo(cursor.uid(), cursor.uid());
        batches.offer(List.of(), cursor.cursor());
    }
}
