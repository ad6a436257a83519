package io.deskwire.benchmarks;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Sends messages from many sides at once and waits until all of them are tickets. */
final class IntakeLoad {

    /** Share of the time at the start that does not count: queues and groups have yet to fill. */
    private static final double LEAD_IN = 0.2;

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final TicketWatch watch;

    IntakeLoad(TicketWatch watch) {
        this.watch = watch;
    }

    /**
     * What was measured.
     *
     * @param tickets all of them
     * @param perSecond tickets a second
     * @param sincePlanned from the planned time of sending to the ticket
     * @param sinceTaken from 2xx or OK to the ticket
     */
    record Result(int tickets, double perSecond, Latencies sincePlanned, Latencies sinceTaken) {}

    /** Closed loop: so many messages are under way at any time, each from being sent to its ticket. */
    Result saturate(List<IntakeSender> senders, int underWay, Duration time) throws Exception {
        Marks marks = new Marks((int) (20_000 * Math.max(1, time.toMillis() / 1000.0)), underWay);
        long began = System.nanoTime();
        long end = began + time.toNanos();
        AtomicInteger next = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        run(marks, sent, senders, sender -> {
            while (System.nanoTime() < end) {
                marks.await();
                int number = next.getAndIncrement();
                if (number >= marks.most()) {
                    return;
                }
                marks.planned(number, System.nanoTime());
                sender.send(number, marks.id(number));
                marks.taken(number, System.nanoTime());
                sent.incrementAndGet();
            }
        });
        long from = began + (long) (time.toNanos() * LEAD_IN);
        return new Result(
                marks.tickets(),
                marks.ticketsWithin(from, end) * 1e9 / (end - from),
                marks.sincePlanned(),
                marks.sinceTaken());
    }

    /** Open loop: messages are due at their times, whatever became of those before. */
    Result steady(List<IntakeSender> senders, double perSecond, Duration time) throws Exception {
        int count = Math.max(1, (int) (perSecond * time.toNanos() / 1e9));
        Marks marks = new Marks(count, 0);
        long began = System.nanoTime();
        AtomicInteger next = new AtomicInteger();
        AtomicInteger sent = new AtomicInteger();
        run(marks, sent, senders, sender -> {
            for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                long due = began + (long) (number * 1e9 / perSecond);
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                marks.planned(number, due);
                sender.send(number, marks.id(number));
                marks.taken(number, System.nanoTime());
                sent.incrementAndGet();
            }
        });
        double seconds = (System.nanoTime() - began) / 1e9;
        return new Result(marks.tickets(), marks.tickets() / seconds, marks.sincePlanned(), marks.sinceTaken());
    }

    /** What one side does. */
    @FunctionalInterface
    private interface Side {
        void run(IntakeSender sender) throws IOException, InterruptedException;
    }

    private void run(Marks marks, AtomicInteger sent, List<IntakeSender> senders, Side side) throws Exception {
        watch.watch(marks);
        Queue<Exception> failures = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (IntakeSender sender : senders) {
            Thread thread = new Thread(() -> {
                try {
                    side.run(sender);
                } catch (IOException | InterruptedException | RuntimeException e) {
                    failures.add(e);
                }
            });
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join(PATIENCE.toMillis());
        }
        Exception failure = failures.peek();
        if (failure != null) {
            throw failure;
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (marks.tickets() < sent.get()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "of " + sent.get() + " messages only " + marks.tickets() + " became tickets");
            }
            LockSupport.parkNanos(1_000_000);
        }
        watch.watch(null);
    }
}
