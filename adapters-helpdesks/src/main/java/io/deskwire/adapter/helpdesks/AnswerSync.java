package io.deskwire.adapter.helpdesks;

import io.deskwire.adapter.helpdesks.Helpdesk.AgentAnswer;
import io.deskwire.adapter.helpdesks.Helpdesk.AgentFile;
import io.deskwire.adapter.helpdesks.Helpdesk.AgentTicket;
import io.deskwire.adapter.helpdesks.Helpdesk.Standing;
import io.deskwire.channel.ContentSource;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.delivery.ReplyDraft;
import io.deskwire.delivery.ReplyRefusedException;
import io.deskwire.delivery.TicketUpdate;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.message.Content;
import io.deskwire.message.Envelope;
import io.deskwire.message.OutboundAttachment;
import io.deskwire.ticket.TicketRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a ticket that something happened in, sends what agents wrote since, in order and once, and hands its state on. An
 * answer is recognised by the helpdesk's id of it; how often it is read does not matter. An answer that cannot be sent is
 * told to the agents and passed over, so that it neither holds back the next one nor leaves later by surprise.
 */
final class AnswerSync implements ContentSource {

    /** Value of {@link RawItem#ELSEWHERE} and name of the ticket's id, for items about a ticket. */
    static final String TICKET = "ticket";

    /** Value of {@link RawItem#ELSEWHERE} for items that keep which answer became which message. */
    static final String ANSWER = "answer";

    /** What a kept answer's source key begins with; the message's id, ticket and answer follow. */
    static final String ANSWER_KEY = "answer:";

    private static final Logger LOG = LoggerFactory.getLogger(AnswerSync.class);

    private final Helpdesk helpdesk;
    private final CustomerDesk desk;
    private final TicketLinks links;
    private final String tenantId;
    private final String channelId;

    AnswerSync(Helpdesk helpdesk, CustomerDesk desk, TicketLinks links, String tenantId, String channelId) {
        this.helpdesk = helpdesk;
        this.desk = desk;
        this.links = links;
        this.tenantId = tenantId;
        this.channelId = channelId;
    }

    @Override
    public String rule() {
        return "helpdesk-news-are-no-message";
    }

    @Override
    public void fetch(Content pointer, Map<String, String> meta, Intake intake) throws ChannelException {
        String ticketId = meta.get(TICKET);
        if (ticketId == null) {
            return;
        }
        Optional<AgentTicket> found = helpdesk.ticket(ticketId);
        if (found.isEmpty()) {
            return;
        }
        AgentTicket ticket = found.get();
        Optional<String> conversation = conversation(ticket);
        if (conversation.isEmpty()) {
            // Not a ticket of ours: somebody wrote to the helpdesk by other ways.
            return;
        }
        answers(ticket, conversation.get(), intake);
        state(ticket, conversation.get());
    }

    /** As noted here; where that note is not there yet, or no longer, as the ticket itself says. */
    private Optional<String> conversation(AgentTicket ticket) {
        return links.conversation(ticket.id())
                .or(() -> desk.conversation(tenantId, new TicketRef(ticket.id())))
                .or(() -> Optional.ofNullable(ticket.conversationId()).filter(id -> desk.knows(tenantId, id)));
    }

    private void answers(AgentTicket ticket, String conversationId, Intake intake) throws ChannelException {
        long readUpTo = links.readUpTo(ticket.id()).map(Long::parseLong).orElse(0L);
        for (AgentAnswer answer : ticket.answers()) {
            if (Long.parseLong(answer.id()) <= readUpTo) {
                continue;
            }
            try {
                String sent = desk.reply(tenantId, conversationId, draft(answer), key(answer));
                keep(intake, sent, ticket.id(), answer.id());
            } catch (ReplyRefusedException e) {
                LOG.info(
                        "an answer in ticket {} of {}/{} cannot be sent: {}",
                        ticket.id(),
                        tenantId,
                        channelId,
                        e.reason());
                helpdesk.tell(
                        ticket.id(),
                        new Standing(
                                answer.id(),
                                "refused-" + answer.id(),
                                Standing.Stage.FAILED,
                                "This answer was not sent: " + e.getMessage()));
            }
            links.readUpTo(ticket.id(), answer.id());
        }
    }

    /** Without the document's name: it may get another one, and no answer leaves again because of that. */
    private String key(AgentAnswer answer) {
        return helpdesk.kind() + ":" + helpdesk.place() + ":" + answer.id();
    }

    private ReplyDraft draft(AgentAnswer answer) throws ChannelException {
        List<OutboundAttachment> files = new ArrayList<>();
        for (AgentFile file : answer.files()) {
            try (InputStream bytes = helpdesk.open(file)) {
                files.add(
                        new OutboundAttachment(file.fileName(), file.contentType(), null, desk.store(tenantId, bytes)));
            } catch (IOException e) {
                throw ChannelException.of(FailureKind.TRANSIENT, "a file of an answer could not be fetched", e);
            }
        }
        String html = answer.html();
        // Editors leave tags behind where nothing was written.
        boolean shows = html != null && (!answer.text().isBlank() || html.contains("<img"));
        return new ReplyDraft(answer.text(), shows ? html : null, files, null, null, false);
    }

    /** What became of it is looked for from now on, on whichever node. */
    private static void keep(Intake intake, String messageId, String ticketId, String answerId) {
        String key = ANSWER_KEY + messageId + ":" + ticketId + ":" + answerId;
        intake.accept(
                        List.of(new RawItem(
                                key,
                                "helpdesk-answer",
                                Envelope.unknown(),
                                null,
                                Map.of(RawItem.ELSEWHERE, ANSWER),
                                RawBody.of(key.getBytes(StandardCharsets.UTF_8)))),
                        null)
                .toCompletableFuture()
                .join();
    }

    private void state(AgentTicket ticket, String conversationId) {
        String before = links.state(ticket.id()).orElse("");
        String now = ticket.over() ? "over" : "open";
        if (before.equals(now)) {
            return;
        }
        if (ticket.over() || !before.isEmpty()) {
            desk.ticketChanged(
                    tenantId,
                    conversationId,
                    new TicketUpdate(
                            ticket.over() ? TicketUpdate.Kind.RESOLVED : TicketUpdate.Kind.REOPENED,
                            ticket.version(),
                            ticket.number(),
                            ticket.state(),
                            null));
        }
        links.state(ticket.id(), now);
    }
}
