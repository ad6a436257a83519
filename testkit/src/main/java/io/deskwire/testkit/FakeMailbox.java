package io.deskwire.testkit;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel.FetchResult;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Envelope;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Numbered mails that a {@link FakeChannel} reads in order. A cursor is {@code GENERATION:NUMBER}; {@link #expireCursors}
 * begins another generation, in which the same mails have other names. Thread-safe.
 */
public final class FakeMailbox {

    private static final class Mail {
        final int number;
        final byte[] bytes;
        final Instant receivedAt;

        Mail(int number, byte[] bytes) {
            this.number = number;
            this.bytes = bytes.clone();
            this.receivedAt = MessageSamples.NOON.plusSeconds(number);
        }
    }

    private final Awaited lock;
    private final FakeProvider provider;
    private final NavigableMap<Integer, Mail> mails = new TreeMap<>();
    private final Deque<ChannelException> failures = new ArrayDeque<>();
    private final Set<Integer> breaking = new HashSet<>();
    private int lastNumber;
    private int generation = 1;
    private int pageSize = 10;
    private boolean deletesAfterIntake;
    private boolean resyncs = true;
    private boolean held;
    private int fetches;

    FakeMailbox(Awaited lock, FakeProvider provider) {
        this.lock = lock;
        this.provider = provider;
    }

    /** A small mail from ann@customer.example arrives; returns its number. */
    public int arrive(String subject, String text) {
        return arrive(MessageSamples.mail(subject, text));
    }

    /** A mail arrives as bytes, and watches get a hint; returns its number. */
    public int arrive(byte[] mail) {
        int number = lock.change(() -> {
            mails.put(++lastNumber, new Mail(lastNumber, mail));
            return lastNumber;
        });
        provider.hint();
        return number;
    }

    /** A mail is moved away or deleted by somebody else. */
    public void remove(int number) {
        lock.change(() -> mails.remove(number));
    }

    /** Numbers of the mails that are there, in order. */
    public List<Integer> numbers() {
        return lock.read(() -> List.copyOf(mails.keySet()));
    }

    /** Every cursor handed out so far is of no more use, and every mail gets another source key. */
    public void expireCursors() {
        lock.change(() -> ++generation);
    }

    /** Whether the channel resyncs by itself when its cursor expired (the default) or fails with CURSOR_EXPIRED. */
    public void resyncsByItself(boolean value) {
        lock.change(() -> resyncs = value);
    }

    /** How many mails make a batch; 10 unless told. */
    public void pageSize(int mailsPerBatch) {
        lock.change(() -> pageSize = mailsPerBatch);
    }

    /** Whether mails are deleted here once they are durable there; they stay unless told. */
    public void deletesAfterIntake(boolean value) {
        lock.change(() -> deletesAfterIntake = value);
    }

    /** The next fetch that is not told otherwise yet fails so, before it reads anything. */
    public void nextFetchFails(ChannelException failure) {
        lock.change(() -> failures.add(failure));
    }

    /** The body of a mail breaks off in the middle the next time it is read. */
    public void breakBodyOnce(int number) {
        lock.change(() -> breaking.add(number));
    }

    /** Makes every fetch hang until {@link #letFetchesGo} or an interrupt. */
    public void holdFetches() {
        lock.change(() -> held = true);
    }

    /** Ends {@link #holdFetches}. */
    public void letFetchesGo() {
        lock.change(() -> held = false);
    }

    /** How many fetches were begun. */
    public int fetches() {
        return lock.read(() -> fetches);
    }

    /** Waits until at least so many fetches were begun. */
    public void awaitFetches(int count, Duration deadline) throws InterruptedException {
        lock.until(() -> fetches >= count, deadline, () -> fetches + " fetches, not " + count);
    }

    FetchResult fetch(@Nullable Cursor after, Intake intake) throws ChannelException {
        ChannelException failure = lock.change(() -> {
            fetches++;
            return failures.poll();
        });
        if (failure != null) {
            throw failure;
        }
        int current = lock.read(() -> generation);
        boolean expired = after != null && generationOf(after) != current;
        if (expired && !lock.read(() -> resyncs)) {
            throw ChannelException.of(FailureKind.CURSOR_EXPIRED, "the mailbox was renumbered");
        }
        int position = after == null || expired ? 0 : numberOf(after);
        int offered = 0;
        int stored = 0;
        while (true) {
            waitWhileHeld();
            provider.requireUp();
            List<Mail> page = page(position);
            if (page.isEmpty()) {
                break;
            }
            position = page.get(page.size() - 1).number;
            List<RawItem> items = page.stream().map(mail -> item(mail, current)).toList();
            stored += intake.accept(items, new Cursor(current + ":" + position))
                    .toCompletableFuture()
                    .join()
                    .stored();
            offered += items.size();
            // Durable now, and only now.
            if (lock.read(() -> deletesAfterIntake)) {
                page.forEach(mail -> remove(mail.number));
            }
        }
        if (expired && offered == 0) {
            intake.accept(List.of(), new Cursor(current + ":0"))
                    .toCompletableFuture()
                    .join();
        }
        return new FetchResult(offered, stored, expired, expired ? "the mailbox was renumbered and read again" : null);
    }

    private void waitWhileHeld() throws ChannelException {
        try {
            // Also where nothing is held: an interrupt is heeded between any two batches.
            lock.until(() -> !held);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ChannelException.of(FailureKind.TRANSIENT, "interrupted", e);
        }
    }

    private List<Mail> page(int position) {
        return lock.read(() -> new ArrayList<>(mails.tailMap(position, false).values())
                .stream().limit(pageSize).toList());
    }

    private RawItem item(Mail mail, int current) {
        return new RawItem(
                current + ":" + mail.number,
                FakeChannelType.FORMAT,
                new Envelope("ann@customer.example", List.of("support@tenant.example")),
                mail.receivedAt,
                Map.of(),
                body(mail));
    }

    private RawBody body(Mail mail) {
        return new RawBody() {
            @Override
            public long expectedLength() {
                return mail.bytes.length;
            }

            @Override
            public InputStream open() {
                if (!lock.change(() -> breaking.remove(mail.number))) {
                    return new ByteArrayInputStream(mail.bytes);
                }
                return new SequenceInputStream(
                        new ByteArrayInputStream(mail.bytes, 0, mail.bytes.length / 2), new CutOff());
            }
        };
    }

    private static int generationOf(Cursor cursor) {
        return Integer.parseInt(cursor.value().substring(0, cursor.value().indexOf(':')));
    }

    private static int numberOf(Cursor cursor) {
        return Integer.parseInt(cursor.value().substring(cursor.value().indexOf(':') + 1));
    }

    /** Where a connection was cut. */
    private static final class CutOff extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("the connection was cut");
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return read();
        }
    }
}
