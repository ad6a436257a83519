package io.deskwire.adapter.helpdesks.chatwoot;

import io.deskwire.adapter.helpdesks.Helpdesk;
import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.HelpdeskTest;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.adapter.helpdesks.UncertainWriteException;
import io.deskwire.channel.ConnectionTest;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The way back. An answer is an outgoing message that is not private; its own status shows what became of it. */
final class ChatwootHelpdesk implements Helpdesk {

    private static final int MOST_PAGES = 40;

    private final ChatwootApi api;
    private final ChatwootSettings settings;
    private final EgressPolicy egress;

    ChatwootHelpdesk(ChatwootApi api, ChatwootSettings settings, EgressPolicy egress) {
        this.api = api;
        this.settings = settings;
        this.egress = egress;
    }

    @Override
    public String kind() {
        return ChatwootApi.KIND;
    }

    @Override
    public String place() {
        URI base = api.calls().base();
        return base.getHost().toLowerCase(Locale.ROOT) + ":" + base.getPort() + "/" + settings.account();
    }

    @Override
    public Optional<AgentTicket> ticket(String ticketId) throws ChannelException {
        Optional<Map<String, Object>> found = api.conversation(ticketId);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Map<String, Object> conversation = found.get();
        List<AgentAnswer> answers = api.messages(ticketId).stream()
                .filter(ChatwootHelpdesk::isAnswer)
                .map(ChatwootHelpdesk::answer)
                .toList();
        String state = Trees.textOrEmpty(conversation, "status");
        return Optional.of(new AgentTicket(
                ticketId,
                ticketId,
                state,
                state.equals("resolved"),
                state + "@" + version(conversation),
                Trees.text(Trees.object(conversation, "custom_attributes"), ChatwootApi.CONVERSATION),
                answers));
    }

    private static String version(Map<String, Object> conversation) {
        String updated = Trees.textOrEmpty(conversation, "updated_at");
        return updated.isEmpty() ? Trees.textOrEmpty(conversation, "last_activity_at") : updated;
    }

    /** Type 1 is outgoing; 0 is incoming, 2 says what happened, 3 was written by an automation's template. */
    private static boolean isAnswer(Map<String, Object> message) {
        Map<String, Object> attributes = Trees.object(message, "content_attributes");
        return Trees.number(message, "message_type") == 1
                && !Trees.isTrue(message, "private")
                && !Trees.isTrue(attributes, "deleted")
                && !attributes.containsKey(ChatwootApi.MESSAGE);
    }

    private static AgentAnswer answer(Map<String, Object> message) {
        List<AgentFile> files = Trees.objects(message, "attachments").stream()
                .filter(file -> Trees.text(file, "data_url") != null)
                .map(file -> {
                    String url = Trees.textOrEmpty(file, "data_url");
                    return new AgentFile(name(url), "application/octet-stream", url);
                })
                .toList();
        return new AgentAnswer(
                String.valueOf(Trees.number(message, "id")), Trees.textOrEmpty(message, "content"), null, files);
    }

    /** Chatwoot names a file only in its address. */
    private static String name(String url) {
        try {
            String path = URI.create(url).getPath();
            String last = path == null ? "" : path.substring(path.lastIndexOf('/') + 1);
            return last.isBlank() ? "file" : last;
        } catch (IllegalArgumentException e) {
            return "file";
        }
    }

    @Override
    public InputStream open(AgentFile file) throws ChannelException {
        try {
            return api.calls().open(URI.create(file.location()));
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(FailureKind.PERMANENT, "a file of an answer has no usable address");
        }
    }

    @Override
    public void tell(String ticketId, Standing standing) throws ChannelException {
        String status = switch (standing.stage()) {
            case SENT -> "sent";
            case DELIVERED -> "delivered";
            case READ -> "read";
            case UNCERTAIN, FAILED -> "failed";
        };
        Map<String, Object> state = new LinkedHashMap<>();
        state.put("status", status);
        if (status.equals("failed")) {
            state.put("external_error", standing.words());
        }
        HelpdeskCalls calls = api.calls();
        try {
            // The same status once more changes nothing, so that an uncertain end is simply tried again.
            calls.written(calls.json(
                    "PATCH",
                    api.path("/conversations/" + ChatwootApi.segment(ticketId) + "/messages/" + standing.answerId()),
                    state));
        } catch (UncertainWriteException e) {
            throw ChannelException.of(FailureKind.TRANSIENT, "a status may not have been taken: " + e.getMessage());
        }
    }

    /** The position is the time of the newest activity that was seen, in seconds; the list has the newest first. */
    @Override
    public Changes changes(String after) throws ChannelException {
        HelpdeskCalls calls = api.calls();
        long from = Long.parseLong(after);
        long next = from;
        List<Map<String, Object>> changed = new ArrayList<>();
        boolean more = true;
        for (int page = 1; more && page <= MOST_PAGES; page++) {
            Map<String, Object> tree = Trees.object(calls.tree(calls.call(
                    "GET",
                    api.path("/conversations?status=all&assignee_type=all&sort_by=last_activity_at_desc&inbox_id="
                            + settings.inbox() + "&page=" + page),
                    null)));
            List<Map<String, Object>> found = Trees.objects(Trees.object(tree, "data"), "payload");
            more = !found.isEmpty();
            for (Map<String, Object> conversation : found) {
                long at = Trees.number(conversation, "last_activity_at");
                if (at >= from && Trees.number(conversation, "id") > 0) {
                    changed.add(conversation);
                    next = Math.max(next, at);
                } else {
                    more = false;
                }
            }
        }
        changed.sort(Comparator.comparingLong(conversation -> Trees.number(conversation, "last_activity_at")));
        return new Changes(
                changed.stream()
                        .map(conversation -> new Changed(
                                String.valueOf(Trees.number(conversation, "id")),
                                Trees.textOrEmpty(conversation, "last_activity_at") + "-"
                                        + Trees.textOrEmpty(conversation, "status") + "-" + version(conversation)))
                        .toList(),
                Long.toString(next),
                false);
    }

    @Override
    public String position(Instant now) {
        return Long.toString(now.getEpochSecond() - 60);
    }

    @Override
    public ConnectionTest test() {
        return new HelpdeskTest(
                        ChatwootApi.KIND,
                        api.calls().base(),
                        egress,
                        !settings.common().webhookSecrets().isEmpty())
                .ask("inbox", this::inbox);
    }

    private String inbox() throws ChannelException {
        HelpdeskCalls calls = api.calls();
        Map<String, Object> inbox =
                Trees.object(calls.tree(calls.call("GET", api.path("/inboxes/" + settings.inbox()), null)));
        String kind = Trees.textOrEmpty(inbox, "channel_type");
        if (!kind.equals("Channel::Api")) {
            throw ChannelException.of(
                            FailureKind.UNSUPPORTED, "the inbox is of the kind " + kind + ", not of the kind API")
                    .withHint("Add an inbox of the kind API at Chatwoot and enter its number as inbox_id.");
        }
        return "the token is taken, and the inbox is of the kind API";
    }

    @Override
    public void close() {
        api.close();
    }
}
