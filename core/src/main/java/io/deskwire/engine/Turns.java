package io.deskwire.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which channels this node reads and which it waits on for news, where there are more than it has connections for. A reading
 * and a waiting hold a connection each; how many there may be is bounded for the node and for each tenant. Tenants with the
 * fewest go first, then whoever has waited longest, so that everybody's turn comes.
 */
final class Turns {

    /** So long a connection that waits for news is kept while others of its tenant, or of the node, wait for a place. */
    static final Duration WATCH_TURN = Duration.ofMinutes(10);

    private final int mostWatches;
    private final int watchesPerTenant;
    private final int perTenant;

    private final PollPlaces readings;
    private final Map<String, Integer> watches = new HashMap<>();
    private int allWatches;

    Turns(EngineSettings settings) {
        perTenant = settings.connectionsPerTenant();
        mostWatches = settings.mostWatches();
        // Waiting takes what reading leaves, or a tenant that waits everywhere could read nothing.
        int mostReadings = Math.max(1, perTenant / 4);
        int share = Math.min(settings.tenantShare(settings.pollWorkers()), mostReadings);
        int lasting = Math.min(share * PollPlaces.LASTING, mostReadings);
        readings = new PollPlaces(settings.pollWorkers(), share, lasting);
        watchesPerTenant = perTenant - lasting;
    }

    /** A channel that is due, since when, in the order of turns. */
    record Due(OpenChannel channel, Instant since) {}

    /** Orders those that are due; a snapshot, since their times change under other threads' hands. */
    synchronized List<Due> inOrder(Collection<OpenChannel> channels) {
        List<Due> due = new ArrayList<>();
        channels.forEach(channel -> due.add(new Due(channel, channel.dueSince())));
        Map<String, Integer> snapshot = readings.byTenant();
        due.sort(Comparator.<Due>comparingInt(one -> snapshot.getOrDefault(one.channel.tenantId(), 0))
                .thenComparing(Due::since));
        return due;
    }

    /**
     * Takes a place for a reading, if there is one.
     *
     * @param working whether the channel could be read last time
     */
    Optional<PollPlaces.Place> beginReading(String tenant, boolean working, Instant now) {
        return readings.take(tenant, working, now);
    }

    /** Why a channel that is due is not read, for an operator. */
    String noReading(String tenant) {
        Map<String, Integer> taken = readings.byTenant();
        int ofTenant = taken.getOrDefault(tenant, 0);
        return ofTenant > 0
                ? "waits for its turn: " + ofTenant
                        + " mailboxes of this tenant are being read on this node, as many as" + " may be at once"
                : "waits for its turn: "
                        + taken.values().stream().mapToInt(n -> n).sum()
                        + " mailboxes are being read on this node, as many as may be at once";
    }

    void endReading(PollPlaces.Place place) {
        readings.leave(place);
    }

    synchronized boolean beginWatch(String tenant) {
        int ofTenant = watches.getOrDefault(tenant, 0);
        if (ofTenant >= watchesPerTenant || allWatches >= mostWatches) {
            return false;
        }
        watches.put(tenant, ofTenant + 1);
        allWatches++;
        return true;
    }

    synchronized void endWatch(String tenant) {
        watches.computeIfPresent(tenant, (t, n) -> n > 1 ? n - 1 : null);
        allWatches--;
    }

    /** Why a channel is not told of news, for an operator. */
    synchronized String noWatch(String tenant) {
        if (watches.getOrDefault(tenant, 0) >= watchesPerTenant) {
            return "is polled only until its turn comes to be told of news at once: its tenant has the " + perTenant
                    + " connections on this node that it may have";
        }
        return "is polled only until its turn comes to be told of news at once: this node has the " + mostWatches
                + " connections for that which it may have";
    }

    /**
     * Those whose turn to wait for news is over because others wait for the place: one for each that waits, of its own tenant
     * where that is at its limit, of any where the node is.
     *
     * @param ending those that were told so before and still have their connection
     */
    synchronized List<OpenChannel> over(
            List<OpenChannel> watching, List<OpenChannel> waiting, List<OpenChannel> ending, Instant now) {
        List<OpenChannel> soonFree = new ArrayList<>(ending);
        List<OpenChannel> longest = new ArrayList<>(watching.stream()
                .filter(channel -> !now.isBefore(channel.watchSince.plus(WATCH_TURN)))
                .sorted(Comparator.comparing(channel -> channel.watchSince))
                .toList());
        List<OpenChannel> over = new ArrayList<>();
        for (OpenChannel one : waiting) {
            boolean ofItsTenant = watches.getOrDefault(one.tenantId(), 0) >= watchesPerTenant;
            Predicate<OpenChannel> frees =
                    channel -> !ofItsTenant || channel.tenantId().equals(one.tenantId());
            if (!removeFirst(soonFree, frees, null)) {
                removeFirst(longest, frees, over);
            }
        }
        return over;
    }

    private static boolean removeFirst(
            List<OpenChannel> from, Predicate<OpenChannel> which, @Nullable List<OpenChannel> to) {
        for (OpenChannel channel : from) {
            if (which.test(channel)) {
                from.remove(channel);
                if (to != null) {
                    to.add(channel);
                }
                return true;
            }
        }
        return false;
    }
}
