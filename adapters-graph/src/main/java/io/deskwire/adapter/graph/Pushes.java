package io.deskwire.adapter.graph;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the sides of a channel tell each other within this process: notifications that came in, and mail that was found. Nothing here outlives the process, and nothing depends on it but speed and warnings.
 */
final class Pushes {

    private static final int MOST_REMEMBERED = 500;

    private static final int MOST_TRIES = 5;

    /** With several nodes a push reaches any of them; so much unannounced mail at one is no chance any more. */
    private static final int SUSPICIOUS = 12;

    private static final Duration SUSPICIOUS_TIME = Duration.ofHours(1);

    private final Set<String> notified = new LinkedHashSet<>();
    private final Map<String, Integer> tries = new LinkedHashMap<>();
    private boolean announcedSince;
    private int unannounced;
    private @Nullable Instant firstUnannounced;

    /** A proven notification came, of a message or of none in particular. */
    synchronized void announced(@Nullable String messageId) {
        announcedSince = true;
        unannounced = 0;
        firstUnannounced = null;
        if (messageId != null && notified.size() < MOST_REMEMBERED) {
            notified.add(messageId);
        }
    }

    /** Takes the messages that were notified since the last call. */
    synchronized Set<String> takeNotified() {
        Set<String> taken = new LinkedHashSet<>(notified);
        notified.clear();
        return taken;
    }

    /** Messages that could not be looked at yet. */
    synchronized void putBack(Set<String> ids) {
        ids.stream().limit(Math.max(0, MOST_REMEMBERED - notified.size())).forEach(notified::add);
        tries.keySet().retainAll(notified);
    }

    /** Whether a message that could not be looked at is worth another look; the folder's next listing shows it anyway. */
    synchronized boolean mayTryAgain(String id) {
        return tries.merge(id, 1, Integer::sum) < MOST_TRIES;
    }

    /** A fetch found messages; those that follow an announcement are what it announced. */
    synchronized void found(int messages, Instant now) {
        boolean announced = announcedSince;
        announcedSince = false;
        if (messages > 0 && !announced) {
            unannounced += messages;
            firstUnannounced = firstUnannounced == null ? now : firstUnannounced;
        }
    }

    /** Whether mail comes that nobody announces. */
    synchronized boolean silent(Instant now) {
        Instant first = firstUnannounced;
        return first != null && unannounced >= SUSPICIOUS && now.isAfter(first.plus(SUSPICIOUS_TIME));
    }
}
