package io.deskwire.adapter.helpdesks.zendesk;

import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpTransport;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The questions that both ways ask. */
final class ZendeskApi implements AutoCloseable {

    static final String KIND = "zendesk";

    /** Name in an audit's custom metadata: which message or note of ours made it. */
    static final String MARK = "deskwire";

    /** What the external id of a ticket of ours begins with; its conversation and first message follow, with a colon between. */
    private static final String EXTERNAL = "deskwire:";

    private static final int MOST_PAGES = 100;

    private final HelpdeskCalls calls;

    ZendeskApi(HttpTransport transport, InstantSource clock, ZendeskSettings settings) {
        this.calls = new HelpdeskCalls(
                transport, clock, settings.common().base(), "Authorization", settings.authorization());
    }

    HelpdeskCalls calls() {
        return calls;
    }

    static String externalId(String conversationId, String messageId) {
        return EXTERNAL + conversationId + ":" + messageId;
    }

    /** The conversation in a ticket's external id, if it is one of ours. */
    static Optional<String> markedConversation(Map<String, Object> ticket) {
        String external = Trees.textOrEmpty(ticket, "external_id");
        String[] parts = external.startsWith(EXTERNAL)
                ? external.substring(EXTERNAL.length()).split(":", -1)
                : new String[0];
        return parts.length == 2 && !parts[0].isBlank() ? Optional.of(parts[0]) : Optional.empty();
    }

    /** A ticket; empty when there is none. */
    Optional<Map<String, Object>> ticket(String id) throws ChannelException {
        HttpAnswer answer = calls.ask(calls.call("GET", "/api/v2/tickets/" + segment(id) + ".json", null));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw calls.refused(answer);
        }
        Map<String, Object> ticket = Trees.object(Trees.object(HelpdeskCalls.tree(answer)), "ticket");
        if (Trees.number(ticket, "id") < 0) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the helpdesk answered without the ticket asked for");
        }
        return Optional.of(ticket);
    }

    /** Tickets by external id; from the database, unlike the search. */
    List<Map<String, Object>> byExternalId(String externalId) throws ChannelException {
        return Trees.objects(
                Trees.object(
                        calls.tree(calls.call("GET", "/api/v2/tickets.json?external_id=" + segment(externalId), null))),
                "tickets");
    }

    /** Everything that was done to a ticket, oldest first. */
    List<Map<String, Object>> audits(String ticketId) throws ChannelException {
        List<Map<String, Object>> all = new ArrayList<>();
        String path = "/api/v2/tickets/" + segment(ticketId)
                + "/audits.json?page[size]=100".replace("[", "%5B").replace("]", "%5D");
        for (int page = 0; page < MOST_PAGES; page++) {
            Map<String, Object> tree = Trees.object(calls.tree(calls.call("GET", path, null)));
            all.addAll(Trees.objects(tree, "audits"));
            Map<String, Object> meta = Trees.object(tree, "meta");
            String cursor = Trees.text(meta, "after_cursor");
            if (!Trees.isTrue(meta, "has_more") || cursor == null) {
                break;
            }
            path = "/api/v2/tickets/" + segment(ticketId) + "/audits.json?page%5Bsize%5D=100&page%5Bafter%5D="
                    + segment(cursor);
        }
        return all;
    }

    /** The mark of ours that an audit carries, or an empty text. */
    static String mark(Map<String, Object> audit) {
        return Trees.textOrEmpty(Trees.object(Trees.object(audit, "metadata"), "custom"), MARK);
    }

    /** The comments in audits. */
    static Stream<Map<String, Object>> comments(Map<String, Object> audit) {
        return Trees.objects(audit, "events").stream()
                .filter(event -> Trees.textOrEmpty(event, "type").equals("Comment"));
    }

    /** Which of these people are staff. */
    List<Long> staff(List<Long> ids) throws ChannelException {
        if (ids.isEmpty()) {
            return List.of();
        }
        String list = ids.stream().distinct().limit(100).map(String::valueOf).collect(Collectors.joining("%2C"));
        return Trees.objects(
                        Trees.object(calls.tree(calls.call("GET", "/api/v2/users/show_many.json?ids=" + list, null))),
                        "users")
                .stream()
                .filter(user -> !Trees.textOrEmpty(user, "role").equals("end-user"))
                .map(user -> Trees.number(user, "id"))
                .toList();
    }

    /** The address of a file, which Zendesk gives whole. */
    static URI address(String location) throws ChannelException {
        try {
            return URI.create(location);
        } catch (IllegalArgumentException e) {
            throw ChannelException.of(FailureKind.PERMANENT, "a file of an answer has no usable address");
        }
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        calls.close();
    }
}
