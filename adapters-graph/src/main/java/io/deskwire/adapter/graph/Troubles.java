package io.deskwire.adapter.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Messages that could not be fetched while others could. They are kept in the position, so that the others go on without them
 * and none is forgotten, and are tried again ever more slowly. For one that stays so a note is shown in the end; the message
 * itself is still tried.
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

    boolean has(String id) {
        return byId.containsKey(id);
    }

    /** Whether no further one can be kept; those that a note stands for make room. */
    boolean isFull() {
        return byId.size() >= MOST && byId.values().stream().noneMatch(Trouble::noted);
    }

    /** Notes one more failed try. */
    void failed(String id, Instant now) {
        Trouble before = byId.get(id);
        if (before == null && byId.size() >= MOST) {
            byId.values().stream().filter(Trouble::noted).findFirst().ifPresent(one -> byId.remove(one.id()));
        }
        byId.put(
                id,
                before == null
                        ? new Trouble(id, now, now, 1, false)
                        : new Trouble(id, before.since(), now, before.tries() + 1, before.noted()));
    }

    /** A message is stored, gone or not wanted. */
    void settled(String id) {
        byId.remove(id);
    }

    List<Trouble> all() {
        return List.copyOf(byId.values());
    }

    /** Those without the ones that are being stored, and with those that a note is being stored for. */
    List<Trouble> after(Collection<String> sourceKeys) {
        return byId.values().stream()
                .filter(trouble -> !sourceKeys.contains(trouble.id()))
                .map(trouble -> sourceKeys.contains(Unreadable.key(trouble.id()))
                        ? new Trouble(trouble.id(), trouble.since(), trouble.last(), trouble.tries(), true)
                        : trouble)
                .toList();
    }

    /** What {@link #after} told is so. */
    void become(List<Trouble> left) {
        byId.clear();
        left.forEach(trouble -> byId.put(trouble.id(), trouble));
    }

    /**
     * What is to be tried now: after pauses that grow, the one that was tried longest ago first.
     *
     * @param impatient whether nothing could be read yet, so that it is told apart from all being well
     */
    List<String> due(Instant now, boolean impatient) {
        return byId.values().stream()
                .filter(trouble ->
                        impatient || !now.isBefore(trouble.last().plus(pause(trouble))) || now.isBefore(trouble.last()))
                .sorted(Comparator.comparing(Trouble::last))
                .map(Trouble::id)
                .toList();
    }

    /** None after the first failure, which most often was a broken connection. */
    private static Duration pause(Trouble trouble) {
        if (trouble.tries() <= 1) {
            return Duration.ZERO;
        }
        Duration sinceFirst = Duration.between(trouble.since(), trouble.last());
        return sinceFirst.compareTo(SHORTEST_PAUSE) > 0 ? sinceFirst : SHORTEST_PAUSE;
    }

    /**
     * Whether a note is to stand for a message that has just failed once more; to be asked before that is noted.
     *
     * @param mayBeEverybodys whether what it failed for may be what all fail for
     * @param lastRead when some other message was last read, or null
     */
    boolean isHopeless(String id, boolean mayBeEverybodys, @Nullable Instant lastRead, Instant now) {
        Trouble trouble = byId.get(id);
        if (trouble == null || trouble.noted() || trouble.tries() + 1 < TRIES) {
            return false;
        }
        Duration lasted = Duration.between(trouble.since(), now);
        if (lastRead != null && !lastRead.isBefore(trouble.last())) {
            return lasted.compareTo(PATIENCE) >= 0;
        }
        return !mayBeEverybodys && open() < SUSPICIOUS && lasted.compareTo(LONG_PATIENCE) >= 0;
    }

    private long open() {
        return byId.values().stream().filter(trouble -> !trouble.noted()).count();
    }

    /** A sentence for an administrator, or null. */
    @Nullable String words() {
        Optional<Instant> since = byId.values().stream()
                .filter(trouble -> !trouble.noted())
                .map(Trouble::since)
                .min(Comparator.naturalOrder());
        return since.isEmpty()
                ? null
                : open() + " messages could not be fetched since " + since.get()
                        + "; they are tried again, and a note is shown for one that cannot be read for long.";
    }
}
