package io.deskwire.adapter.helpdesks.chatwoot;

import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.failure.ChannelException;
import io.deskwire.http.HttpAnswer;
import io.deskwire.http.HttpTransport;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The questions that both ways ask. */
final class ChatwootApi implements AutoCloseable {

    static final String KIND = "chatwoot";

    /** Custom attribute of a conversation: which of ours it is. */
    static final String CONVERSATION = "deskwire_conversation";

    /** Attribute of a message that we put there: which of ours it is. */
    static final String MESSAGE = "deskwire_message";

    /** Chatwoot lists twenty messages at a time, the newest first. */
    private static final int MOST_PAGES = 50;

    private final HelpdeskCalls calls;
    private final ChatwootSettings settings;

    ChatwootApi(HttpTransport transport, InstantSource clock, ChatwootSettings settings) {
        this.settings = settings;
        this.calls = new HelpdeskCalls(
                transport,
                clock,
                settings.common().base(),
                "api_access_token",
                settings.common().token());
    }

    HelpdeskCalls calls() {
        return calls;
    }

    ChatwootSettings settings() {
        return settings;
    }

    /** A path below the account. */
    String path(String rest) {
        return "/api/v1/accounts/" + settings.account() + rest;
    }

    /** A conversation; empty when there is none, or it is in another inbox. */
    Optional<Map<String, Object>> conversation(String id) throws ChannelException {
        HttpAnswer answer = calls.ask(calls.call("GET", path("/conversations/" + segment(id)), null));
        if (answer.status() == 404) {
            return Optional.empty();
        }
        if (!answer.isSuccess()) {
            throw calls.refused(answer);
        }
        return Optional.of(Trees.object(HelpdeskCalls.tree(answer)))
                .filter(found -> Trees.number(found, "inbox_id") == settings.inbox());
    }

    /** All messages of a conversation, oldest first. */
    List<Map<String, Object>> messages(String conversationId) throws ChannelException {
        List<Map<String, Object>> all = new ArrayList<>();
        String before = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            Map<String, Object> tree = Trees.object(calls.tree(
                    calls.call("GET", path("/conversations/" + segment(conversationId) + "/messages" + before), null)));
            List<Map<String, Object>> found = Trees.objects(tree, "payload").stream()
                    .filter(message -> Trees.number(message, "id") > 0)
                    .toList();
            all.addAll(found);
            if (found.isEmpty()) {
                break;
            }
            before = "?before="
                    + found.stream()
                            .mapToLong(message -> Trees.number(message, "id"))
                            .min()
                            .orElse(0);
        }
        all.sort(Comparator.comparingLong(message -> Trees.number(message, "id")));
        return all;
    }

    static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        calls.close();
    }
}
