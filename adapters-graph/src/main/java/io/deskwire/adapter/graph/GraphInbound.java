package io.deskwire.adapter.graph;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Intake;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a folder after the delta link of the last round; a link that is of no more use is replaced by itself. */
final class GraphInbound implements InboundChannel {

    /** How far a new round reaches back before the last one that was read to its end. */
    private static final Duration OVERLAP = Duration.ofDays(1);

    private final Supplier<Mailbox> mailbox;
    private final GraphSettings settings;
    private final Pushes pushes;

    private final Unreadable unreadable = new Unreadable();

    GraphInbound(Supplier<Mailbox> mailbox, GraphSettings settings, Pushes pushes) {
        this.mailbox = mailbox;
        this.settings = settings;
        this.pushes = pushes;
    }

    @Override
    public FetchResult fetch(@Nullable Cursor after, Intake intake, Instant now) throws ChannelException {
        GraphCursor stored = after == null ? null : GraphCursor.parse(after);
        GraphCursor start = stored == null ? first(now) : stored.resumed(now);
        boolean foreign = after != null && stored == null;
        FolderReading reading = new FolderReading(mailbox.get(), new Batches(intake), intake, unreadable, pushes, now);
        try {
            return reading.run(start, stored, foreign ? "the stored position was none of this channel's" : null);
        } catch (ChannelException e) {
            if (e.kind() != FailureKind.CURSOR_EXPIRED) {
                throw folderGone(e);
            }
            return readAgain(reading, start, stored, e, now);
        }
    }

    private FetchResult readAgain(
            FolderReading reading, GraphCursor lost, @Nullable GraphCursor stored, ChannelException why, Instant now)
            throws ChannelException {
        try {
            return reading.run(again(lost, now), stored, resynced(why));
        } catch (ChannelException e) {
            if (e.kind() == FailureKind.CURSOR_EXPIRED) {
                // To forget the position now would be to forget where the next round has to begin.
                throw ChannelException.of(FailureKind.TRANSIENT, "Microsoft ended a round that had just begun", e);
            }
            throw folderGone(e);
        }
    }

    private GraphCursor first(Instant now) {
        Instant since = settings.startFrom().now() ? now : settings.startFrom().since();
        return GraphCursor.start(since, false, null, now);
    }

    /** A new round from before the last good one, or from the beginning when there was none. */
    private GraphCursor again(GraphCursor lost, Instant now) {
        Instant good = lost.good();
        Instant since;
        if (good != null) {
            since = good.minus(OVERLAP);
        } else if (lost.since() != null) {
            since = lost.since();
        } else {
            since = settings.startFrom().now()
                    ? lost.begun().minus(OVERLAP)
                    : settings.startFrom().since();
        }
        return GraphCursor.start(since, lost.wide(), good, now).withTodo(lost.todo());
    }

    private static String resynced(ChannelException e) {
        return "Microsoft no longer knew the position (" + e.code().orElse("410") + "); the folder was listed again.";
    }

    private ChannelException folderGone(ChannelException e) {
        if (e.kind() != FailureKind.NOT_FOUND || !e.code().orElse("").equalsIgnoreCase("ErrorItemNotFound")) {
            return e;
        }
        mailbox.get().forgetFolders();
        return ChannelException.of(FailureKind.NOT_FOUND, "the folder " + settings.folder() + " cannot be read", e)
                .withCode(e.code().orElse(null))
                .withHint("Check folder: well-known names such as Inbox, or the path that Outlook shows.");
    }
}
