package io.deskwire.testkit;

import io.deskwire.intake.DeadLetter;
import io.deskwire.intake.RawInbound;
import io.deskwire.message.InboundMessage;
import io.deskwire.threading.Conversation;
import io.deskwire.threading.Decision;
import io.deskwire.threading.StoredMessage;
import io.deskwire.threading.StoredMessage.Inbound.State;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Claim;
import io.deskwire.work.Ids;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/** {@link Deliveries} in memory. */
final class MemoryDeliveries extends MemoryQueue<InboundMessage, Deliveries.Job> implements Deliveries {

    /** Messages of which an attempt ended without an answer, once and for all. */
    private final Set<TenantKey> mayHaveArrived = new HashSet<>();

    MemoryDeliveries(MemoryTables tables) {
        super(tables, true);
    }

    /** Puts a filed message (back) to work. */
    void work(InboundMessage message, Decision decision, Instant now) {
        String conversation = Objects.requireNonNull(decision.conversationId(), "a filed message has a conversation");
        enqueue(new Entry<>(new TenantKey(message.tenantId(), message.id()), conversation, message, Instant.MIN, now));
    }

    @Override
    Job job(Entry<InboundMessage> entry) {
        if (entry.unheard) {
            mayHaveArrived.add(entry.key);
        }
        StoredMessage.Inbound stored = tables.inbound(entry.key.tenantId(), entry.key.id());
        Conversation conversation = tables.conversations.get(new TenantKey(entry.key.tenantId(), entry.lane));
        TicketRef ticket = conversation == null ? null : conversation.ticket();
        return new Job(stored.message(), stored.decision(), ticket, mayHaveArrived.contains(entry.key));
    }

    @Override
    public void settle(Claim claim, Outcome outcome, Instant now) {
        synchronized (tables) {
            Entry<InboundMessage> entry = held(claim);
            String tenant = claim.tenantId();
            String id = entry.key.id();
            if (outcome instanceof Outcome.Retry retry) {
                if (retry.mayHaveArrived()) {
                    mayHaveArrived.add(entry.key);
                }
                tables.setState(tenant, id, State.PENDING, retry.reason());
                postpone(entry, retry.at());
            } else if (outcome instanceof Outcome.Wait wait) {
                tables.setState(tenant, id, State.PENDING, wait.reason());
                entry.attempts--;
                postpone(entry, wait.at());
            } else if (outcome instanceof Outcome.Delivered delivered) {
                StoredMessage.Inbound m = tables.inbound(tenant, id);
                tables.messages.put(
                        entry.key,
                        new StoredMessage.Inbound(
                                m.message(),
                                m.decision(),
                                State.DELIVERED,
                                null,
                                tables.current(tenant, delivered.ticket()),
                                m.storedAt()));
                tables.setTicket(tenant, entry.lane, delivered.ticket());
                dequeue(entry);
            } else if (outcome instanceof Outcome.DeadLetter dead) {
                tables.setState(tenant, id, State.DEAD_LETTER, dead.reason());
                bury(entry, dead.reason(), now);
                dequeue(entry);
            }
        }
    }

    private void bury(Entry<InboundMessage> entry, String reason, Instant now) {
        InboundMessage message = entry.work;
        RawInbound raw = Objects.requireNonNull(
                tables.raws.get(new TenantKey(message.tenantId(), message.rawId())), "raw bytes");
        String id = Ids.next(now);
        tables.deadLetters.put(
                new TenantKey(message.tenantId(), id),
                new DeadLetter(
                        id,
                        message.tenantId(),
                        message.channelId(),
                        message.rawId(),
                        message.id(),
                        DeadLetter.Stage.DELIVERY,
                        reason,
                        null,
                        entry.attempts,
                        raw.content().length(),
                        now));
    }
}
