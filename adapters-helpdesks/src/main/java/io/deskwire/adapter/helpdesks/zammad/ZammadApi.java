package io.deskwire.adapter.helpdesks.zammad;

import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.config.Secret;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpTransport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The questions that both ways ask. */
final class ZammadApi implements AutoCloseable {

    static final String KIND = "zammad";

    /** What the note of a ticket of ours begins with; its conversation and its first message follow, with a blank between. */
    private static final String MARK = "deskwire ";

    private static final String TICKETS = "/api/v1/tickets/";

    private final HelpdeskCalls calls;

    ZammadApi(HttpTransport transport, InstantSource clock, ZammadSettings settings) {
        this.calls = new HelpdeskCalls(
                transport,
                clock,
                settings.common().base(),
                "Authorization",
                Secret.of("Token token=" + settings.common().token().reveal()));
    }

    HelpdeskCalls calls() {
        return calls;
    }

    /** Who the token is. */
    Map<String, Object> me() throws ChannelException {
        return Trees.object(calls.tree(calls.call("GET", "/api/v1/users/me?expand=true", null)));
    }

    /** A ticket with names in the place of ids; empty when there is none, or none that the token may see. */
    Optional<Map<String, Object>> ticket(String id) throws ChannelException {
        HttpAnswer answer = calls.ask(calls.call("GET", TICKETS + segment(id) + "?expand=true", null));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw calls.refused(answer);
        }
        Map<String, Object> ticket = Trees.object(HelpdeskCalls.tree(answer));
        if (Trees.number(ticket, "id") < 0) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the helpdesk answered without the ticket asked for");
        }
        return Optional.of(ticket);
    }

    /** The articles of a ticket, oldest first. */
    List<Map<String, Object>> articles(String ticketId) throws ChannelException {
        return Trees.objects(calls.tree(
                calls.call("GET", "/api/v1/ticket_articles/by_ticket/" + segment(ticketId) + "?expand=true", null)));
    }

    /** Whether a ticket is finished. */
    static boolean isOver(String state) {
        return state.equals("closed") || state.equals("merged") || state.equals("removed");
    }

    /** The note of a ticket that a message opens. */
    static String mark(String conversationId, String messageId) {
        return MARK + conversationId + " " + messageId;
    }

    /** The conversation in a ticket's note, if it is one of ours. */
    static Optional<String> markedConversation(Map<String, Object> ticket) {
        String note = Trees.textOrEmpty(ticket, "note");
        String[] words = note.startsWith(MARK) ? note.substring(MARK.length()).split(" ", -1) : new String[0];
        return words.length == 2 && !words[0].isBlank() ? Optional.of(words[0]) : Optional.empty();
    }

    /** The id that an article of ours carries. */
    static String articleMark(String id) {
        return "<" + id + "@deskwire.invalid>";
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        calls.close();
    }
}
