package io.deskwire.adapter.imap;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Intake;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.angus.mail.imap.protocol.MailboxInfo;
import org.jspecify.annotations.Nullable;

/** Reads an IMAP folder after a cursor of UIDVALIDITY and UID; flags are never taken as state. */
final class ImapInbound implements InboundChannel {

    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

    private final ImapAccess access;
    private final MailboxSettings settings;
    private final Set<MailSocket> open = ConcurrentHashMap.newKeySet();

    /** How often the server announced a message and then gave no content, by source key. */
    private final Map<String, Integer> unreadable = new ConcurrentHashMap<>();

    ImapInbound(ImapAccess access, MailboxSettings settings) {
        this.access = access;
        this.settings = settings;
    }

    @Override
    public FetchResult fetch(@Nullable Cursor after, Intake intake, Instant now) throws ChannelException {
        ImapConnection connection = access.signIn();
        open.add(connection.socket());
        boolean clean = false;
        try {
            FetchResult result = fetch(connection, after, intake, now);
            clean = true;
            return result;
        } catch (ImapRefusal e) {
            throw ChannelException.of(
                            FailureKind.TRANSIENT,
                            access.endpoint().text() + " refused to list or fetch: " + e.text(),
                            e)
                    .withCode(e.code().isEmpty() ? null : e.code());
        } catch (IOException e) {
            throw Failures.connection(access.endpoint(), e, connection.socket());
        } finally {
            open.remove(connection.socket());
            if (clean) {
                connection.end();
            } else {
                connection.abort();
            }
        }
    }

    /** Cuts connections in use. */
    void close() {
        open.forEach(socket -> socket.abort("the channel was closed"));
    }

    private FetchResult fetch(ImapConnection connection, @Nullable Cursor after, Intake intake, Instant now)
            throws ChannelException, IOException, ImapRefusal {
        boolean readOnly = settings.afterIntake().isNone();
        MailboxInfo box = access.open(connection, settings.folder(), readOnly);
        ImapCursor stored = after == null ? null : ImapCursor.parse(after);
        boolean resynced = after != null && (stored == null || stored.uidValidity() != box.uidvalidity);
        ImapCursor start;
        if (stored != null && !resynced) {
            start = stored;
        } else if (after == null && settings.startFrom().now()) {
            long last = lastUid(connection, box);
            start = new ImapCursor(box.uidvalidity, last, last, now);
            Batches nothing = new Batches(intake);
            nothing.offer(List.of(), start.cursor());
            nothing.settle();
            return new FetchResult(0, 0, false, null);
        } else {
            start = new ImapCursor(box.uidvalidity, 0, 0, stored == null ? null : stored.since());
        }
        // Clocks of servers differ a little.
        Instant since = resynced && start.since() != null
                ? start.since().minus(CLOCK_TOLERANCE)
                : settings.startFrom().since();
        unreadable.keySet().retainAll(keysOf(box.uidvalidity));
        FolderReading reading = new FolderReading(
                connection,
                access,
                new ImapAfterWork(access, settings.afterIntake()),
                new Batches(intake),
                unreadable,
                start,
                since,
                after == null ? intake : null);
        return reading.run(box.uidnext, resynced);
    }

    private static long lastUid(ImapConnection connection, MailboxInfo box) throws IOException, ImapRefusal {
        if (box.uidnext > 0) {
            return box.uidnext - 1;
        }
        return box.total == 0
                ? 0
                : FolderListing.read(connection, "*", 1, false).stream()
                        .mapToLong(Listed::uid)
                        .max()
                        .orElse(0);
    }

    private Set<String> keysOf(long uidValidity) {
        Set<String> keys = new HashSet<>();
        for (String key : unreadable.keySet()) {
            if (key.startsWith(FolderReading.keyPrefix(uidValidity))) {
                keys.add(key);
            }
        }
        return keys;
    }
}
