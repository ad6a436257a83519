package io.deskwire.adapter.imap;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
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

    private record Flight(String tag, List<Listed> messages) {}

    private record Landed(List<Listed> messages, List<RawItem> items, List<Listed> missing) {
        long lastUid() {
            return messages.get(messages.size() - 1).uid();
        }
    }

    /** Runs through the messages, which ascend by UID. */
    void run(List<Listed> messages, Target target) throws IOException, ImapRefusal, ChannelException {
        Deque<List<Listed>> steps = plan(messages);
        Deque<Flight> flying = new ArrayDeque<>();
        while (!steps.isEmpty() || !flying.isEmpty()) {
            launch(steps, flying);
            if (flying.isEmpty()) {
                target.large(steps.remove().get(0));
                continue;
            }
            Landed landed = land(flying.remove());
            if (landed.missing().isEmpty()) {
                launch(steps, flying);
                target.chunk(landed.items(), landed.lastUid());
            } else {
                List<Landed> later = new ArrayList<>();
                while (!flying.isEmpty()) {
                    later.add(land(flying.remove()));
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
        Landed landed = land(launch(List.of(message)));
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

    private void launch(Deque<List<Listed>> steps, Deque<Flight> flying) throws IOException {
        while (!steps.isEmpty() && flying.size() < IN_FLIGHT && !isLarge(steps.getFirst())) {
            flying.add(launch(steps.remove()));
        }
    }

    private static boolean isLarge(List<Listed> step) {
        return step.get(0).size() > LARGE;
    }

    private Flight launch(List<Listed> chunk) throws IOException {
        List<Long> uids = chunk.stream().map(Listed::uid).toList();
        // A chunk's UIDs always fit one line: 200 numbers of ten digits.
        String set = String.join(",", UidSets.of(uids));
        return new Flight(connection.send("UID FETCH " + set + " (UID BODY.PEEK[])"), chunk);
    }

    private Landed land(Flight flight) throws IOException {
        long expected = 0;
        Map<Long, Listed> wanted = new HashMap<>();
        for (Listed message : flight.messages()) {
            expected += Math.max(message.size(), 0);
            wanted.put(message.uid(), message);
        }
        // Twice the listing and some: sizes are estimates at some servers. The chunk behind this one may be in the
        // buffer already, so its share is not counted twice.
        connection.allow(2 * expected + 2 * CHUNK_BYTES + MOST_LITERAL, MOST_LITERAL);
        List<RawItem> items = new ArrayList<>(flight.messages().size());
        List<Long> uids = new ArrayList<>();
        try (Deadline limit = Deadline.of(connection.socket(), Transfers.limit(expected), "fetching messages")) {
            while (true) {
                IMAPResponse answer = connection.next();
                if (answer.isTagged() && flight.tag().equals(answer.getTag())) {
                    if (answer.isBAD()) {
                        throw new IOException(
                                "the server does not understand UID FETCH: " + Failures.shown(answer.getRest()));
                    }
                    break;
                }
                if (!answer.keyEquals("FETCH")) {
                    continue;
                }
                FetchLine line = FetchLine.read(answer);
                Listed message = line.hasBody() ? wanted.remove(line.uid()) : null;
                if (message != null) {
                    items.add(item(message, RawBody.of(line.bodyBytes())));
                    uids.add(message.uid());
                }
            }
        }
        return new Landed(flight.messages(), sorted(items, uids), missing(flight, wanted));
    }

    private static List<Listed> missing(Flight flight, Map<Long, Listed> left) {
        return flight.messages().stream()
                .filter(message -> left.containsKey(message.uid()))
                .toList();
    }

    /** Servers answer in any order they like (RFC 3501 section 5.5 leaves it open). */
    private static List<RawItem> sorted(List<RawItem> items, List<Long> uids) {
        boolean ascending = true;
        for (int i = 1; i < uids.size() && ascending; i++) {
            ascending = uids.get(i - 1) < uids.get(i);
        }
        if (ascending) {
            return items;
        }
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparing(uids::get));
        return order.stream().map(items::get).toList();
    }
}
