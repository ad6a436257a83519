package io.deskwire.adapter.gmail;

import io.deskwire.adapter.gmail.Position.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Messages that could not be fetched while others could. They are kept in the position, so that the others go on without them
 * and none is forgotten, and are tried again ever more slowly. One that stays so must not vanish: in the end a note takes its
 * place.
 */
final class Troubles {

    /** Nothing is given up before so many tries in so long a time. */
    static final int TRIES = 4;

    static final Duration PATIENCE = Duration.ofHours(1);

    /** The same while nothing else could be read either, so that the service may be what fails. */
    static final Duration LONG_PATIENCE = Duration.ofHours(12);

    /** When so many cannot be read and nothing else can it is the service and not they. */
    static final int SUSPICIOUS = 3;

    /** More than this is no poison but an outage. */
    static final int MOST = 200;

    private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);

    private final Map<String, Trouble> byId = new LinkedHashMap<>();

    Troubles(Collection<Trouble> known) {
        known.forEach(trouble -> byId.put(trouble.id(), trouble));
    }

    boolean isFull() {
        return byId.size() >= MOST;
    }

    boolean has(String id) {
        return byId.containsKey(id);
    }

    int count() {
        return byId.size();
    }

    /** Notes one more failed try. */
    void failed(String id, Instant now) {
        Trouble before = byId.get(id);
        byId.put(
                id,
                before == null
                        ? new Trouble(id, now, now, 1)
                        : new Trouble(id, before.since(), now, before.tries() + 1));
    }

    void settled(String id) {
        byId.remove(id);
    }

    List<Trouble> all() {
        return List.copyOf(byId.values());
    }

    /** Those without the ones that are being stored, by themselves or by a note. */
    List<Trouble> without(Collection<String> sourceKeys) {
        List<Trouble> left = new ArrayList<>();
        for (Trouble trouble : byId.values()) {
            if (!sourceKeys.contains(trouble.id()) && !sourceKeys.contains(Unreadable.key(trouble.id()))) {
                left.add(trouble);
            }
        }
        return left;
    }

    /** A message is stored, by itself or by a note. */
    void stored(String sourceKey) {
        byId.values().removeIf(one -> sourceKey.equals(one.id()) || sourceKey.equals(Unreadable.key(one.id())));
    }

    /** What is to be tried now: after pauses that grow, the one that was tried longest ago first. */
    List<String> due(Instant now) {
        return byId.values().stream()
                .filter(trouble -> !now.isBefore(trouble.last().plus(pause(trouble))) || now.isBefore(trouble.last()))
                .sorted(Comparator.comparing(Trouble::last))
                .map(Trouble::id)
                .toList();
    }

    private static Duration pause(Trouble trouble) {
        Duration sinceFirst = Duration.between(trouble.since(), trouble.last());
        return sinceFirst.compareTo(SHORTEST_PAUSE) > 0 ? sinceFirst : SHORTEST_PAUSE;
    }

    /**
     * Whether to give a message up that has just failed once more; to be asked before that is noted.
     *
     * @param itsOwn whether the reason is the message's own for certain
     * @param lastRead when some other message was last read, or null
     */
    boolean isHopeless(String id, boolean itsOwn, @Nullable Instant lastRead, Instant now) {
        Trouble trouble = byId.get(id);
        if (trouble == null || trouble.tries() + 1 < TRIES) {
            return false;
        }
        Duration lasted = Duration.between(trouble.since(), now);
        if (lastRead != null && !lastRead.isBefore(trouble.last())) {
            return lasted.compareTo(PATIENCE) >= 0;
        }
        return byId.size() < SUSPICIOUS && lasted.compareTo(itsOwn ? PATIENCE : LONG_PATIENCE) >= 0;
    }
}
