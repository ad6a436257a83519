package io.deskwire.jdbc;

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
import java.time.Duration;
import java.util.List;

/** The stores over one database. */
final class JdbcStores implements Stores {

    private static final Duration OLDER_THAN_ANY_UPLOAD = Duration.ofDays(1);

    private final Bodies bodies;
    private final MessageRows messages;
    private final JdbcInbox inbox;
    private final JdbcDeliveries deliveries;
    private final JdbcOutbox outbox;
    private final JdbcConversations conversations;
    private final JdbcDeadLetters deadLetters;
    private final JdbcMediaQueue media;
    private final JdbcServiceWindows windows;
    private final JdbcChannelMemory memory;
    private final JdbcChannelStates channelStates;
    private final JdbcLeases leases;
    private final JdbcTallies tallies;
    private final JdbcRetention retention;
    private final JdbcRecurringJobs recurringJobs;
    private final JdbcAuditLog audit;

    JdbcStores(Reader reader, Writer writer) {
        bodies = new Bodies(reader, writer);
        inbox = new JdbcInbox(reader, writer, bodies);
        messages = new MessageRows(reader, bodies);
        deliveries = new JdbcDeliveries(reader, writer, messages);
        outbox = new JdbcOutbox(reader, writer, bodies, messages);
        conversations = new JdbcConversations(reader, writer, messages);
        deadLetters = new JdbcDeadLetters(reader, writer);
        media = new JdbcMediaQueue(reader, writer, bodies, messages, inbox::find);
        windows = new JdbcServiceWindows(reader, writer);
        memory = new JdbcChannelMemory(reader, writer);
        channelStates = new JdbcChannelStates(reader, writer);
        leases = new JdbcLeases(reader, writer);
        tallies = new JdbcTallies(reader, writer);
        retention = new JdbcRetention(reader, writer, bodies);
        recurringJobs = new JdbcRecurringJobs(reader, writer);
        audit = new JdbcAuditLog(reader, writer);
    }

    MessageRows messages() {
        return messages;
    }

    /**
     * Removes bytes whose message never came to be because a node died while it was storing them, and counts that are too
     * old to matter; by the database's own clock.
     *
     * @return how many bodies were removed
     */
    int sweep(Duration olderThan) {
        tallies.sweep();
        channelStates.sweep();
        return bodies.sweep(olderThan);
    }

    @Override
    public List<RecurringJob> upkeep() {
        return List.of(new RecurringJob("orphans", Duration.ofDays(1), (now, goOn) -> {
            leases.sweep(now.minus(OLDER_THAN_ANY_UPLOAD));
            int swept = sweep(OLDER_THAN_ANY_UPLOAD);
            return swept == 0 ? null : "swept " + swept + " unfinished bodies";
        }));
    }

    @Override
    public RecurringJobs recurringJobs() {
        return recurringJobs;
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
    public MediaQueue media() {
        return media;
    }

    @Override
    public ServiceWindows windows() {
        return windows;
    }

    @Override
    public ChannelMemory memory() {
        return memory;
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
    public ChannelStates channelStates() {
        return channelStates;
    }

    @Override
    public Leases leases() {
        return leases;
    }

    @Override
    public Tallies tallies() {
        return tallies;
    }
}
