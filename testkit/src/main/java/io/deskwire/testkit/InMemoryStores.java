package io.deskwire.testkit;

import io.deskwire.Stores;
import io.deskwire.audit.AuditLog;
import io.deskwire.channel.ChannelMemory;
import io.deskwire.channel.ChannelStates;
import io.deskwire.delivery.Outbox;
import io.deskwire.delivery.ServiceWindows;
import io.deskwire.intake.DeadLetters;
import io.deskwire.intake.Inbox;
import io.deskwire.intake.MediaQueue;
import io.deskwire.retention.Retention;
import io.deskwire.threading.Conversations;
import io.deskwire.ticket.Deliveries;
import io.deskwire.work.Leases;
import io.deskwire.work.RecurringJobs;
import io.deskwire.work.Tallies;
import java.util.List;

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
    private final MemoryMedia media;
    private final MemoryServiceWindows windows;
    private final MemoryRetention retention;
    private final MemoryChannelMemory memory = new MemoryChannelMemory();
    private final MemoryChannelStates channelStates = new MemoryChannelStates();
    private final MemoryLeases leases = new MemoryLeases();
    private final MemoryTallies tallies = new MemoryTallies();
    private final MemoryRecurringJobs recurringJobs = new MemoryRecurringJobs();
    private final MemoryAuditLog audit = new MemoryAuditLog();

    public InMemoryStores() {
        MemoryTables tables = new MemoryTables();
        deliveries = new MemoryDeliveries(tables);
        outbox = new MemoryOutbox(tables);
        media = new MemoryMedia(tables);
        windows = new MemoryServiceWindows(tables);
        inbox = new MemoryInbox(tables, deliveries, media, new MemoryEffects(tables, outbox, windows, tallies));
        conversations = new MemoryConversations(tables);
        deadLetters = new MemoryDeadLetters(tables, inbox, deliveries);
        retention = new MemoryRetention(
                tables,
                inbox,
                List.of(
                        inbox::forget,
                        deliveries::forget,
                        outbox::forget,
                        media::forget,
                        windows::forget,
                        memory::forget,
                        channelStates::forget,
                        leases::forget,
                        tallies::forget,
                        audit::forget,
                        tables::forget));
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

    @Override
    public MediaQueue media() {
        return media;
    }

    @Override
    public ServiceWindows windows() {
        return windows;
    }

    @Override
    public Retention retention() {
        return retention;
    }

    @Override
    public AuditLog audit() {
        return audit;
    }

    @Override
    public ChannelMemory memory() {
        return memory;
    }

    @Override
    public RecurringJobs recurringJobs() {
        return recurringJobs;
    }

    @Override
    public Tallies tallies() {
        return tallies;
    }
}
