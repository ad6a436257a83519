package io.deskwire.examples.spring;

import io.deskwire.message.InboundMessage;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import io.deskwire.ticket.TicketSink;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The helpdesk's tickets, in its own tables. */
// snippet: tickets
@Component
public class Tickets implements TicketSink {

    private final JdbcTemplate sql;

    public Tickets(JdbcTemplate sql) {
        this.sql = sql;
        sql.execute("CREATE TABLE IF NOT EXISTS ticket (id VARCHAR(64) PRIMARY KEY, conversation VARCHAR(64) NOT NULL,"
                + " subject VARCHAR(500))");
        sql.execute("CREATE TABLE IF NOT EXISTS ticket_comment (message_id VARCHAR(64) PRIMARY KEY,"
                + " ticket_id VARCHAR(64) NOT NULL, text VARCHAR(100000) NOT NULL)");
    }

    /** May be called again for a message whose first call ended nobody knows how: the primary key tells. */
    @Override
    @Transactional
    public SinkResult deliver(TicketEvent event) {
        InboundMessage message = event.message();
        List<String> known = sql.queryForList(
                "SELECT ticket_id FROM ticket_comment WHERE message_id = ?", String.class, message.id());
        if (!known.isEmpty()) {
            return new SinkResult.Duplicate(new TicketRef(known.get(0)));
        }
        TicketRef ticket = event.knownTicket();
        boolean isNew = ticket == null;
        if (ticket == null) {
            ticket = new TicketRef("T-" + message.id());
            sql.update(
                    "INSERT INTO ticket (id, conversation, subject) VALUES (?, ?, ?)",
                    ticket.value(),
                    event.conversationId(),
                    message.subject());
        }
        sql.update(
                "INSERT INTO ticket_comment (message_id, ticket_id, text) VALUES (?, ?, ?)",
                message.id(),
                ticket.value(),
                message.replyText().strip());
        return isNew ? new SinkResult.Created(ticket) : new SinkResult.Appended(ticket);
    }
}
// end
