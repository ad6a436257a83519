package io.deskwire.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who may read a channel now. A reading that lasts gives its place to another: it waits for its server, which costs a thread and
 * no processor, and servers that say nothing must not hold up those that answer. How many may wait so is bounded too. A channel
 * that did not work last time leaves half of everything to those that did.
 */
final class PollPlaces {

    /** So long a reading keeps its place. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How many times the places may be under way, those that lasted included. */
    static final int LASTING = 8;

    private final int places;
    private final int perTenant;
    private final int mostOfTenant;
    private final Set<Place> taken = new HashSet<>();

    /**
     * @param places readings at once
     * @param perTenant of these, how many one tenant may have
     * @param mostOfTenant how many of one tenant may be under way, those that lasted included
     */
    PollPlaces(int places, int perTenant, int mostOfTenant) {
        this.places = places;
        this.perTenant = perTenant;
        this.mostOfTenant = mostOfTenant;
    }

    /** A reading that is under way. */
    static final class Place {
        private final String tenantId;
        private final Instant since;

        private Place(String tenantId, Instant since) {
            this.tenantId = tenantId;
            this.since = since;
        }
    }

    /**
     * Takes a place, if there is one.
     *
     * @param working whether the channel could be read last time
     */
    synchronized Optional<Place> take(String tenantId, boolean working, Instant now) {
        int fresh = 0;
        int freshOfTenant = 0;
        int ofTenant = 0;
        for (Place place : taken) {
            boolean isFresh = Duration.between(place.since, now).compareTo(PATIENCE) < 0;
            boolean own = place.tenantId.equals(tenantId);
            fresh += isFresh ? 1 : 0;
            freshOfTenant += isFresh && own ? 1 : 0;
            ofTenant += own ? 1 : 0;
        }
        if (fresh >= share(places, working)
                || taken.size() >= share(places * LASTING, working)
                || freshOfTenant >= share(perTenant, working)
                || ofTenant >= share(mostOfTenant, working)) {
            return Optional.empty();
        }
        Place place = new Place(tenantId, now);
        taken.add(place);
        return Optional.of(place);
    }

    private static int share(int of, boolean working) {
        return working ? of : Math.max(1, of / 2);
    }

    synchronized void leave(Place place) {
        taken.remove(place);
    }

    /** How many are under way of each tenant that has any. */
    synchronized Map<String, Integer> byTenant() {
        Map<String, Integer> counts = new HashMap<>();
        taken.forEach(place -> counts.merge(place.tenantId, 1, Integer::sum));
        return counts;
    }
}
