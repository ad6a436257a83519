package io.deskwire.adapter.helpdesks.chatwoot;

import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.MessageFile;
import io.deskwire.adapter.helpdesks.MessageText;
import io.deskwire.adapter.helpdesks.TicketSteps;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.adapter.helpdesks.UncertainWriteException;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpCall;
import io.deskwire.http.MultipartForm;
import io.deskwire.rules.TicketFields;
import io.deskwire.ticket.SinkResult;
import io.deskwire.ticket.TicketEvent;
import io.deskwire.ticket.TicketRef;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The way in. Chatwoot knows no idempotency: a conversation of ours is found among its contact's by an attribute, a message
 * among the conversation's by another. Conversation and message are made by two calls; one that was left empty is gone on with.
 */
final class ChatwootSink extends TicketSteps {

    private final ChatwootApi api;
    private final ChatwootContacts contacts;

    ChatwootSink(ChatwootApi api) {
        this.api = api;
        this.contacts = new ChatwootContacts(api);
    }

    @Override
    protected SinkResult attempt(TicketEvent event) throws ChannelException, IOException {
        // Before anything is made: a file that cannot be read leaves nothing behind.
        List<MessageFile> files = MessageFile.of(event);
        TicketRef known = event.knownTicket();
        if (known != null && api.conversation(known.value()).isPresent()) {
            return isThere(event, known) ? new SinkResult.Duplicate(known) : append(event, known, files);
        }
        ChatwootContacts.Contact contact = contacts.of(event.message());
        Optional<TicketRef> before = opened(contact, event);
        if (before.isPresent() && isThere(event, before.get())) {
            return new SinkResult.Duplicate(before.get());
        }
        TicketRef ticket = before.isPresent() ? before.get() : open(contact, event);
        append(event, ticket, files);
        return new SinkResult.Created(ticket, ticket.value());
    }

    private boolean isThere(TicketEvent event, TicketRef conversation) throws ChannelException {
        String id = event.message().id();
        return api.messages(conversation.value()).stream()
                .anyMatch(message ->
                        id.equals(Trees.text(Trees.object(message, "content_attributes"), ChatwootApi.MESSAGE)));
    }

    /** A conversation that an earlier attempt opened. */
    private Optional<TicketRef> opened(ChatwootContacts.Contact contact, TicketEvent event) throws ChannelException {
        HelpdeskCalls calls = api.calls();
        Map<String, Object> tree = Trees.object(
                calls.tree(calls.call("GET", api.path("/contacts/" + contact.id() + "/conversations"), null)));
        return Trees.objects(tree, "payload").stream()
                .filter(conversation ->
                        Trees.number(conversation, "inbox_id") == api.settings().inbox())
                .filter(conversation -> {
                    Map<String, Object> attributes = Trees.object(conversation, "custom_attributes");
                    return event.conversationId().equals(Trees.text(attributes, ChatwootApi.CONVERSATION))
                            && event.message().id().equals(Trees.text(attributes, ChatwootApi.MESSAGE));
                })
                .map(conversation -> Trees.number(conversation, "id"))
                .filter(id -> id > 0)
                .sorted()
                .map(id -> new TicketRef(id.toString()))
                .findFirst();
    }

    private TicketRef open(ChatwootContacts.Contact contact, TicketEvent event)
            throws ChannelException, UncertainWriteException {
        Map<String, Object> attributes = new LinkedHashMap<>();
        TicketFields fields = event.decision().rules().fields();
        attributes.putAll(fields.custom());
        attributes.put(ChatwootApi.CONVERSATION, event.conversationId());
        attributes.put(ChatwootApi.MESSAGE, event.message().id());
        Map<String, Object> conversation = new LinkedHashMap<>();
        conversation.put("source_id", contact.sourceId());
        conversation.put("inbox_id", api.settings().inbox());
        conversation.put("contact_id", contact.id());
        conversation.put("status", "open");
        conversation.put("custom_attributes", attributes);
        conversation.put("additional_attributes", Map.of("mail_subject", MessageText.title(event.message())));
        HelpdeskCalls calls = api.calls();
        Map<String, Object> made = calls.written(calls.json("POST", api.path("/conversations"), conversation));
        String id = Trees.text(made, "id");
        if (id == null) {
            throw new UncertainWriteException("the helpdesk answered without the conversation it opened");
        }
        return new TicketRef(id);
    }

    private SinkResult append(TicketEvent event, TicketRef conversation, List<MessageFile> files)
            throws ChannelException, UncertainWriteException {
        HelpdeskCalls calls = api.calls();
        String path = api.path("/conversations/" + ChatwootApi.segment(conversation.value()) + "/messages");
        String id = event.message().id();
        if (files.isEmpty()) {
            Map<String, Object> message = new LinkedHashMap<>();
            message.put("content", MessageText.text(event.message()));
            message.put("message_type", "incoming");
            message.put("private", false);
            message.put("content_attributes", Map.of(ChatwootApi.MESSAGE, id));
            calls.written(calls.json("POST", path, message));
            return new SinkResult.Appended(conversation);
        }
        MultipartForm form = MultipartForm.of(
                        "deskwire-" + files.get(0).content().sha256().substring(0, 40))
                .text("content", MessageText.text(event.message()))
                .text("message_type", "incoming")
                .text("private", "false")
                .text(
                        "content_attributes",
                        "{\"" + ChatwootApi.MESSAGE + "\":\"" + id.replaceAll("[\"\\\\]", "") + "\"}");
        for (MessageFile file : files) {
            form = form.file(
                    "attachments[]",
                    file.attachment().fileName(),
                    file.attachment().contentType(),
                    file.content());
        }
        HttpCall call = HttpCall.post(URI.create(calls.base() + path), form.contentType(), form.content());
        calls.written(calls.withFiles(calls.signed(call)));
        return new SinkResult.Appended(conversation);
    }

    @Override
    public void close() {
        api.close();
    }
}
