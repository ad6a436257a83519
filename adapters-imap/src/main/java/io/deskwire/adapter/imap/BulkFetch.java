package io.deskwire.adapter.imap;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the contents of listed messages in few commands, two of them on their way at a time, so that the server works
 * while we store. Messages above a size are left to the caller one by one.
 */
@SuppressWarnings("try") // A deadline acts by being open.
final class BulkFetch {

    /** Above this a message is streamed by itself. */
    static final long LARGE = 1L << 20;

    private static final long CHUNK_BYTES = 4L << 20;
    private static final int CHUNK_MESSAGES = 200;
    private static final int IN_FLIGHT = 2;
    private static final long MOST_LITERAL = 16L << 20;

    private final ImapConnection connection;
    private final String keyPrefix;
    private final Deque<Flight> flying = new ArrayDeque<>();

    BulkFetch(ImapConnection connection, String keyPrefix) {
        this.connection = connection;
        this.keyPrefix = keyPrefix;
    }

    /** What the fetch gives, in the order of UIDs. */
    interface Target {
        /** A chunk whose messages were all either received or are gone. */
        void chunk(List<RawItem> items, long lastUid) throws IOException, ImapRefusal, ChannelException;

        /** Some of a chunk did not come; nothing is in flight and the connection is free for other commands. */
        void incomplete(List<RawItem> items, List<Listed> missing, long lastUid)
                throws IOException, ImapRefusal, ChannelException;

        /** A message that is too large for a chunk; nothing is in flight. */
        void large(Listed message) throws IOException, ImapRefusal, ChannelException;
    }

    private record Landed(List<Listed> messages, List<RawItem> items, List<Listed> missing) {
        long lastUid() {
            return messages.get(messages.size() - 1).uid();
        }
    }

    /** Runs through the messages, which ascend by UID. */
    void run(List<Listed> messages, Target target) throws IOException, ImapRefusal, ChannelException {
        Deque<List<Listed>> steps = plan(messages);
        while (!steps.isEmpty() || !flying.isEmpty()) {
            launch(steps);
            if (flying.isEmpty()) {
                target.large(steps.remove().get(0));
                continue;
            }
            Landed landed = land();
            if (landed.missing().isEmpty()) {
                launch(steps);
                target.chunk(landed.items(), landed.lastUid());
            } else {
                List<Landed> later = new ArrayList<>();
                while (!flying.isEmpty()) {
                    later.add(land());
                }
                give(landed, target);
                for (Landed next : later) {
                    give(next, target);
                }
            }
        }
    }

    private static void give(Landed landed, Target target) throws IOException, ImapRefusal, ChannelException {
        if (landed.missing().isEmpty()) {
            target.chunk(landed.items(), landed.lastUid());
        } else {
            target.incomplete(landed.items(), landed.missing(), landed.lastUid());
        }
    }

    /** One message by itself; null when the server gives no content for it. */
    @Nullable RawItem one(Listed message) throws IOException {
        launch(List.of(message));
        Landed landed = land();
        return landed.items().isEmpty() ? null : landed.items().get(0);
    }

    RawItem item(Listed message, RawBody body) {
        return new RawItem(
                keyPrefix + message.uid(), "rfc822", Envelope.unknown(), message.internalDate(), Map.of(), body);
    }

    private static Deque<List<Listed>> plan(List<Listed> messages) {
        Deque<List<Listed>> steps = new ArrayDeque<>();
        List<Listed> chunk = new ArrayList<>();
        long bytes = 0;
        for (Listed message : messages) {
            boolean large = message.size() > LARGE;
            if (!chunk.isEmpty() && (large || chunk.size() >= CHUNK_MESSAGES || bytes + message.size() > CHUNK_BYTES)) {
                steps.add(chunk);
                chunk = new ArrayList<>();
                bytes = 0;
            }
            if (large) {
                steps.add(List.of(message));
            } else {
                chunk.add(message);
                bytes += Math.max(message.size(), 0);
            }
        }
        if (!chunk.isEmpty()) {
            steps.add(chunk);
        }
        return steps;
    }

    private void launch(Deque<List<Listed>> steps) throws IOException {
        while (!steps.isEmpty() && flying.size() < IN_FLIGHT && !isLarge(steps.getFirst())) {
            launch(steps.remove());
        }
    }

    private static boolean isLarge(List<Listed> step) {
        return step.get(0).size() > LARGE;
    }

    private void launch(List<Listed> chunk) throws IOException {
        List<Long> uids = chunk.stream().map(Listed::uid).toList();
        // A chunk's UIDs always fit one line: 200 numbers of ten digits.
        String set = String.join(",", UidSets.of(uids));
        flying.add(new Flight(connection.send("UID FETCH " + set + " (UID BODY.PEEK[])"), chunk));
    }

    /** Reads until the oldest command in flight has ended. */
    private Landed land() throws IOException {
        Flight flight = flying.getFirst();
        long expected = flight.expectedBytes();
        // Twice the listing and some: sizes are estimates at some servers. The chunk behind this one may be in the
        // buffer already, so its share is not counted twice.
        connection.allow(2 * expected + 2 * CHUNK_BYTES + MOST_LITERAL, MOST_LITERAL);
        try (Deadline limit = Deadline.of(connection.socket(), Transfers.limit(expected), "fetching messages")) {
            while (!flight.hasEnded()) {
                take(connection.next());
            }
        }
        flying.remove();
        return new Landed(flight.messages(), flight.items(), flight.missing());
    }

    /** An answer belongs to any command in flight: Dovecot goes on with the next one while we are slow to read. */
    private void take(IMAPResponse answer) throws IOException {
        if (answer.isTagged()) {
            for (Flight flight : flying) {
                if (flight.tag().equals(answer.getTag())) {
                    flight.end(answer);
                }
            }
        } else if (answer.keyEquals("FETCH")) {
            FetchLine line = FetchLine.read(answer);
            for (Flight flight : flying) {
                Listed message = line.hasBody() ? flight.claim(line.uid()) : null;
                if (message != null) {
                    flight.add(message, item(message, RawBody.of(line.bodyBytes())));
                    return;
                }
            }
        }
    }
}
