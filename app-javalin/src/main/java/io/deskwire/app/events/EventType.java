package io.deskwire.app.events;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What others can be told of. */
public enum EventType {
    /** A customer's message was filed and is on its way to the helpdesk. */
    MESSAGE_RECEIVED("message.received"),
    /** One copy of an answer got another status. */
    MESSAGE_STATUS_CHANGED("message.status_changed"),
    /** A ticket of the built-in store was opened, or got another state. */
    TICKET_STATE_CHANGED("ticket.state_changed"),
    /** One side of a channel got another state. */
    CHANNEL_STATE_CHANGED("channel.state_changed"),
    /** A message was given up and waits for a person. */
    DEAD_LETTER_CREATED("dead_letter.created");

    private final String word;

    EventType(String word) {
        this.word = word;
    }

    /** As it stands in documents. */
    public String word() {
        return word;
    }

    /** All words. */
    public static Set<String> words() {
        Set<String> words = new TreeSet<>();
        Arrays.stream(values()).forEach(type -> words.add(type.word));
        return Collections.unmodifiableSet(words);
    }

    static Optional<EventType> of(String word) {
        return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
    }
}
