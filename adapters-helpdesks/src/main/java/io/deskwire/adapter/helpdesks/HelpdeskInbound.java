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
        int offered = 0;
        int stored = 0;
        if (polls && after == null) {
            intake.accept(List.of(), new Cursor(helpdesk.position(now)))
                    .toCompletableFuture()
                    .join();
        } else if (polls) {
            String position = after.value();
            boolean more = true;
            for (int round = 0; more && round < MOST_ROUNDS; round++) {
                Changes changes = helpdesk.changes(position);
                List<RawItem> items = changes.tickets().stream().map(this::item).toList();
                if (!items.isEmpty() || !changes.next().equals(position)) {
                    stored += intake.accept(items, new Cursor(changes.next()))
                            .toCompletableFuture()
                            .join()
                            .stored();
                }
                offered += items.size();
                more = changes.more() && !changes.next().equals(position);
                position = changes.next();
            }
        }
        return new FetchResult(offered, stored, false, null, answers.look(now));
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
