package io.deskwire.adapter.imap;

import io.deskwire.adapter.imap.Pop3Connection.Refusal;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.message.Envelope;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One session with a POP3 mailbox: list, fetch what is new, delete what may go. */
@SuppressWarnings("try") // A deadline acts by being open.
final class MaildropReading {

    private static final long LARGE = 1L << 20;
    private static final long CHUNK_BYTES = 4L << 20;
    private static final int CHUNK_MESSAGES = 200;
    private static final int PIPELINED = 16;
    static final long LISTING_BYTES = 64L << 20;
    private static final int ASK_AT_ONCE = 500;
    private static final int DATES_PER_SESSION = 200;

    private final Pop3Connection connection;
    private final Pop3Access access;
    private final MailboxSettings settings;
    private final Intake intake;
    private final Batches batches;
    private final Map<String, Instant> arrivals;
    private final Instant now;
    private final Set<Entry> refused = new HashSet<>();

    MaildropReading(
            Pop3Connection connection,
            Pop3Access access,
            MailboxSettings settings,
            Intake intake,
            Batches batches,
            Map<String, Instant> arrivals,
            Instant now) {
        this.connection = connection;
        this.access = access;
        this.settings = settings;
        this.intake = intake;
        this.batches = batches;
        this.arrivals = arrivals;
        this.now = now;
    }

    private record Entry(int number, String key, long size) {}

    /** Returns a sentence for the administrator, or null. */
    @Nullable String run() throws IOException, Refusal, ChannelException {
        List<Entry> entries = list();
        List<Entry> known = new ArrayList<>();
        List<Entry> fresh = new ArrayList<>();
        for (int i = 0; i < entries.size(); i += ASK_AT_ONCE) {
            List<Entry> part = entries.subList(i, Math.min(entries.size(), i + ASK_AT_ONCE));
            Set<String> stored = intake.known(part.stream().map(Entry::key).toList());
            part.forEach(entry -> (stored.contains(entry.key()) ? known : fresh).add(entry));
        }
        fetch(fresh);
        batches.settle();
        fresh.stream().filter(entry -> !refused.contains(entry)).forEach(known::add);
        String note = delete(known);
        return refused.isEmpty()
                ? note
                : "The server refuses to hand over " + refused.size() + " messages; they are asked for again.";
    }

    private List<Entry> list() throws IOException, Refusal, ChannelException {
        Map<Integer, Long> sizes = new HashMap<>();
        connection.listing("LIST", LISTING_BYTES, line -> {
            String[] words = line.strip().split("\\s+", -1);
            if (words.length >= 2) {
                sizes.put(number(words[0]), (long) number(words[1]));
            }
        });
        List<Entry> entries = new ArrayList<>();
        Map<String, Integer> seen = new HashMap<>();
        try {
            connection.listing("UIDL", LISTING_BYTES, line -> {
                String[] words = line.strip().split("\\s+", 2);
                if (words.length == 2 && number(words[0]) > 0) {
                    // Identical messages may share an id (RFC 1939 section 7); each is still read.
                    int times = seen.merge(words[1], 1, Integer::sum);
                    String key = "pop3:" + words[1] + (times == 1 ? "" : "#" + times);
                    entries.add(new Entry(number(words[0]), key, sizes.getOrDefault(number(words[0]), -1L)));
                }
            });
        } catch (Refusal e) {
            throw access.withoutUidl(e);
        }
        return entries;
    }

    private static int number(String word) {
        try {
            return Integer.parseInt(word);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private void fetch(List<Entry> fresh) throws IOException, ChannelException {
        int window = connection.can("PIPELINING") ? PIPELINED : 1;
        List<RawItem> chunk = new ArrayList<>();
        long bytes = 0;
        int asked = 0;
        for (int i = 0; i < fresh.size(); i++) {
            if (isLarge(fresh.get(i))) {
                hand(chunk);
                chunk = new ArrayList<>();
                bytes = 0;
                large(fresh.get(i));
                asked = i + 1;
                continue;
            }
            // Ahead of the answers, but never past a large message, which is asked for by itself.
            StringBuilder commands = new StringBuilder();
            while (asked < fresh.size() && asked - i < window && !isLarge(fresh.get(asked))) {
                commands.append(commands.length() == 0 ? "" : "\r\n")
                        .append("RETR ")
                        .append(fresh.get(asked++).number());
            }
            if (commands.length() > 0) {
                connection.send(commands.toString());
            }
            byte[] content = small(fresh.get(i));
            if (content != null) {
                chunk.add(item(fresh.get(i), RawBody.of(content)));
                bytes += content.length;
            }
            if (bytes > CHUNK_BYTES || chunk.size() >= CHUNK_MESSAGES) {
                hand(chunk);
                chunk = new ArrayList<>();
                bytes = 0;
            }
        }
        hand(chunk);
    }

    private static boolean isLarge(Entry entry) {
        return entry.size() < 0 || entry.size() > LARGE;
    }

    private void hand(List<RawItem> items) throws ChannelException {
        if (!items.isEmpty()) {
            batches.offer(items, null);
        }
    }

    /** One answer to RETR; null when the server refuses this message, which does not keep the others away. */
    private byte @Nullable [] small(Entry entry) throws IOException {
        // Sizes are estimates at some servers; this one is still small when it is off by a lot.
        connection.allow(16 * LARGE);
        try (Deadline limit = Deadline.of(connection.socket(), Transfers.limit(entry.size()), "fetching a message")) {
            connection.reply();
            try (InputStream content = connection.content()) {
                return content.readAllBytes();
            }
        } catch (Refusal e) {
            refused.add(entry);
            return null;
        }
    }

    private void large(Entry entry) throws IOException, ChannelException {
        long expected = Math.max(entry.size(), LARGE);
        connection.allow(2 * expected + (16L << 20));
        try (Deadline limit = Deadline.of(connection.socket(), Transfers.limit(expected), "fetching a large message")) {
            connection.send("RETR " + entry.number());
            connection.reply();
            Streamed body = new Streamed(connection.content(), entry.size());
            try {
                batches.offer(List.of(item(entry, body)), null);
                batches.settle();
            } catch (ChannelException | RuntimeException e) {
                if (body.failure != null) {
                    throw body.failure;
                }
                throw e;
            }
            // A store that knew the message may not have read it.
            body.content.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (Refusal e) {
            refused.add(entry);
        }
    }

    private static RawItem item(Entry entry, RawBody body) {
        return new RawItem(entry.key(), "rfc822", Envelope.unknown(), null, Map.of(), body);
    }

    /** Deletes stored messages as configured, also those that an earlier session stored and could not delete. */
    private @Nullable String delete(List<Entry> stored) throws IOException, Refusal {
        boolean atOnce = settings.afterIntake().action() == AfterIntake.Action.DELETE;
        int days = settings.deleteAfterDays();
        if (!atOnce && days == 0) {
            return null;
        }
        int kept = 0;
        int lookups = 0;
        for (Entry entry : stored) {
            if (days > 0) {
                Instant arrived = arrivals.get(entry.key());
                if (arrived == null && lookups < DATES_PER_SESSION) {
                    lookups++;
                    arrived = arrival(entry);
                }
                if (arrived == null || arrived.isAfter(now.minus(Duration.ofDays(days)))) {
                    continue;
                }
            }
            try {
                connection.command("DELE " + entry.number());
                arrivals.remove(entry.key());
            } catch (Refusal e) {
                kept++;
            }
        }
        return kept == 0 ? null : "The server refused to delete " + kept + " messages; they are tried again.";
    }

    /**
     * When the message came, by its own header; the present when that does not say or cannot be had (TOP is optional), so
     * that it grows old from here on.
     */
    private Instant arrival(Entry entry) throws IOException {
        ArrivalHeader header = new ArrivalHeader();
        try {
            connection.listing("TOP " + entry.number() + " 0", LARGE, header::line);
        } catch (Refusal e) {
            return remember(entry, now);
        }
        Instant found = header.arrived();
        return remember(entry, found == null || found.isAfter(now) ? now : found);
    }

    private Instant remember(Entry entry, Instant arrived) {
        arrivals.put(entry.key(), arrived);
        return arrived;
    }

    private static final class Streamed implements RawBody {
        private final InputStream content;
        private final long size;
        private @Nullable IOException failure;

        Streamed(InputStream content, long size) {
            this.content = content;
            this.size = size;
        }

        @Override
        public long expectedLength() {
            return size;
        }

        @Override
        public InputStream open() {
            return new java.io.FilterInputStream(content) {
                @Override
                public int read() throws IOException {
                    try {
                        return super.read();
                    } catch (IOException e) {
                        failure = e;
                        throw e;
                    }
                }

                @Override
                public int read(byte[] b, int off, int len) throws IOException {
                    try {
                        return super.read(b, off, len);
                    } catch (IOException e) {
                        failure = e;
                        throw e;
                    }
                }
            };
        }
    }
}
