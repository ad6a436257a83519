package io.deskwire.adapter.helpdesks;

import io.deskwire.adapter.helpdesks.Helpdesk.Standing;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.threading.StoredMessage;
import io.deskwire.work.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks after what became of answers for some days, and tells the helpdesk. Which answers there are is kept as items of the
 * helpdesk's channel, so that whichever node polls it finds them; the older an answer the rarer it is looked at. Used by one
 * thread at a time.
 */
final class AnswerWatch {

    /** Bounces come within the days that mail servers try for. */
    static final Duration WINDOW = Duration.ofDays(6);

    /** Nodes' clocks and slow transactions: what was stored shortly before the last look may show only now. */
    private static final Duration OVERLAP = Duration.ofMinutes(10);

    private static final Duration RAREST = Duration.ofHours(1);
    private static final int PAGE = 100;

    private final Helpdesk helpdesk;
    private final CustomerDesk desk;
    private final TicketLinks links;
    private final String tenantId;
    private final String channelId;
    private final AnswerNews wanted;

    private final Map<String, Watched> watched = new LinkedHashMap<>();
    private @Nullable Instant lookedAt;

    private static final class Watched {
        private final String messageId;
        private final String ticketId;
        private final String answerId;
        private final Instant since;
        private Instant next;

        Watched(String messageId, String ticketId, String answerId, Instant since) {
            this.messageId = messageId;
            this.ticketId = ticketId;
            this.answerId = answerId;
            this.since = since;
            this.next = since;
        }
    }

    AnswerWatch(
            Helpdesk helpdesk,
            CustomerDesk desk,
            TicketLinks links,
            String tenantId,
            String channelId,
            AnswerNews wanted) {
        this.helpdesk = helpdesk;
        this.desk = desk;
        this.links = links;
        this.tenantId = tenantId;
        this.channelId = channelId;
        this.wanted = wanted;
    }

    /**
     * Looks at the answers whose turn it is.
     *
     * @return what could not be told and is tried again, in words; or null
     * @throws ChannelException when the helpdesk cannot be told anything now
     */
    @Nullable String look(Instant now) throws ChannelException {
        if (wanted == AnswerNews.NONE) {
            return null;
        }
        find(now);
        @Nullable String problem = null;
        for (Iterator<Watched> each = watched.values().iterator(); each.hasNext(); ) {
            Watched answer = each.next();
            if (now.isAfter(answer.since.plus(WINDOW))) {
                links.told(answer.messageId, null);
                each.remove();
            } else if (!now.isBefore(answer.next)) {
                String failed = look(answer, now);
                problem = failed == null ? problem : failed;
            }
        }
        return problem;
    }

    private @Nullable String look(Watched answer, Instant now) throws ChannelException {
        Optional<Standing> standing =
                desk.sent(tenantId, answer.messageId).flatMap(sent -> wanted.of(answer.answerId, sent));
        String word = standing.map(Standing::mark).orElse("");
        @Nullable String problem = null;
        if (standing.isPresent() && !links.told(answer.messageId).orElse("").equals(word)) {
            try {
                helpdesk.tell(answer.ticketId, standing.get());
                links.told(answer.messageId, word);
            } catch (ChannelException e) {
                if (e.kind() != FailureKind.NOT_FOUND && e.kind() != FailureKind.PERMANENT) {
                    throw e;
                }
                // That ticket alone: it was deleted, or takes nothing any more.
                problem = "what became of an answer could not be told to ticket " + answer.ticketId + ": "
                        + e.getMessage();
            }
        }
        Duration age = Duration.between(answer.since, now);
        Duration wait = age.dividedBy(4);
        answer.next = now.plus(wait.compareTo(RAREST) > 0 ? RAREST : wait);
        return problem;
    }

    /** Takes up answers that came since the last look. */
    private void find(Instant now) {
        Instant from = lookedAt == null ? now.minus(WINDOW) : lookedAt.minus(OVERLAP);
        @Nullable String cursor = null;
        do {
            Page<StoredMessage.Inbound> page = desk.received(tenantId, channelId, cursor, PAGE);
            cursor = page.nextCursor();
            for (StoredMessage.Inbound item : page.items()) {
                if (item.storedAt().isBefore(from)) {
                    cursor = null;
                    break;
                }
                take(item);
            }
        } while (cursor != null);
        lookedAt = now;
    }

    private void take(StoredMessage.Inbound item) {
        String key = item.message().parsed().dedupeKey();
        int at = key.indexOf(AnswerSync.ANSWER_KEY);
        String[] parts = at < 0
                ? new String[0]
                : key.substring(at + AnswerSync.ANSWER_KEY.length()).split(":", -1);
        if (parts.length == 3) {
            watched.putIfAbsent(parts[0], new Watched(parts[0], parts[1], parts[2], item.storedAt()));
        }
    }
}
