package io.deskwire;

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

/**
 * Everything Deskwire keeps, on one database so that what belongs together is stored together. All of it is thread-safe,
 * and every method may throw {@link io.deskwire.work.StoreUnavailableException}.
 */
public interface Stores {

    Inbox inbox();

    Deliveries deliveries();

    Outbox outbox();

    Conversations conversations();

    DeadLetters deadLetters();

    ChannelStates channelStates();

    Leases leases();

    MediaQueue media();

    ServiceWindows windows();

    ChannelMemory memory();

    Tallies tallies();

    Retention retention();

    RecurringJobs recurringJobs();

    /** What these stores need done now and then to stay tidy; the engine sees to it. */
    default List<RecurringJob> upkeep() {
        return List.of();
    }

    AuditLog audit();
}
