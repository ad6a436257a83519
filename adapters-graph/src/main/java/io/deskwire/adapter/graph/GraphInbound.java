package io.deskwire.adapter.graph;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Intake;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a folder after the delta link of the last round; a link that is of no more use is replaced by itself. */
final class GraphInbound implements InboundChannel {

    /** How far back is looked with start_from now where nothing tells what was read before. */
    private static final Duration OVERLAP = Duration.ofDays(1);

    private final Supplier<Mailbox> mailbox;
    private final GraphSettings settings;
    private final Pushes pushes;
    private final Remembered remembered = new Remembered();

    GraphInbound(Supplier<Mailbox> mailbox, GraphSettings settings, Pushes pushes) {
        this.mailbox = mailbox;
        this.settings = settings;
        this.pushes = pushes;
    }

    @Override
    public FetchResult fetch(@Nullable Cursor after, Intake intake, Instant now) throws ChannelException {
        GraphCursor stored = after == null ? null : GraphCursor.parse(after);
        GraphCursor start = start(stored, after != null, now);
        try {
            return new FolderReading(mailbox.get(), intake, remembered, pushes, now, start, stored).run();
        } catch (ChannelException e) {
            throw AccessHints.explained(folderGone(e), settings);
        }
    }

    private GraphCursor start(@Nullable GraphCursor stored, boolean positioned, Instant now) {
        String owner = owner();
        if (stored == null) {
            return positioned
                    ? GraphCursor.first(
                            owner, floor(now.minus(OVERLAP)), "The stored position was none of this channel's.")
                    : GraphCursor.first(owner, floor(now), null);
        }
        if (stored.owner() == null) {
            return stored.adopted(owner, floor(now.minus(OVERLAP)));
        }
        return owner.equals(stored.owner())
                ? stored
                : GraphCursor.first(
                        owner,
                        floor(now),
                        "Another mailbox or folder is read than before; it was begun with as start_from says.");
    }

    private @Nullable Instant floor(Instant whenNow) {
        return settings.startFrom().now() ? whenNow : settings.startFrom().since();
    }

    /** Links and ids of messages mean nothing elsewhere. */
    private String owner() {
        String known = Folders.wellKnown(settings.folder());
        String folder = known.isEmpty() ? String.join("/", Folders.path(settings.folder())) : known;
        String what = settings.apiBase() + " " + settings.mailbox() + " " + folder;
        return ClientState.hash(what.toLowerCase(Locale.ROOT));
    }

    private ChannelException folderGone(ChannelException e) {
        if (!Mailbox.isGone(e)) {
            return e;
        }
        mailbox.get().forgetFolders();
        return ChannelException.of(FailureKind.NOT_FOUND, "the folder " + settings.folder() + " cannot be read", e)
                .withCode(e.code().orElse(null))
                .withHint("Check folder: well-known names such as Inbox, or the path that Outlook shows.");
    }
}
