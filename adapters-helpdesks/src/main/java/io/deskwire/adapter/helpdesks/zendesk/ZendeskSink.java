package io.deskwire.adapter.helpdesks.zendesk;

import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.MessageFile;
import io.deskwire.adapter.helpdesks.MessageText;
import io.deskwire.adapter.helpdesks.TicketSteps;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.adapter.helpdesks.UncertainWriteException;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpCall;
import io.deskwire.message.Address;
import io.deskwire.message.InboundMessage;
import io.deskwire.rules.TicketFields;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way in. A ticket is opened under an idempotency key, which Zendesk remembers for about two hours, and under an external id,
 * by which it is found for ever. A follow-up carries its message's id in the custom metadata of its audit and is found there.
 */
final class ZendeskSink extends TicketSteps {

    private final ZendeskApi api;
    private final ZendeskSettings settings;

    ZendeskSink(ZendeskApi api, ZendeskSettings settings) {
        this.api = api;
        this.settings = settings;
    }

    @Override
    protected SinkResult attempt(TicketEvent event) throws ChannelException, IOException {
        List<MessageFile> files = MessageFile.of(event);
        TicketRef known = event.knownTicket();
        Optional<Map<String, Object>> ticket = known == null ? Optional.empty() : api.ticket(known.value());
        if (known == null || ticket.isEmpty()) {
            return open(event, files, null);
        }
        String id = event.message().id();
        String external = ZendeskApi.externalId(event.conversationId(), id);
        if (external.equals(Trees.text(ticket.get(), "external_id"))
                || api.audits(known.value()).stream().anyMatch(audit -> id.equals(ZendeskApi.mark(audit)))) {
            return new SinkResult.Duplicate(known);
        }
        // A closed ticket takes nothing any more; the next one says what it follows.
        return Trees.textOrEmpty(ticket.get(), "status").equals("closed")
                ? open(event, files, known)
                : append(event, files, known);
    }

    private SinkResult append(TicketEvent event, List<MessageFile> files, TicketRef known)
            throws ChannelException, IOException {
        Map<String, Object> change = new LinkedHashMap<>();
        Map<String, Object> comment = comment(event.message(), files);
        comment.put("author_id", author(event.message()));
        change.put("comment", comment);
        change.put("status", "open");
        change.put("metadata", Map.of(ZendeskApi.MARK, event.message().id()));
        HelpdeskCalls calls = api.calls();
        calls.written(calls.json(
                "PUT", "/api/v2/tickets/" + ZendeskApi.segment(known.value()) + ".json", Map.of("ticket", change)));
        return new SinkResult.Appended(known);
    }

    private SinkResult open(TicketEvent event, List<MessageFile> files, @Nullable TicketRef follows)
            throws ChannelException, IOException {
        String external =
                ZendeskApi.externalId(event.conversationId(), event.message().id());
        Optional<TicketRef> before = api.byExternalId(external).stream()
                .map(ticket -> Trees.number(ticket, "id"))
                .filter(id -> id > 0)
                .sorted()
                .map(id -> new TicketRef(id.toString()))
                .findFirst();
        if (before.isPresent()) {
            return new SinkResult.Duplicate(before.get());
        }
        Map<String, Object> ticket = new LinkedHashMap<>();
        ticket.put("subject", MessageText.title(event.message()));
        ticket.put("external_id", external);
        ticket.put("requester_id", author(event.message()));
        ticket.put("comment", comment(event.message(), files));
        ticket.put("metadata", Map.of(ZendeskApi.MARK, event.message().id()));
        if (follows != null) {
            ticket.put("via_followup_source_id", Long.parseLong(follows.value()));
        }
        Long group = settings.groupId();
        if (group != null) {
            ticket.put("group_id", group);
        }
        TicketFields fields = event.decision().rules().fields();
        String priority = fields.priority();
        if (priority != null) {
            ticket.put("priority", priority);
        }
        String type = fields.type();
        if (type != null) {
            ticket.put("type", type);
        }
        if (!fields.tags().isEmpty()) {
            ticket.put(
                    "tags",
                    fields.tags().stream().map(tag -> tag.replace(' ', '_')).toList());
        }
        return new SinkResult.Created(opened(event, ticket));
    }

    private TicketRef opened(TicketEvent event, Map<String, Object> ticket)
            throws ChannelException, UncertainWriteException {
        HelpdeskCalls calls = api.calls();
        HttpCall call = calls.json("POST", "/api/v2/tickets.json", Map.of("ticket", ticket))
                .withHeader("Idempotency-Key", event.message().id());
        Map<String, Object> made = Trees.object(calls.written(call), "ticket");
        String id = Trees.text(made, "id");
        if (id == null) {
            throw new UncertainWriteException("the helpdesk answered without the ticket it opened");
        }
        return new TicketRef(id);
    }

    private Map<String, Object> comment(InboundMessage message, List<MessageFile> files)
            throws ChannelException, IOException {
        List<String> uploads = new ArrayList<>();
        for (MessageFile file : files) {
            uploads.add(upload(file));
        }
        Map<String, Object> comment = new LinkedHashMap<>();
        String html = MessageText.html(message);
        comment.put(html == null ? "body" : "html_body", html == null ? MessageText.text(message) : html);
        comment.put("public", true);
        if (!uploads.isEmpty()) {
            comment.put("uploads", uploads);
        }
        return comment;
    }

    /** An upload that no ticket takes is thrown away by Zendesk after some days: one too many does no harm. */
    private String upload(MessageFile file) throws ChannelException {
        HelpdeskCalls calls = api.calls();
        HttpCall call = calls.call(
                        "POST",
                        "/api/v2/uploads.json?filename="
                                + ZendeskApi.segment(file.attachment().fileName()),
                        file.content())
                .withHeader("Content-Type", file.attachment().contentType());
        HttpAnswer answer = written(calls.withFiles(call), "a file");
        String token = Trees.text(Trees.object(Trees.object(HelpdeskCalls.tree(answer)), "upload"), "token");
        if (token == null) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the helpdesk answered without the file it took");
        }
        return token;
    }

    /** The author, made where they are not there: the same call does both and may be repeated. */
    private long author(InboundMessage message) throws ChannelException {
        Address from = message.from();
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("name", MessageText.name(message));
        user.put("skip_verify_email", true);
        if (from != null && from.kind() == Address.Kind.EMAIL) {
            user.put("email", from.value().strip().toLowerCase(Locale.ROOT));
        } else {
            String value = from == null ? "unknown" : from.key();
            user.put("external_id", "deskwire:" + value);
            if (from != null && from.kind() == Address.Kind.PHONE) {
                user.put("phone", from.value());
            }
        }
        HelpdeskCalls calls = api.calls();
        HttpAnswer answer = written(
                calls.json("POST", "/api/v2/users/create_or_update.json", Map.of("user", user)), "the requester");
        long id = Trees.number(Trees.object(Trees.object(HelpdeskCalls.tree(answer)), "user"), "id");
        if (id < 0) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the helpdesk answered without the requester");
        }
        return id;
    }

    private HttpAnswer written(HttpCall call, String what) throws ChannelException {
        HttpAnswer answer;
        try {
            answer = api.calls().write(call);
        } catch (UncertainWriteException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, what + " may not have been taken: " + e.getMessage());
        }
        if (!answer.isSuccess()) {
            throw api.calls().refused(answer);
        }
        return answer;
    }

    @Override
    public void close() {
        api.close();
    }
}
