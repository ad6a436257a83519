package io.deskwire.testkit;

import io.deskwire.Stores;
import io.deskwire.channel.ChannelStates;
import io.deskwire.delivery.Outbox;
import io.deskwire.intake.DeadLetters;
import io.deskwire.intake.Inbox;
import io.deskwire.threading.Conversations;
import io.deskwire.ticket.Deliveries;
import io.deskwire.work.Leases;

/**
 * Stores that forget at the end of the process: for tests and for trying things out. They keep every contract of the
 * stores, under one lock, and hold all bytes in memory.
 */
public final class InMemoryStores implements Stores {

    private final MemoryInbox inbox;
    private final MemoryDeliveries deliveries;
    private final MemoryOutbox outbox;
    private final MemoryConversations conversations;
    private final MemoryDeadLetters deadLetters;
    private final MemoryChannelStates channelStates = new MemoryChannelStates();
    private final MemoryLeases leases = new MemoryLeases();

    public InMemoryStores() {
        MemoryTables tables = new MemoryTables();
        deliveries = new MemoryDeliveries(tables);
        inbox = new MemoryInbox(tables, deliveries);
        outbox = new MemoryOutbox(tables);
        conversations = new MemoryConversations(tables);
        deadLetters = new MemoryDeadLetters(tables, inbox, deliveries);
    }

    @Override
    public Inbox inbox() {
        return inbox;
    }

    @Override
    public Deliveries deliveries() {
        return deliveries;
    }

    @Override
    public Outbox outbox() {
        return outbox;
    }

    @Override
    public Conversations conversations() {
        return conversations;
    }

    @Override
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    @Override
    public ChannelStates channelStates() {
        return channelStates;
    }

    @Override
    public Leases leases() {
        return leases;
    }
}
