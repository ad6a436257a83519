package io.deskwire.examples.spring;

import io.deskwire.Deskwire;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.jdbc.Database;
import io.deskwire.ticket.TicketRef;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** What agents write: the comment in the ticket and the answer on its way are one transaction. */
// snippet: answers
@Service
public class Answers {

    private final JdbcTemplate sql;
    private final DataSource source;
    private final Database database;
    private final Deskwire deskwire;

    public Answers(JdbcTemplate sql, DataSource source, Database database, Deskwire deskwire) {
        this.sql = sql;
        this.source = source;
        this.database = database;
        this.deskwire = deskwire;
    }

    /** Nothing leaves when this, or whatever it is part of, is rolled back. */
    @Transactional(rollbackFor = Exception.class)
    public void answer(String tenant, String ticket, String commentId, String text) throws ReplyRefusedException {
        sql.update(
                "INSERT INTO ticket_comment (message_id, ticket_id, text) VALUES (?, ?, ?)", commentId, ticket, text);
        deskwire.replies()
                .through(database.staging(DataSourceUtils.getConnection(source)))
                .reply(tenant, new TicketRef(ticket), ReplyDraft.text(text), commentId);
    }
}
// end
