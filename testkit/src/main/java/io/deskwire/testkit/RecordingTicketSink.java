package io.deskwire.testkit;

import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A helpdesk in memory that keeps the contract of {@link TicketSink}, remembers every call and misbehaves on demand.
 * Tickets are named T-1, T-2, … in the order they were opened. Thread-safe.
 */
public final class RecordingTicketSink implements TicketSink {

    private record Scripted(
            boolean taken,
            @Nullable SinkResult answer,
            @Nullable RuntimeException failure) {}

    private record Ticket(String tenantId, List<TicketEvent> events) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition called = lock.newCondition();
    private final Deque<Scripted> script = new ArrayDeque<>();
    private final List<TicketEvent> events = new ArrayList<>();
    private final Map<TicketRef, Ticket> tickets = new LinkedHashMap<>();
    private final Map<String, TicketRef> ticketOfMessage = new HashMap<>();

    /** The next call not scripted yet is answered with this, and the message is not taken. */
    public RecordingTicketSink next(SinkResult answer) {
        return script(new Scripted(false, answer, null));
    }

    /** The next call not scripted yet takes the message and answers something else, as when an answer is lost. */
    public RecordingTicketSink nextTakenBut(SinkResult answer) {
        return script(new Scripted(true, answer, null));
    }

    /** The next call not scripted yet throws, and the message is not taken. */
    public RecordingTicketSink nextThrows(RuntimeException failure) {
        return script(new Scripted(false, null, failure));
    }

    private RecordingTicketSink script(Scripted step) {
        lock.lock();
        try {
            script.add(step);
            return this;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public SinkResult deliver(TicketEvent event) {
        lock.lock();
        try {
            events.add(event);
            called.signalAll();
            Scripted step = script.poll();
            if (step == null) {
                return take(event);
            }
            if (step.failure != null) {
                throw step.failure;
            }
            if (step.taken) {
                take(event);
            }
            return Objects.requireNonNull(step.answer);
        } finally {
            lock.unlock();
        }
    }

    private SinkResult take(TicketEvent event) {
        String tenant = event.message().tenantId();
        String message = tenant + "/" + event.message().id();
        TicketRef standing = ticketOfMessage.get(message);
        if (standing != null) {
            return new SinkResult.Duplicate(standing);
        }
        TicketRef known = event.knownTicket();
        Ticket ticket = known == null ? null : tickets.get(known);
        if (known != null && ticket != null && ticket.tenantId.equals(tenant)) {
            ticket.events.add(event);
            ticketOfMessage.put(message, known);
            return new SinkResult.Appended(known);
        }
        TicketRef opened = new TicketRef("T-" + (tickets.size() + 1));
        tickets.put(opened, new Ticket(tenant, new ArrayList<>(List.of(event))));
        ticketOfMessage.put(message, opened);
        return new SinkResult.Created(opened);
    }

    /** Every call so far, in order, whatever came of it. */
    public List<TicketEvent> calls() {
        lock.lock();
        try {
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }

    /** A tenant's tickets in the order they were opened, each with what stands in it. */
    public Map<TicketRef, List<TicketEvent>> tickets(String tenantId) {
        lock.lock();
        try {
            Map<TicketRef, List<TicketEvent>> found = new LinkedHashMap<>();
            tickets.forEach((ref, ticket) -> {
                if (ticket.tenantId.equals(tenantId)) {
                    found.put(ref, List.copyOf(ticket.events));
                }
            });
            return found;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there were at least so many calls.
     *
     * @return the calls so far
     * @throws AssertionError when there were fewer by the deadline
     */
    public List<TicketEvent> awaitCalls(int count, Duration deadline) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.NANOSECONDS.convert(deadline);
            while (events.size() < count) {
                if (left <= 0) {
                    throw new AssertionError(
                            "the helpdesk was called " + events.size() + " times in " + deadline + ", not " + count);
                }
                left = called.awaitNanos(left);
            }
            return List.copyOf(events);
        } finally {
            lock.unlock();
        }
    }
}
