package io.deskwire.adapter.graph;

import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Envelope;
import io.deskwire.mime.MimeDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One fetch: pages of a delta round, their messages, the work after intake, and what was announced and not listed yet. */
final class FolderReading {

    /** Graph gives no more to a round that is filtered by time. */
    private static final int MOST_FILTERED = 5000;

    /** Larger messages are not held in memory. */
    private static final int SMALL = 256 * 1024;

    private static final int BATCH_BYTES = 2 * 1024 * 1024;

    /** A position that stayed the same is written again only so that a resync does not reach back too far. */
    private static final Duration REMEMBERED = Duration.ofHours(1);

    private final Mailbox mailbox;
    private final AfterWork afterWork;
    private final Batches batches;
    private final Intake intake;
    private final Unreadable unreadable;
    private final Pushes pushes;
    private final Instant now;

    private final Set<String> announced = new HashSet<>();
    private final List<RawItem> batch = new ArrayList<>();
    private final List<String> batchIds = new ArrayList<>();
    private int batchBytes;
    private GraphCursor cursor;
    private @Nullable String note;
    private @Nullable ChannelException afterWorkFailure;

    FolderReading(Mailbox mailbox, Batches batches, Intake intake, Unreadable unreadable, Pushes pushes, Instant now) {
        this.mailbox = mailbox;
        this.afterWork = new AfterWork(mailbox);
        this.batches = batches;
        this.intake = intake;
        this.unreadable = unreadable;
        this.pushes = pushes;
        this.now = now;
        this.cursor = GraphCursor.start(null, false, null, now);
    }

    /**
     * @param start where to begin
     * @param stored the position in the store, or null
     * @param resync why the round begins anew, or null
     */
    FetchResult run(GraphCursor start, @Nullable GraphCursor stored, @Nullable String resync) throws ChannelException {
        cursor = start;
        note = resync;
        announced.addAll(pushes.takeNotified());
        try {
            doTodo();
            while (!round(stored)) {
                note = "More than " + MOST_FILTERED + " messages: the whole folder is listed.";
            }
            fetchDirectly();
            announced.clear();
        } finally {
            pushes.putBack(announced);
        }
        if (afterWorkFailure != null) {
            throw afterWorkFailure;
        }
        pushes.found(batches.stored(), now);
        return new FetchResult(batches.offered(), batches.stored(), resync != null, note);
    }

    /**
     * Reads a round to its end.
     *
     * @return false when Graph may have kept something back, and another round has to follow
     */
    private boolean round(@Nullable GraphCursor stored) throws ChannelException {
        while (true) {
            String link = cursor.link();
            DeltaPage page = link == null ? mailbox.begin(cursor.wide() ? null : cursor.since()) : mailbox.follow(link);
            take(page.messages());
            String next = page.nextLink();
            if (next != null) {
                cursor = cursor.onward(next, page.messages().size());
                batches.offer(List.of(), cursor.cursor());
                doTodo();
                continue;
            }
            int listed = cursor.seen() + page.messages().size();
            if (cursor.since() != null && !cursor.wide() && listed >= MOST_FILTERED) {
                cursor = GraphCursor.start(cursor.since(), true, cursor.good(), cursor.begun())
                        .withTodo(cursor.todo());
                batches.offer(List.of(), cursor.cursor());
                return false;
            }
            cursor = cursor.complete(Objects.requireNonNull(page.deltaLink(), "a page has one of the two"), now);
            if (isWorthStoring(stored)) {
                batches.offer(List.of(), cursor.cursor());
            }
            doTodo();
            return true;
        }
    }

    private boolean isWorthStoring(@Nullable GraphCursor stored) {
        return stored == null
                || !Objects.equals(stored.link(), cursor.link())
                || !stored.todo().equals(cursor.todo())
                || stored.good() == null
                || stored.good().isBefore(now.minus(REMEMBERED));
    }

    /** Stores what is new of a page; the position stays before it until all of it is durable. */
    private void take(List<Listed> page) throws ChannelException {
        Map<String, Listed> wanted = new LinkedHashMap<>();
        page.stream()
                .filter(this::isWanted)
                .sorted(Comparator.comparing(m -> Objects.requireNonNullElse(m.receivedAt(), Instant.MIN)))
                .forEach(message -> wanted.putIfAbsent(message.id(), message));
        page.forEach(message -> announced.remove(message.id()));
        intake.known(wanted.keySet()).forEach(wanted::remove);
        for (Listed message : wanted.values()) {
            fetch(message);
        }
        flush();
    }

    private boolean isWanted(Listed message) {
        Instant since = cursor.since();
        Instant received = message.receivedAt();
        return message.wanted() && (since == null || received == null || !received.isBefore(since.minusSeconds(1)));
    }

    private void fetch(Listed message) throws ChannelException {
        InputStream bytes;
        try {
            bytes = mailbox.content(message.id());
        } catch (ChannelException e) {
            notGiven(message, e);
            return;
        }
        if (bytes == null) {
            // Moved or deleted since it was listed.
            return;
        }
        try (bytes) {
            byte[] beginning = bytes.readNBytes(SMALL);
            if (message.fromHere() && !Transport.passed(beginning)) {
                // A copy of what was sent from here.
                unreadable.forget(message.id());
                return;
            }
            if (beginning.length < SMALL) {
                add(item(message, RawBody.of(beginning)), beginning.length);
                unreadable.given(message.id());
                return;
            }
            flush();
            large(message, new MessageBody(beginning, bytes));
        } catch (IOException e) {
            broke(message, e);
        } finally {
            mailbox.calls().letGo();
        }
    }

    private void large(Listed message, MessageBody body) throws ChannelException {
        try {
            add(item(message, body), SMALL);
            flush();
            unreadable.given(message.id());
        } catch (ChannelException | RuntimeException e) {
            batch.clear();
            batchIds.clear();
            IOException failure = body.failure();
            if (failure == null) {
                throw e;
            }
            broke(message, failure);
        }
    }

    private void add(RawItem item, int bytes) throws ChannelException {
        batch.add(item);
        batchIds.add(item.sourceKey());
        batchBytes += bytes;
        if (batchBytes >= BATCH_BYTES) {
            flush();
        }
    }

    private void flush() throws ChannelException {
        if (batch.isEmpty()) {
            return;
        }
        if (!afterWork.isNone()) {
            List<String> todo = new ArrayList<>(cursor.todo());
            todo.addAll(batchIds);
            cursor = cursor.withTodo(todo);
        }
        List<RawItem> items = List.copyOf(batch);
        batch.clear();
        batchIds.clear();
        batchBytes = 0;
        batches.offer(items, cursor.cursor());
    }

    private RawItem item(Listed message, RawBody body) {
        return new RawItem(
                message.id(),
                MimeDecoder.FORMAT,
                new Envelope(null, List.of(mailbox.settings().mailbox())),
                message.receivedAt(),
                Map.of(),
                body);
    }

    private void broke(Listed message, IOException e) throws ChannelException {
        notGiven(
                message,
                ChannelException.of(FailureKind.TRANSIENT, "the connection broke while a message was read", e));
    }

    /**
     * Graph lists a message and does not give it. What is wrong with everything ends the fetch; a message that alone cannot be
     * read must not hold up those behind it for ever, nor vanish: then a note takes its place.
     */
    private void notGiven(Listed message, ChannelException e) throws ChannelException {
        if (unreadable.isEverybodys(e) || Thread.currentThread().isInterrupted()) {
            throw e;
        }
        if (!unreadable.tooOften(message.id())) {
            flush();
            // The credentials of which it complains are good for the others.
            throw e.kind() == FailureKind.AUTH
                    ? ChannelException.of(FailureKind.TRANSIENT, String.valueOf(e.getMessage()), e)
                            .withCode(e.code().orElse(null))
                    : e;
        }
        // Its facts are given while its bytes are not: it is the message, not Graph.
        Listed there = mailbox.look(message.id());
        unreadable.forget(message.id());
        if (there == null) {
            return;
        }
        flush();
        // Not among those that are marked, moved or deleted: a person has to find it there.
        batches.offer(List.of(item(message, Unreadable.note(message, e))), cursor.cursor());
        note = "Microsoft 365 does not give one message; a note took its place.";
    }

    /** Delta may lag behind a notification; what was announced and is in the folder is taken now. */
    private void fetchDirectly() throws ChannelException {
        List<String> unknown = new ArrayList<>(announced);
        unknown.removeAll(intake.known(announced));
        for (String id : unknown) {
            Listed message = mailbox.look(id);
            if (message != null && message.wanted() && mailbox.inboxId().equals(message.folderId())) {
                fetch(message);
            }
        }
        flush();
        doTodo();
    }

    /** A refusal here must not keep new mail out: it is reported at the end. */
    private void doTodo() throws ChannelException {
        if (cursor.todo().isEmpty() || afterWorkFailure != null) {
            return;
        }
        if (!afterWork.isNone()) {
            try {
                afterWork.run(cursor.todo());
            } catch (ChannelException e) {
                afterWorkFailure = e;
                return;
            }
        }
        cursor = cursor.withTodo(List.of());
        batches.offer(List.of(), cursor.cursor());
    }
}
