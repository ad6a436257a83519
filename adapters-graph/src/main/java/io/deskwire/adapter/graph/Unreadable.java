package io.deskwire.adapter.graph;

import io.deskwire.channel.RawBody;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Messages of a channel that were listed and then not given. */
final class Unreadable {

    /** After so many fetches a message is shown to a person instead of being asked for again. */
    private static final int PATIENCE = 3;

    private final Map<String, Integer> times = new ConcurrentHashMap<>();
    private volatile boolean othersGiven;

    /** A message was given. */
    void given(String id) {
        times.remove(id);
        othersGiven = true;
    }

    /** A message is gone or passed over. */
    void forget(String id) {
        times.remove(id);
    }

    /** Whether a failure to read one message says that none can be read now. */
    boolean isEverybodys(ChannelException e) {
        boolean refused = String.valueOf(e.getMessage()).startsWith("Microsoft Graph answered 403");
        return e.kind() == FailureKind.THROTTLED || (e.kind() == FailureKind.AUTH && !(refused && othersGiven));
    }

    /** Counts a failure; true when it was one too many. */
    boolean tooOften(String id) {
        return times.merge(id, 1, Integer::sum) >= PATIENCE;
    }

    /** What stands for a message that is not given. */
    static RawBody note(Listed message, ChannelException e) {
        String text = "Subject: A message could not be read from the mailbox\r\n"
                + "Auto-Submitted: auto-generated\r\n"
                + "Content-Type: text/plain; charset=utf-8\r\n\r\n"
                + "Microsoft 365 lists a message received " + message.receivedAt() + " but does not give it: "
                + e.getMessage() + ". It is still in the mailbox.\r\n";
        return RawBody.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
