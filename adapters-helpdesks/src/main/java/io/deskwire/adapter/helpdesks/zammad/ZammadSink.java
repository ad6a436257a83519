package io.deskwire.adapter.helpdesks.zammad;

import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.JsonWithFiles;
import io.deskwire.adapter.helpdesks.MessageFile;
import io.deskwire.adapter.helpdesks.MessageText;
import io.deskwire.adapter.helpdesks.TicketSteps;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.adapter.helpdesks.UncertainWriteException;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.rules.TicketFields;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way in. Zammad knows no idempotency key, so what was done before is looked for before anything is written: a follow-up
 * by the message id that our articles carry, a ticket among its customer's newest ones by the note that ours carry. Both come
 * from the database and not from the search index, which lags behind.
 */
final class ZammadSink extends TicketSteps {

    private static final Map<String, String> PRIORITIES =
            Map.of("low", "1 low", "normal", "2 normal", "high", "3 high", "urgent", "3 high");

    private final ZammadApi api;
    private final ZammadCustomers customers;
    private final ZammadSettings settings;

    ZammadSink(ZammadApi api, ZammadSettings settings) {
        this.api = api;
        this.customers = new ZammadCustomers(api);
        this.settings = settings;
    }

    @Override
    protected SinkResult attempt(TicketEvent event) throws ChannelException, IOException {
        TicketRef known = event.knownTicket();
        Optional<Map<String, Object>> ticket = known == null ? Optional.empty() : api.ticket(known.value());
        if (known == null
                || ticket.isEmpty()
                || Trees.textOrEmpty(ticket.get(), "state").equals("merged")) {
            return open(event);
        }
        String mark = ZammadApi.articleMark(event.message().id());
        boolean there = api.articles(known.value()).stream()
                .anyMatch(article -> mark.equals(Trees.text(article, "message_id")));
        return there ? new SinkResult.Duplicate(known) : append(event, known, ticket.get());
    }

    private SinkResult append(TicketEvent event, TicketRef known, Map<String, Object> ticket)
            throws ChannelException, IOException {
        Map<String, Object> change = new LinkedHashMap<>();
        if (ZammadApi.isOver(Trees.textOrEmpty(ticket, "state"))) {
            // What comes by the API does not open a closed ticket again, as mail does.
            change.put("state", "open");
        }
        write(event, "PUT", "/api/v1/tickets/" + ZammadApi.segment(known.value()), change);
        return new SinkResult.Appended(known);
    }

    private SinkResult open(TicketEvent event) throws ChannelException, IOException {
        long customer = customers.of(event.message());
        String mark = ZammadApi.mark(event.conversationId(), event.message().id());
        Optional<TicketRef> before = opened(customer, mark);
        if (before.isPresent()) {
            return new SinkResult.Duplicate(before.get());
        }
        Map<String, Object> ticket = new LinkedHashMap<>();
        ticket.put("title", MessageText.title(event.message()));
        TicketFields fields = event.decision().rules().fields();
        String queue = fields.queue();
        ticket.put("group", queue == null ? settings.group() : queue);
        ticket.put("customer_id", customer);
        ticket.put("note", mark);
        String priority = fields.priority();
        if (priority != null && PRIORITIES.containsKey(priority)) {
            ticket.put("priority", PRIORITIES.get(priority));
        }
        if (!fields.tags().isEmpty()) {
            ticket.put(
                    "tags",
                    String.join(
                            ",",
                            fields.tags().stream()
                                    .map(tag -> tag.replace(',', ' '))
                                    .toList()));
        }
        fields.custom().forEach(ticket::putIfAbsent);
        Map<String, Object> made = write(event, "POST", "/api/v1/tickets", ticket);
        String id = Trees.text(made, "id");
        if (id == null) {
            throw new UncertainWriteException("the helpdesk answered without the ticket it opened");
        }
        return new SinkResult.Created(new TicketRef(id), Trees.text(made, "number"));
    }

    /** A ticket that an earlier attempt opened. */
    private Optional<TicketRef> opened(long customer, String mark) throws ChannelException {
        HelpdeskCalls calls = api.calls();
        Map<String, Object> list =
                Trees.object(calls.tree(calls.call("GET", "/api/v1/ticket_customer?customer_id=" + customer, null)));
        Map<String, Object> tickets = Trees.object(Trees.object(list, "assets"), "Ticket");
        return tickets.values().stream()
                .map(Trees::object)
                .filter(ticket -> mark.equals(Trees.text(ticket, "note")))
                .map(ticket -> Trees.number(ticket, "id"))
                .filter(id -> id > 0)
                .sorted()
                .map(id -> new TicketRef(id.toString()))
                .findFirst();
    }

    private Map<String, Object> write(TicketEvent event, String method, String path, Map<String, Object> tree)
            throws ChannelException, IOException {
        List<MessageFile> files = MessageFile.of(event);
        JsonWithFiles body = new JsonWithFiles(event.message().id());
        Map<String, Object> whole = new LinkedHashMap<>(tree);
        whole.put("article", ZammadArticle.of(event.message(), files, body));
        HelpdeskCalls calls = api.calls();
        HttpCall call = calls.signed(body.call(method, URI.create(calls.base() + path), whole));
        HttpAnswer answer = calls.write(calls.withFiles(call));
        if (answer.status() == 422 && new String(answer.body(), StandardCharsets.UTF_8).contains("'group'")) {
            // Nothing is wrong with the message: it waits until the group is there.
            throw ChannelException.of(FailureKind.AUTH, "the helpdesk knows no group called " + tree.get("group"))
                    .withHint("Name one that is there as group, or in the rule that sets queue.");
        }
        return calls.read(answer);
    }

    @Override
    public void close() {
        api.close();
    }
}
