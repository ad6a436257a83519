package io.deskwire.jdbc;

import io.deskwire.threading.StoredMessage;
import io.deskwire.ticket.Deliveries;
import io.deskwire.ticket.TicketRef;
import io.deskwire.work.Claim;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Filed messages on their way to the helpdesk; the lanes are the conversations. */
final class JdbcDeliveries extends JdbcWorkQueue<Deliveries.Job> implements Deliveries {

    private static final Logger LOG = LoggerFactory.getLogger(JdbcDeliveries.class);

    private final MessageRows messages;

    JdbcDeliveries(Reader reader, Writer writer, MessageRows messages) {
        super(LaneKey.DELIVERIES, reader, writer);
        this.messages = messages;
    }

    @Override
    public void settle(Claim claim, Outcome outcome, Instant now) {
        writer().call(new DeliverySettlement(claim, outcome, now));
    }

    @Override
    public boolean isStrict() {
        return true;
    }

    @Override
    Map<String, Job> load(String tenantId, List<WorkItem> items) {
        Map<String, WorkItem> byId = new HashMap<>();
        items.forEach(item -> byId.put(item.id(), item));
        Map<String, Job> jobs = new HashMap<>();
        for (MessageRows.Row row : messages.byIds(tenantId, byId.keySet())) {
            WorkItem item = byId.get(row.id());
            try {
                if (item != null && messages.read(row, Map.of()) instanceof StoredMessage.Inbound stored) {
                    boolean doubt = row.mayHaveArrived() || item.unheard();
                    jobs.put(
                            row.id(),
                            new Job(stored.message(), stored.decision(), ticket(row.conversationTicket()), doubt));
                }
            } catch (RuntimeException e) {
                LOG.warn("stored message {} of tenant {} cannot be read", row.id(), tenantId, e);
            }
        }
        return jobs;
    }

    private static @Nullable TicketRef ticket(@Nullable String value) {
        return value == null ? null : new TicketRef(value);
    }

    @Override
    void giveUp(Claim claim, Instant now) {
        settle(claim, new Outcome.DeadLetter("the stored message cannot be read"), now);
    }
}
