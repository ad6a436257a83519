package io.deskwire.testkit.pipeline;

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
import io.deskwire.work.RecurringJob;
import io.deskwire.work.RecurringJobs;
import io.deskwire.work.Tallies;
import java.util.List;

/** Stores of which the inbox is another. */
record StoresWithInbox(Stores stores, Inbox inbox) implements Stores {

    @Override
    public Deliveries deliveries() {
        return stores.deliveries();
    }

    @Override
    public Outbox outbox() {
        return stores.outbox();
    }

    @Override
    public Conversations conversations() {
        return stores.conversations();
    }

    @Override
    public DeadLetters deadLetters() {
        return stores.deadLetters();
    }

    @Override
    public ChannelStates channelStates() {
        return stores.channelStates();
    }

    @Override
    public Leases leases() {
        return stores.leases();
    }

    @Override
    public MediaQueue media() {
        return stores.media();
    }

    @Override
    public ServiceWindows windows() {
        return stores.windows();
    }

    @Override
    public ChannelMemory memory() {
        return stores.memory();
    }

    @Override
    public Tallies tallies() {
        return stores.tallies();
    }

    @Override
    public Retention retention() {
        return stores.retention();
    }

    @Override
    public RecurringJobs recurringJobs() {
        return stores.recurringJobs();
    }

    @Override
    public AuditLog audit() {
        return stores.audit();
    }

    @Override
    public List<RecurringJob> upkeep() {
        return stores.upkeep();
    }
}
