package io.deskwire.adapter.imap;

import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** One command on its way and what has come of it. */
    private static final class Flight {
        final String tag;
        final List<Listed> messages;
        final Map<Long, Listed> wanted = new HashMap<>();
        final Map<Long, RawItem> items = new TreeMap<>();
        final long expected;
        boolean ended;

        Flight(String tag, List<Listed> messages) {
            this.tag = tag;
            this.messages = messages;
            long bytes = 0;
            for (Listed message : messages) {
                wanted.put(message.uid(), message);
                bytes += Math.max(message.size(), 0);
            }
            this.expected = bytes;
        }

        long lastUid() {
            return messages.get(messages.size() - 1).uid();
        }

        /** By ascending UID: servers answer in any order they like. */
        List<RawItem> received() {
            return List.copyOf(items.values());
        }

        List<Listed> missing() {
            return messages.stream()
                    .filter(message -> wanted.containsKey(message.uid()))
                    .toList();
        }
    }

    /** Runs through the messages, which ascend by UID. */
    void run(List<Listed> messages, Target target) throws IOException, ImapRefusal, ChannelException {
        Deque<List<Listed>> steps = plan(messages);
        flying.clear();
        while (!steps.isEmpty() || !flying.isEmpty()) {
            launch(steps);
            if (flying.isEmpty()) {
                target.large(steps.remove().get(0));
                continue;
            }
            Flight landed = land();
            if (landed.wanted.isEmpty()) {
                launch(steps);
                target.chunk(landed.received(), landed.lastUid());
            } else {
                List<Flight> all = new ArrayList<>(List.of(landed));
                while (!flying.isEmpty()) {
                    all.add(land());
                }
                for (Flight each : all) {
                    give(each, target);
                }
            }
        }
    }

    private static void give(Flight landed, Target target) throws IOException, ImapRefusal, ChannelException {
        if (landed.wanted.isEmpty()) {
            target.chunk(landed.received(), landed.lastUid());
        } else {
            target.incomplete(landed.received(), landed.missing(), landed.lastUid());
        }
    }

    /** One message by itself; null when the server gives no content for it. */
    @Nullable RawItem one(Listed message) throws IOException {
        flying.add(launch(List.of(message)));
        return land().items.get(message.uid());
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

    /**
     * Reads until the oldest command has ended. Servers may work on several commands at once (RFC 3501 section 5.5; Dovecot
     * does as soon as its output has to wait), so what comes belongs to whichever command asked for it.
     */
    private Flight land() throws IOException {
        Flight oldest = flying.getFirst();
        long expected = flying.stream().mapToLong(flight -> flight.expected).sum();
        // Twice the listing and some: sizes are estimates at some servers.
        connection.allow(2 * expected + 2 * CHUNK_BYTES + MOST_LITERAL, MOST_LITERAL);
        try (Deadline limit = Deadline.of(connection.socket(), Transfers.limit(expected), "fetching messages")) {
            while (!oldest.ended) {
                IMAPResponse answer = connection.next();
                if (answer.isTagged()) {
                    end(answer);
                } else if (answer.keyEquals("FETCH")) {
                    take(FetchLine.read(answer));
                }
            }
        }
        flying.remove();
        return oldest;
    }

    private void end(IMAPResponse answer) throws IOException {
        if (answer.isBAD()) {
            throw new IOException("the server does not understand UID FETCH: " + Failures.shown(answer.getRest()));
        }
        for (Flight flight : flying) {
            flight.ended |= flight.tag.equals(answer.getTag());
        }
    }

    private void take(FetchLine line) {
        if (!line.hasBody()) {
            return;
        }
        for (Flight flight : flying) {
            Listed message = flight.wanted.remove(line.uid());
            if (message != null) {
                flight.items.put(message.uid(), item(message, RawBody.of(line.bodyBytes())));
                return;
            }
        }
    }
}
