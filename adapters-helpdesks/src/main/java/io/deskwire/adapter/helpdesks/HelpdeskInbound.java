package io.deskwire.adapter.helpdesks;

import io.deskwire.adapter.helpdesks.Helpdesk.Changed;
import io.deskwire.adapter.helpdesks.Helpdesk.Changes;
import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Envelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks the helpdesk every now and then what changed, since a webhook that was missed is not repeated for long, and looks after
 * what became of answers. The first fetch begins with the present.
 */
final class HelpdeskInbound implements InboundChannel {

    private static final int MOST_ROUNDS = 100;

    private final Helpdesk helpdesk;
    private final AnswerWatch answers;
    private final boolean polls;

    /**
     * @param polls whether changes are asked for; else webhooks alone bring them
     */
    HelpdeskInbound(Helpdesk helpdesk, AnswerWatch answers, boolean polls) {
        this.helpdesk = helpdesk;
        this.answers = answers;
        this.polls = polls;
    }

    @Override
    public FetchResult fetch(@Nullable Cursor after, Intake intake, Instant now) throws ChannelException {
        Counts counts = new Counts();
        @Nullable ChannelException failed = null;
        try {
            changes(after, intake, now, counts);
        } catch (ChannelException e) {
            // What became of answers can still be told: another right of the token may be needed for that alone.
            failed = e;
        }
        String untold = answers.look(now);
        if (failed != null) {
            throw failed;
        }
        return new FetchResult(counts.offered, counts.stored, false, null, untold);
    }

    private static final class Counts {
        private int offered;
        private int stored;
    }

    private void changes(@Nullable Cursor after, Intake intake, Instant now, Counts counts) throws ChannelException {
        if (!polls) {
            return;
        }
        if (after == null) {
            accept(intake, List.of(), helpdesk.position(now));
            return;
        }
        String position = after.value();
        boolean more = true;
        for (int round = 0; more && round < MOST_ROUNDS; round++) {
            Changes changes = helpdesk.changes(position);
            List<RawItem> items = changes.tickets().stream().map(this::item).toList();
            if (!items.isEmpty() || !changes.next().equals(position)) {
                counts.stored += accept(intake, items, changes.next());
            }
            counts.offered += items.size();
            more = changes.more() && !changes.next().equals(position);
            position = changes.next();
        }
    }

    private static int accept(Intake intake, List<RawItem> items, String position) {
        return intake.accept(items, new Cursor(position))
                .toCompletableFuture()
                .join()
                .stored();
    }

    private RawItem item(Changed changed) {
        return new RawItem(
                "change:" + changed.ticketId() + "@" + changed.version(),
                helpdesk.kind() + "-change",
                Envelope.unknown(),
                null,
                Map.of(RawItem.ELSEWHERE, AnswerSync.TICKET, AnswerSync.TICKET, changed.ticketId()),
                RawBody.of(changed.ticketId().getBytes(StandardCharsets.UTF_8)));
    }
}
