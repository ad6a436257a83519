package io.deskwire.intake;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.intake.DeadLetters.Filter;
import io.deskwire.message.Content;
import io.deskwire.work.Page;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Use case: what a person does with dead letters beyond one at a time. */
public final class DeadLetterDesk {

    private static final int PAGE = 200;

    private final DeadLetters letters;
    private final Inbox inbox;

    public DeadLetterDesk(DeadLetters letters, Inbox inbox) {
        this.letters = letters;
        this.inbox = inbox;
    }

    /** Puts all that are meant back to work. Those that fail again while this runs are not tried twice. */
    public int redeliver(String tenantId, Filter filter, Instant now) {
        return each(tenantId, filter, now, letter -> letters.redeliver(tenantId, letter.id(), now));
    }

    /** Ends all that are meant. */
    public int discard(String tenantId, Filter filter, String comment, Instant now) {
        return each(tenantId, filter, now, letter -> letters.discard(tenantId, letter.id(), comment, now));
    }

    private int each(String tenantId, Filter filter, Instant now, Predicate<DeadLetter> act) {
        // Up to this moment: what is given up from now on is news.
        Instant until = now.plusMillis(1);
        Instant before = filter.before() == null || filter.before().isAfter(until) ? until : filter.before();
        Filter bounded = new Filter(filter.reason(), filter.from(), before);
        int done = 0;
        @Nullable String cursor = null;
        do {
            Page<DeadLetter> page = letters.list(tenantId, bounded, cursor, PAGE);
            List<DeadLetter> items = page.items();
            for (DeadLetter letter : items) {
                done += act.test(letter) ? 1 : 0;
            }
            cursor = page.nextCursor();
        } while (cursor != null);
        return done;
    }

    /** What became of bytes that were put in the place of a dead letter's. */
    public enum Replaced {
        DONE,
        NO_SUCH_LETTER,
        /** Its own bytes were removed, and with them what the transport said. */
        BYTES_GONE
    }

    /**
     * Takes in a dead letter's message anew with other bytes, as its channel would have given them, and ends the letter. The
     * old bytes stay in the record.
     *
     * @throws io.deskwire.work.StoreUnavailableException when they cannot be stored; the letter is as it was
     */
    public Replaced replace(String tenantId, String id, byte[] bytes, Instant now) {
        Optional<DeadLetter> letter = letters.find(tenantId, id);
        if (letter.isEmpty()) {
            return Replaced.NO_SUCH_LETTER;
        }
        Optional<RawInbound> old = inbox.raw(tenantId, letter.get().rawId());
        if (old.isEmpty()) {
            return Replaced.BYTES_GONE;
        }
        RawInbound raw = old.get();
        RawItem item = new RawItem(
                // The same edit asked for twice is stored once.
                "edited:" + id + ":" + Content.of(bytes).sha256(),
                raw.format(),
                raw.envelope(),
                raw.receivedAt(),
                raw.meta(),
                RawBody.of(bytes));
        try {
            inbox.record(new IntakeBatch(tenantId, raw.channelId(), List.of(item), null, null, now))
                    .toCompletableFuture()
                    .join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
        letters.discard(tenantId, id, "its bytes were edited and taken in anew", now);
        return Replaced.DONE;
    }
}
