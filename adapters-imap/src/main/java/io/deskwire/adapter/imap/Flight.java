package io.deskwire.adapter.imap;

import io.deskwire.channel.RawItem;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/** A command for the contents of some messages, on its way. */
final class Flight {

    private final String tag;
    private final List<Listed> messages;
    private final Map<Long, Listed> wanted = new TreeMap<>();
    /** By UID: servers answer in any order they like (RFC 3501 section 5.5 leaves it open). */
    private final Map<Long, RawItem> received = new TreeMap<>();

    private boolean ended;

    Flight(String tag, List<Listed> messages) {
        this.tag = tag;
        this.messages = messages;
        messages.forEach(message -> wanted.put(message.uid(), message));
    }

    String tag() {
        return tag;
    }

    List<Listed> messages() {
        return messages;
    }

    /** What the listing said the contents have together. */
    long expectedBytes() {
        return messages.stream()
                .mapToLong(message -> Math.max(message.size(), 0))
                .sum();
    }

    /** Takes the command's own answer. */
    void end(IMAPResponse answer) throws IOException {
        if (answer.isBAD()) {
            throw new IOException("the server does not understand UID FETCH: " + Failures.shown(answer.getRest()));
        }
        ended = true;
    }

    boolean hasEnded() {
        return ended;
    }

    /** The message of a UID if its content is still waited for here, else null. */
    @Nullable Listed claim(long uid) {
        return wanted.remove(uid);
    }

    void add(Listed message, RawItem item) {
        received.put(message.uid(), item);
    }

    /** What came, by ascending UID. */
    List<RawItem> items() {
        return List.copyOf(received.values());
    }

    /** What did not come, by ascending UID. */
    List<Listed> missing() {
        return List.copyOf(wanted.values());
    }
}
