package io.deskwire.adapter.helpdesks.zammad;

import io.deskwire.adapter.helpdesks.HelpdeskCalls;
import io.deskwire.adapter.helpdesks.MessageText;
import io.deskwire.adapter.helpdesks.Trees;
import io.deskwire.adapter.helpdesks.UncertainWriteException;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.http.HttpAnswer;
import io.deskwire.message.Address;
import io.deskwire.message.InboundMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds or makes the customer of a message. A ticket for a customer whom Zammad does not know is refused (422), so they are
 * made first. The search may not know somebody who was made just now; making them again is refused as a repeat, and then the
 * message waits for the search.
 */
final class ZammadCustomers {

    private final ZammadApi api;

    ZammadCustomers(ZammadApi api) {
        this.api = api;
    }

    /** The id of the message's author. */
    long of(InboundMessage message) throws ChannelException {
        Address from = message.from();
        String login = login(from);
        Optional<Long> known = search(login);
        return known.isPresent() ? known.get() : make(message, from, login);
    }

    /** What they are found by: Zammad has no place for a phone number that is unique. */
    private static String login(@Nullable Address from) {
        if (from == null) {
            return "unknown-sender@deskwire.invalid";
        }
        String value = from.value().strip().toLowerCase(Locale.ROOT);
        return switch (from.kind()) {
            case EMAIL -> value;
            case PHONE -> "phone-" + value.replaceAll("[^0-9]", "");
            case BUSINESS_USER_ID, GROUP -> "chat-" + value.replaceAll("[^a-z0-9._-]", "-");
        };
    }

    private Optional<Long> search(String login) throws ChannelException {
        HelpdeskCalls calls = api.calls();
        List<Map<String, Object>> found = Trees.objects(
                calls.tree(calls.call("GET", "/api/v1/users/search?limit=20&query=" + ZammadApi.segment(login), null)));
        return found.stream()
                .filter(user -> login.equalsIgnoreCase(Trees.textOrEmpty(user, "login"))
                        || login.equalsIgnoreCase(Trees.textOrEmpty(user, "email")))
                .map(user -> Trees.number(user, "id"))
                .filter(id -> id > 0)
                .findFirst();
    }

    private long make(InboundMessage message, @Nullable Address from, String login) throws ChannelException {
        HelpdeskCalls calls = api.calls();
        Map<String, Object> user = new LinkedHashMap<>();
        user.put("login", login);
        user.put("firstname", MessageText.name(message));
        user.put("roles", List.of("Customer"));
        if (from != null && from.kind() == Address.Kind.EMAIL) {
            user.put("email", login);
        } else if (from != null && from.kind() == Address.Kind.PHONE) {
            user.put("mobile", from.value());
        }
        HttpAnswer answer;
        try {
            answer = calls.write(calls.json("POST", "/api/v1/users", user));
        } catch (UncertainWriteException e) {
            // Whether they were made shows the next time.
            throw ChannelException.of(FailureKind.TRANSIENT, "the customer may not have been made: " + e.getMessage());
        }
        if (answer.status() == 422) {
            return search(login)
                    .orElseThrow(() -> ChannelException.of(
                            FailureKind.TRANSIENT,
                            "the helpdesk refuses to make the customer, and its search does not know them (yet)"));
        }
        if (!answer.isSuccess()) {
            throw calls.refused(answer);
        }
        long id = Trees.number(Trees.object(HelpdeskCalls.tree(answer)), "id");
        if (id < 0) {
            throw ChannelException.of(FailureKind.TRANSIENT, "the helpdesk answered without the customer it made");
        }
        return id;
    }
}
